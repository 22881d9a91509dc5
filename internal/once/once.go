// Package once owns the table sent_form: the hash of the content with which a form
// was sent, by the key that each form carries.
//
// It promises: a form that is sent again with other content, for example after
// going back in the browser and changing it, is never taken for the first one, so
// that no text is dropped silently. The same content is taken once, even if a browser
// put it back into a new form on going back.
package once

import (
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// Life is how long the content of a form is remembered.
const Life = 30 * 24 * time.Hour

// Again is for how long the same content in another form counts as the same sending.
const Again = 10 * time.Minute

// ErrRemoved, fault.Invalid for the field "text", is the answer to a form that is sent again
// (see WasSentTx) though what it made was taken back or deleted: it makes nothing again.
var ErrRemoved = func() error {
	var c fault.Check
	c.Add("text", "Das haben Sie aus diesem Formular schon abgeschickt, und danach wurde es zurückgezogen oder gelöscht. Es ist nicht noch "+
		"einmal angekommen. Wenn Sie das wollen, senden Sie das Formular noch einmal ab.")
	return c.Err()
}()

var errOtherContent = func() error {
	var c fault.Check
	c.Add("text", "Aus diesem Formular haben Sie schon etwas abgeschickt, und das ist angekommen. Was jetzt hier steht, weicht davon "+
		"ab und ist noch nicht gespeichert. Wenn Sie es zusätzlich abschicken wollen, senden Sie das Formular noch einmal ab.")
	return c.Err()
}()

// IsSpent reports whether err says that the form was sent before, with other content or
// with a result that is gone. What it holds can be sent in a form with a new key.
func IsSpent(err error) bool { return errors.Is(err, errOtherContent) || errors.Is(err, ErrRemoved) }

// NewKey draws the key of a form.
func NewKey() string { return rand.Text() }

// KeyAfter returns the key for a form that comes back with err: a new one when
// the key stands for something else that was sent, so that the form can be sent.
func KeyAfter(err error, key string) string {
	if IsSpent(err) {
		return NewKey()
	}
	return key
}

// ClaimTx records that the person sends the form with this content. If it was sent
// before with the same content, ClaimTx does nothing, and the caller leads to the
// first result; with other content it returns a fault.Invalid for the field
// "text". Without a key it does nothing.
func ClaimTx(tx *db.Tx, person int64, key string, content ...string) error {
	if key == "" {
		return nil
	}
	known, err := db.Scalar[*string](tx, `SELECT `+digestSQL, person, key)
	if err != nil {
		return err
	}
	return claim(tx, person, key, known, digestOf(content))
}

// digestSQL is the digest that is known of the form $2 of the person $1, or NULL.
const digestSQL = `(SELECT digest FROM sent_form WHERE person_id = $1 AND once_key = $2)`

func claim(tx *db.Tx, person int64, key string, known *string, digest string) error {
	switch {
	case known == nil:
		return tx.Queue(`
			INSERT INTO sent_form (person_id, once_key, digest, sent_at)
			VALUES ($1, $2, $3, $4)`, person, key, digest, tx.Now)
	case *known != digest:
		return errOtherContent
	}
	return nil
}

// SentTx records that the person sends a form whose key tells its content too, or whose
// content is compared in another way, and reports whether they had sent it before.
// Without a key it does nothing.
func SentTx(tx *db.Tx, person int64, key string) (before bool, err error) {
	if key == "" {
		return false, nil
	}
	n, err := tx.Exec(`
		INSERT INTO sent_form (person_id, once_key, digest, sent_at)
		VALUES ($1, $2, '', $3)
		ON CONFLICT DO NOTHING`, person, key, tx.Now)
	return n == 0, err
}

// WasSentTx reports whether the person sent the form with this key.
func WasSentTx(tx *db.Tx, person int64, key string) (bool, error) {
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM sent_form WHERE person_id = $1 AND once_key = $2)`, person, key)
}

// Form is a form as it was sent: the key that it carries, and its content.
type Form struct {
	Key     string
	Content []string
}

// sameSQL names the key of a form, and those of others that the person just sent with the
// same content.
const sameSQL = `
	WITH same (once_key) AS (
		SELECT CAST($2 AS TEXT)
		UNION ALL
		SELECT once_key FROM sent_form WHERE person_id = $1 AND digest = $3 AND sent_at > $4)`

// EarlierTx claims a form for the person (see ClaimTx) and returns what sending it
// led to before: the one column that query selects, with the person as $1, the
// key as $2, and args from $5 on. A query that selects by the keys of the table
// same also finds what the same content led to in another form, of the last ten
// minutes. Without an earlier sending, found is false.
func EarlierTx[T any](tx *db.Tx, person int64, f Form, query string, args ...any) (result T, found bool, err error) {
	if f.Key == "" {
		return result, false, nil
	}
	type sent struct {
		digest *string
		result *T
	}
	digest := digestOf(f.Content)
	earlier, err := db.One(tx, func(r db.Row) (s sent, err error) { return s, r.Scan(&s.digest, &s.result) },
		sameSQL+` SELECT `+digestSQL+`, (`+query+` LIMIT 1)`, append([]any{person, f.Key, digest, tx.Now.Add(-Again)}, args...)...)
	if err == nil {
		err = claim(tx, person, f.Key, earlier.digest, digest)
	}
	if err != nil || earlier.result == nil {
		return result, false, err
	}
	return *earlier.result, true, nil
}

// digestOf hashes the fields with their lengths, so that no text can pass from
// one into the next. Browsers send CRLF where a program may send LF.
func digestOf(content []string) string {
	var all strings.Builder
	for _, text := range content {
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		all.WriteString(strconv.Itoa(len(text)))
		all.WriteByte(':')
		all.WriteString(text)
	}
	return secret.Hash(all.String())
}

// Ids formats ids as content for ClaimTx.
func Ids(ids []int64) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(parts, " ")
}

// PruneTx deletes up to limit records older than Life and returns how many.
func PruneTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM sent_form
		WHERE (person_id, once_key) IN (
			SELECT person_id, once_key
			FROM sent_form
			WHERE sent_at <= $1
			LIMIT $2)`, tx.Now.Add(-Life), limit)
}

// EraseTx deletes the records of a person.
func EraseTx(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM sent_form WHERE person_id = $1`, person)
	return err
}
