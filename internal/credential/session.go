// Package credential owns the tables session, known_device, one_time_link and
// reset_request: the secrets that a browser or a mail presents instead of a
// password. It knows people by id only and works in the caller's transaction; who
// is given one is decided in package signin.
//
// It promises: only hashes of these secrets are stored; each works for one person
// and one purpose and ends by itself.
package credential

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/secret"
)

// Lifetimes of a session.
const (
	IdleLife     = 8 * time.Hour
	AbsoluteLife = 30 * 24 * time.Hour
	PendingLife  = 10 * time.Minute // while the second factor is still to be shown
)

// seenStep is how far a session's last use must have moved before it is
// written again, so that reading a page does not write to the database.
const seenStep = 10 * time.Minute

// NewSession is the input of BeginSessionTx.
type NewSession struct {
	Person       int64
	Device       string // browser and system in words
	Life         time.Duration
	SecondFactor bool // a second factor was shown just now
}

// BeginSessionTx begins a session and returns the random value for the cookie.
// Sessions that have ended by themselves are deleted with it.
func BeginSessionTx(tx *db.Tx, in NewSession) (token string, err error) {
	if _, err := tx.Exec(`DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2`, tx.Now, tx.Now.Add(-IdleLife)); err != nil {
		return "", err
	}
	var second time.Time
	if in.SecondFactor {
		second = tx.Now
	}
	token, hash := secret.NewToken()
	_, err = tx.Exec(`
		INSERT INTO session (id, person_id, device, created_at, seen_at, expires_at, proved_at, fresh_at)
		VALUES ($1, $2, $3, $4, $4, $5, $6, $4)`, hash, in.Person, in.Device, tx.Now, tx.Now.Add(in.Life), db.Null(second))
	return token, err
}

// NeedsTouch reports whether a session that was last used at seen is to be
// marked as used now.
func NeedsTouch(seen, now time.Time) bool { return now.Sub(seen) > seenStep }

// TouchSessionTx marks the session as used now.
func TouchSessionTx(tx *db.Tx, session string) error {
	_, err := tx.Exec(`UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1`, tx.Now, session)
	return err
}

// SessionTimesTx returns when the person last authenticated in their session,
// and when they last did so with a second factor; zero: never. A session that
// has ended is fault.NotFound.
func SessionTimesTx(tx *db.Tx, person int64, session string) (authenticated, second time.Time, err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(db.Instant(&authenticated), db.Instant(&second))
	}, `SELECT fresh_at, proved_at FROM session WHERE id = $1 AND person_id = $2`, session, person)
	return authenticated, second, err
}

// MarkAuthenticatedTx notes that the person has just authenticated once more.
func MarkAuthenticatedTx(tx *db.Tx, session string) error {
	_, err := tx.Exec(`UPDATE session SET fresh_at = $1 WHERE id = $2`, tx.Now, session)
	return err
}

// MarkSecondFactorTx notes that the person has just authenticated with a second
// factor.
func MarkSecondFactorTx(tx *db.Tx, session string) error {
	_, err := tx.Exec(`UPDATE session SET proved_at = $1, fresh_at = $1 WHERE id = $2`, tx.Now, session)
	return err
}

// EndSessionTx ends a session of the person and returns its device. One that has
// ended is fault.NotFound.
func EndSessionTx(tx *db.Tx, person int64, session string) (device string, err error) {
	return db.Scalar[string](tx, `DELETE FROM session WHERE id = $1 AND person_id = $2 RETURNING device`, session, person)
}

// EndSessionsTx ends every session of the person but keep.
func EndSessionsTx(tx *db.Tx, person int64, keep string) error {
	_, err := tx.Exec(`DELETE FROM session WHERE person_id = $1 AND id <> $2`, person, keep)
	return err
}

// SignOutTx ends the session of the cookie's value.
func SignOutTx(tx *db.Tx, token string) error {
	_, err := tx.Exec(`DELETE FROM session WHERE id = $1`, secret.Hash(token))
	return err
}

// SessionsTx counts the sessions that have not ended.
func SessionsTx(tx *db.Tx) (int64, error) {
	return db.Scalar[int64](tx, `SELECT COUNT(*) FROM session WHERE expires_at > $1 AND seen_at > $2`, tx.Now, tx.Now.Add(-IdleLife))
}

// PruneSessionsTx deletes up to limit sessions that have ended by themselves and
// returns how many.
func PruneSessionsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM session
		WHERE id IN (SELECT id FROM session WHERE expires_at <= $1 OR seen_at <= $2 LIMIT $3)`, tx.Now, tx.Now.Add(-IdleLife), limit)
}

// EndAllTx ends all sessions and one-time links of everybody, and returns how many sessions
// there were. It is for a forum that was restored: what was ended or used after the backup
// was made must not work again.
func EndAllTx(tx *db.Tx) (sessions int64, err error) {
	if _, err := tx.Exec(`DELETE FROM one_time_link`); err != nil {
		return 0, err
	}
	return tx.Exec(`DELETE FROM session`)
}
