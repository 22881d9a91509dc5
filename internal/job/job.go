// Package job owns the table job: work that a command asks the running server
// for, because only the server may do it (it holds the search index open), and
// work that must follow a change even if the server stops in between. A
// row stands for a kind of work, not for each time that it was asked for.
package job

import (
	"time"

	"kommunalforum/internal/db"
)

// Kind is a kind of work.
type Kind string

const (
	Reindex Kind = "reindex" // builds the search index anew
	Scrub   Kind = "scrub"   // removes what an erased account left on the disk
)

// RequestTx asks for the work; asking again before it is done changes nothing
// but the moment.
func RequestTx(tx *db.Tx, kind Kind) error {
	_, err := tx.Exec(`
		INSERT INTO job (kind, requested_at)
		VALUES ($1, $2)
		ON CONFLICT (kind) DO UPDATE SET requested_at = excluded.requested_at`, string(kind), tx.Now)
	return err
}

// RequestedTx returns when the work was last asked for; ok is false when there
// is none to do.
func RequestedTx(tx *db.Tx, kind Kind) (at time.Time, ok bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (t time.Time, err error) {
		return t, r.Scan(db.Instant(&t))
	}, `SELECT requested_at FROM job WHERE kind = $1`, string(kind)))
}

// DoneTx removes what was asked for until at; a later request stays.
func DoneTx(tx *db.Tx, kind Kind, at time.Time) error {
	_, err := tx.Exec(`DELETE FROM job WHERE kind = $1 AND requested_at <= $2`, string(kind), at)
	return err
}
