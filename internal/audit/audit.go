// Package audit owns the table audit: who did which privileged act, when and
// why. It is written in the act's own transaction and never changed.
package audit

import (
	"time"

	"kommunalforum/internal/db"
)

// Entry is one recorded act.
type Entry struct {
	ID        int64
	At        time.Time
	Actor     int64  // person id; 0 is the operator at the command line or the system
	Act       string // such as "post.hide"
	Subject   string // noun of the thing acted upon, such as "post"
	SubjectID int64
	Reason    string
}

// Record notes an act within tx.
func Record(tx *db.Tx, actor int64, act, subject string, id int64, reason string) error {
	_, err := tx.Exec(`
		INSERT INTO audit (at, actor_id, act, subject, subject_id, reason)
		VALUES ($1, $2, $3, $4, $5, $6)`, tx.Now, db.Null(actor), act, subject, id, reason)
	return err
}

// Happened reports whether the act was ever recorded.
func Happened(tx *db.Tx, act string) (bool, error) {
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM audit WHERE act = $1)`, act)
}

// List returns up to limit entries older than before (0 = from the newest), newest first.
func List(tx *db.Tx, before int64, limit int) ([]Entry, error) {
	return db.List(tx, func(r db.Row) (e Entry, err error) {
		return e, r.Scan(&e.ID, db.Instant(&e.At), db.OrZero(&e.Actor), &e.Act, &e.Subject, &e.SubjectID, &e.Reason)
	}, `
		SELECT id, at, actor_id, act, subject, subject_id, reason
		FROM audit
		WHERE $1 = 0 OR id < $1
		ORDER BY id DESC
		LIMIT $2`, before, limit)
}
