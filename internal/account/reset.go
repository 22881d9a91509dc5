package account

import (
	"context"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/secret"
)

// Limits of resetting a forgotten password by mail.
const (
	ResetLife   = 2 * time.Hour // how long the mailed link works after it was asked for
	MaxResets   = 3             // requests per address within ResetWindow, known or not
	ResetWindow = time.Hour
)

// RequestReset sees to it that the account of the address gets a link by mail
// with which a new password is chosen. Unknown addresses and those of closed
// accounts get the same answer in the same time, by the same work, and no mail. More than
// MaxResets requests for one address are fault.TooMany.
func (a *Accounts) RequestReset(ctx context.Context, email string) error {
	email = cleanEmail(email)
	var c fault.Check
	c.Require(validEmail(email), "email", "Bitte geben Sie eine E-Mail-Adresse an, etwa name@stadt.example.")
	if err := c.Err(); err != nil {
		return err
	}
	return secret.Evenly(ctx, func() error {
		return a.db.Write(ctx, func(tx *db.Tx) error { return requestReset(tx, email) })
	})
}

func requestReset(tx *db.Tx, email string) error {
	if _, err := tx.Exec(`DELETE FROM reset_request WHERE at <= $1`, tx.Now.Add(-ResetLife)); err != nil {
		return err
	}
	key := secret.Hash(email)
	wait, err := db.Wait(tx, ResetWindow, `SELECT at FROM reset_request WHERE key = $1 ORDER BY at DESC LIMIT 1 OFFSET $2`, key, MaxResets-1)
	if err != nil {
		return err
	}
	if wait > 0 {
		return fault.RateLimited(wait, "Für diese Adresse wurde schon mehrmals ein Link angefordert. Bitte sehen Sie auch im Spam-Ordner nach.")
	}
	person, _, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1 AND disabled_at IS NULL`, email))
	if err != nil {
		return err
	}
	request, err := tx.Insert(`
		INSERT INTO reset_request (key, person_id, at)
		VALUES ($1, $2, $3)
		RETURNING id`, key, db.Null(person), tx.Now)
	if err != nil {
		return err
	}
	// Without an account there is a mail too, but to nobody: it is dropped when
	// it should be built, and what is done here stays the same.
	return outbox.EnqueueTx(tx, outbox.Mail{Recipient: person, Kind: outbox.PasswordReset, Subject: request})
}

// ResetLinkTx makes a link for a request and returns its token, when the mail is
// built. Links of the person's other requests die; those of the same one live
// on, for a mail may be sent twice. The answer is ok only for the person's
// newest request, within its time, as long as no password was set since.
func ResetLinkTx(tx *db.Tx, person, request int64) (token string, until time.Time, ok bool, err error) {
	var newest int64
	var at time.Time
	_, found, err := db.Found(db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&newest, db.Instant(&at))
	}, `
		SELECT id, at
		FROM reset_request
		WHERE person_id = $1
		ORDER BY id DESC
		LIMIT 1`, person))
	until = at.Add(ResetLife)
	if err != nil || !found || newest != request || !until.After(tx.Now) {
		return "", time.Time{}, false, err
	}
	_, err = tx.Exec(`
		DELETE FROM one_time_link
		WHERE person_id = $1 AND purpose = $2 AND request_id <> $3`, person, string(forReset), request)
	if err != nil {
		return "", time.Time{}, false, err
	}
	token, err = insertLink(tx, person, forReset, request, until)
	return token, until, err == nil, err
}
