// Package job owns the table job: work that follows a change, requested in its
// transaction from every node, and from the one that leads. It is done even if the node
// stops in between or is away. There is one row per kind of work and node, however often
// it was requested. Package node says which nodes there are.
package job

import (
	"time"

	"kommunalforum/internal/db"
)

// Kind is a kind of work.
type Kind string

const (
	// Scrub removes what an erased account left in the folder of a node, or, requested from
	// the Leader, in the files of the database.
	Scrub Kind = "scrub"
	// CopyIndex makes a copy of the search index of a node.
	CopyIndex Kind = "copy-index"
)

// Leader is in place of the id of a node: whichever leads.
const Leader = ""

// RequestTx requests the work from every node and from the Leader. Requesting it again before it is done
// only updates the time, to a later one in every case: within one millisecond too, a
// request is not done by what began before it.
func RequestTx(tx *db.Tx, kind Kind) error {
	nodes, err := db.Column[string](tx, `SELECT id FROM node ORDER BY id`)
	for _, node := range append(nodes, Leader) {
		if err == nil {
			err = RequestFromTx(tx, kind, node)
		}
	}
	return err
}

// RequestFromTx requests the work from one node, see RequestTx.
func RequestFromTx(tx *db.Tx, kind Kind, node string) error {
	_, err := tx.Exec(`
		INSERT INTO job (kind, node, requested_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (kind, node) DO UPDATE
		SET requested_at = CASE
			WHEN excluded.requested_at > job.requested_at THEN excluded.requested_at
			ELSE job.requested_at + 1
		END`, string(kind), node, tx.Now)
	return err
}

// RequestedTx returns when the work was last requested from the node; ok is false if
// there is none to do.
func RequestedTx(tx *db.Tx, kind Kind, node string) (at time.Time, ok bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (t time.Time, err error) {
		return t, r.Scan(db.Instant(&t))
	}, `SELECT requested_at FROM job WHERE kind = $1 AND node = $2`, string(kind), node))
}

// DoneTx removes the request from the node if it was made no later than at.
func DoneTx(tx *db.Tx, kind Kind, node string, at time.Time) error {
	_, err := tx.Exec(`DELETE FROM job WHERE kind = $1 AND node = $2 AND requested_at <= $3`, string(kind), node, at)
	return err
}

// LeaveTx forgets what was requested from the node. Called by package node only.
func LeaveTx(tx *db.Tx, node string) error {
	_, err := tx.Exec(`DELETE FROM job WHERE node = $1`, node)
	return err
}
