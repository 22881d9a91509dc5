// Package job owns the table job: work that a command requests from the running
// server, which alone may do it because it holds the search index open, and work
// that must follow a change even if the server stops in between. There is one row
// per kind of work, however often it was requested.
package job

import (
	"time"

	"kommunalforum/internal/db"
)

// Kind is a kind of work.
type Kind string

const (
	Reindex Kind = "reindex" // rebuilds the search index
	Scrub   Kind = "scrub"   // removes from the disk what an erased account left there
)

// RequestTx requests the work. Requesting it again before it is done only updates
// the time, to a later one in every case: within one millisecond too, a request is
// not done by what began before it.
func RequestTx(tx *db.Tx, kind Kind) error {
	_, err := tx.Exec(`
		INSERT INTO job (kind, requested_at)
		VALUES ($1, $2)
		ON CONFLICT (kind) DO UPDATE
		SET requested_at = CASE
			WHEN excluded.requested_at > job.requested_at THEN excluded.requested_at
			ELSE job.requested_at + 1
		END`, string(kind), tx.Now)
	return err
}

// RequestedTx returns when the work was last requested; ok is false if there is
// none to do.
func RequestedTx(tx *db.Tx, kind Kind) (at time.Time, ok bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (t time.Time, err error) {
		return t, r.Scan(db.Instant(&t))
	}, `SELECT requested_at FROM job WHERE kind = $1`, string(kind)))
}

// DoneTx removes the request if it was made no later than at.
func DoneTx(tx *db.Tx, kind Kind, at time.Time) error {
	_, err := tx.Exec(`DELETE FROM job WHERE kind = $1 AND requested_at <= $2`, string(kind), at)
	return err
}
