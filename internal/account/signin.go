package account

import (
	"context"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// Attempts allowed per account within Window, whether it exists or not.
const (
	Attempts = 10
	Window   = 15 * time.Minute
)

const wrongSignIn = "E-Mail-Adresse oder Passwort stimmen nicht."

// SignIn checks the credentials and begins a session on the described device.
// It returns the random value for the cookie. Unknown, disabled and wrong are
// one answer in the same time; too many attempts are fault.TooMany.
func (a *Accounts) SignIn(ctx context.Context, email, password, device string) (token string, err error) {
	return a.SignInFrom(ctx, Attempt{Email: email, Password: password, Device: device})
}

// Attempt is somebody who wants to sign in.
type Attempt struct {
	Email    string
	Password string
	Device   string // in words
	Known    string // the value by which a known browser is known, "" for others
}

// SignInFrom is SignIn in a browser that may be known. Failures there are
// counted by themselves, so that nobody is locked out by what others try
// elsewhere.
func (a *Accounts) SignInFrom(ctx context.Context, in Attempt) (token string, err error) {
	email, password, device := cleanEmail(in.Email), in.Password, in.Device
	tries := email
	if known, err := a.KnowsDevice(ctx, email, in.Known); err != nil {
		return "", err
	} else if known {
		tries = deviceHash(in.Known, email)
	}
	if err := a.mayTry(ctx, tries); err != nil {
		return "", err
	}
	var person int64
	var stored string
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		_, _, err := db.Found(db.One(tx, func(r db.Row) (struct{}, error) {
			return struct{}{}, r.Scan(&person, &stored)
		}, `
			SELECT id, password
			FROM person
			WHERE email = $1 AND disabled_at IS NULL`, email))
		return err
	})
	if err != nil {
		return "", err
	}
	ok, err := passwordMatches(ctx, stored, password)
	if err != nil {
		return "", err
	}
	if !ok {
		if err := a.noteFailure(ctx, tries); err != nil {
			return "", err
		}
		return "", fault.Refuse(wrongSignIn)
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM sign_in_failure WHERE key = $1`, secret.Hash(tries)); err != nil {
			return err
		}
		token, err = beginSession(tx, person, device, byPassword)
		return err
	})
	return token, err
}

// mayTry refuses when the address, or the address in a known browser, had its
// attempts.
func (a *Accounts) mayTry(ctx context.Context, who string) error {
	return a.db.Read(ctx, func(tx *db.Tx) error {
		wait, err := db.Wait(tx, Window, `
			SELECT at
			FROM sign_in_failure
			WHERE key = $1
			ORDER BY at DESC
			LIMIT 1 OFFSET $2`, secret.Hash(who), Attempts-1)
		if err == nil && wait > 0 {
			return fault.Later(wait, "Zu viele Versuche. Bitte warten Sie eine Viertelstunde.")
		}
		return err
	})
}

func (a *Accounts) noteFailure(ctx context.Context, who string) error {
	return a.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM sign_in_failure WHERE at <= $1`, tx.Now.Add(-Window)); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO sign_in_failure (key, at) VALUES ($1, $2)`, secret.Hash(who), tx.Now)
		return err
	})
}

// forgetFailures lets the person try again.
func forgetFailures(tx *db.Tx, person int64) error {
	email, err := db.Scalar[string](tx, `SELECT email FROM person WHERE id = $1`, person)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM sign_in_failure WHERE key = $1`, secret.Hash(email))
	return err
}
