package factor

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// Parameters of codes by RFC 6238 that every app supports.
const (
	codeDigits  = 6
	stepSeconds = 30
	stepsAside  = 1  // clocks may be half a minute apart
	secretBytes = 20 // as long as the hash
)

// OfferLife is how long an offered secret can be confirmed.
const OfferLife = time.Hour

// Offer is a secret to be set up in an app.
type Offer struct {
	Secret string // base32
	URL    string // otpauth://…, for apps on the same device
	QR     []byte // PNG of URL
}

// Grouped returns the secret as people type it.
func (o Offer) Grouped() string { return strings.ReplaceAll(grouped(o.Secret), "-", " ") }

// OfferTx creates a secret for the person's app, which replaces an earlier offer. An
// app in use stays in use.
func OfferTx(tx *db.Tx, v *secret.Keyring, person int64) error {
	raw := make([]byte, secretBytes)
	rand.Read(raw)
	_, err := tx.Exec(`
		INSERT INTO totp_offer (person_id, secret, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, at = excluded.at`,
		person, v.Seal(place(person), base32.StdEncoding.EncodeToString(raw)), tx.Now)
	return err
}

// OfferOfTx returns the person's open offer, or fault.NotFound. The app will show
// issuer and account.
func OfferOfTx(tx *db.Tx, v *secret.Keyring, person int64, issuer, account string) (o Offer, err error) {
	if o.Secret, err = offered(tx, v, person); err != nil {
		return o, err
	}
	raw, err := base32.StdEncoding.DecodeString(o.Secret)
	if err != nil {
		return o, fmt.Errorf("offered secret: %w", err)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: strings.ReplaceAll(issuer, ":", ""), AccountName: account, Secret: raw,
		Digits: otp.Digits(codeDigits), Period: stepSeconds})
	if err != nil {
		return o, fmt.Errorf("address of the secret: %w", err)
	}
	const side = 264 // pixels
	img, err := key.Image(side, side)
	if err != nil {
		return o, fmt.Errorf("QR code: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return o, fmt.Errorf("QR code: %w", err)
	}
	o.URL, o.QR = key.URL(), b.Bytes()
	return o, nil
}

func offered(tx *db.Tx, v *secret.Keyring, person int64) (string, error) {
	stored, err := db.Scalar[string](tx, `
		SELECT secret
		FROM totp_offer
		WHERE person_id = $1 AND at > $2`, person, tx.Now.Add(-OfferLife))
	if err != nil {
		return "", err
	}
	plain, err := unseal(v, person, stored)
	if err != nil {
		return "", fault.Missing() // of no use to anybody: a new one is drawn
	}
	return plain, nil
}

// ConfirmTx puts the offered secret into use if the code shows that the app holds
// it; it replaces an app used before. A wrong code is fault.Invalid; without an
// offer it is fault.NotFound.
func ConfirmTx(tx *db.Tx, v *secret.Keyring, person int64, code string) error {
	plain, err := offered(tx, v, person)
	if err != nil {
		return err
	}
	step, ok, err := stepOf(plain, plainCode(code), tx.Now)
	if err != nil {
		return err
	}
	var c fault.Check
	c.Require(ok, "code", "Der Code stimmt nicht. Bitte geben Sie den Code ein, den die App jetzt zeigt, und prüfen Sie, ob die Uhr "+
		"des Geräts richtig geht.")
	if err := c.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO totp (person_id, secret, last_step, created_at, used_at)
		VALUES ($1, $2, $3, $4, $4)
		ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step,
			created_at = excluded.created_at, used_at = excluded.used_at`, person, v.Seal(place(person), plain), step, tx.Now)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM totp_offer WHERE person_id = $1`, person); err != nil {
		return err
	}
	return note(tx, person, AppAdded)
}

// RemoveAppTx removes the app, if there is one.
func RemoveAppTx(tx *db.Tx, person int64) error {
	n, err := tx.Exec(`DELETE FROM totp WHERE person_id = $1`, person)
	if err != nil || n == 0 {
		return err
	}
	if err := note(tx, person, AppRemoved); err != nil {
		return err
	}
	return dropOrphanCodes(tx, person)
}

// useAppCode accepts a code of a time step later than the last accepted one. If the
// key of the secret is missing the error is fault.Invalid and says what to do.
func useAppCode(tx *db.Tx, v *secret.Keyring, person int64, code string) (bool, error) {
	stored, enrolled, err := db.Found(db.Scalar[string](tx, `SELECT secret FROM totp WHERE person_id = $1`, person))
	if err != nil || !enrolled {
		return false, err
	}
	plain, err := unseal(v, person, stored)
	if err != nil {
		return false, err
	}
	step, ok, err := stepOf(plain, code, tx.Now)
	if err != nil || !ok {
		return false, err
	}
	n, err := tx.Exec(`
		UPDATE totp
		SET last_step = $1, used_at = $2
		WHERE person_id = $3 AND last_step < $1`, step, tx.Now, person)
	return n == 1, err
}

// stepOf returns the newest time step around now whose code this is.
func stepOf(secret, code string, now time.Time) (step int64, ok bool, err error) {
	for aside := int64(stepsAside); aside >= -stepsAside; aside-- {
		at := now.Unix()/stepSeconds + aside
		want, err := totp.GenerateCodeCustom(secret, time.Unix(at*stepSeconds, 0),
			totp.ValidateOpts{Period: stepSeconds, Digits: otp.Digits(codeDigits)})
		if err != nil {
			return 0, false, fmt.Errorf("code of a time step: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && !ok {
			step, ok = at, true
		}
	}
	return step, ok, nil
}
