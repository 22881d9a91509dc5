package credential

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// Limits of resetting a forgotten password by mail.
const (
	ResetLife   = 2 * time.Hour // how long the mailed link works after it was asked for
	MaxResets   = 3             // requests per address within ResetWindow, known or not
	ResetWindow = time.Hour
)

// RequestResetTx keeps that somebody asked for a new password by mail, and
// returns the id of the request. The person is 0 for an address without an
// account. More than MaxResets requests for one address are fault.TooMany.
func RequestResetTx(tx *db.Tx, person int64, email string) (request int64, err error) {
	if _, err := tx.Exec(`DELETE FROM reset_request WHERE at <= $1`, tx.Now.Add(-ResetLife)); err != nil {
		return 0, err
	}
	key := AddressKey(email)
	wait, err := db.Wait(tx, ResetWindow, `SELECT at FROM reset_request WHERE key = $1 ORDER BY at DESC LIMIT 1 OFFSET $2`, key, MaxResets-1)
	if err != nil {
		return 0, err
	}
	if wait > 0 {
		return 0, fault.RateLimited(wait, "Für diese Adresse wurde schon mehrmals ein Link angefordert. Bitte sehen Sie auch im Spam-Ordner nach.")
	}
	return tx.Insert(`
		INSERT INTO reset_request (key, person_id, at)
		VALUES ($1, $2, $3)
		RETURNING id`, key, db.Null(person), tx.Now)
}

// ResetLinkTx makes a link for a request when its mail is built, and returns its
// token. Links of the person's other requests die; those of the same one live
// on, for a mail may be sent twice. It is ok only for the person's newest
// request, within its time, as long as no password was set since.
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

// PruneResetsTx deletes up to limit requests for a new password that nobody can
// answer any more and returns how many.
func PruneResetsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM reset_request
		WHERE id IN (SELECT id FROM reset_request WHERE at <= $1 LIMIT $2)`, tx.Now.Add(-ResetLife), limit)
}
