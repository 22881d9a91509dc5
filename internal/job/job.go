// Package job owns the table job: work on what a node keeps outside of the database.
// It is requested from every node in the transaction of its cause, and done even if
// the node stops in between or is away. There is one row per kind of work and node,
// however often it was requested. Package node says which nodes there are.
package job

import (
	"time"

	"kommunalforum/internal/db"
)

// Kind is a kind of work.
type Kind string

// Scrub removes from the folder of a node what an erased account left there.
const Scrub Kind = "scrub"

// RequestTx requests the work from every node. Requesting it again before it is done
// only updates the time, to a later one in every case: within one millisecond too, a
// request is not done by what began before it.
func RequestTx(tx *db.Tx, kind Kind) error { return RequestFromTx(tx, kind, "") }

// RequestFromTx requests the work from one node, see RequestTx.
func RequestFromTx(tx *db.Tx, kind Kind, node string) error {
	_, err := tx.Exec(`
		INSERT INTO job (kind, node, requested_at)
		SELECT CAST($1 AS TEXT), id, CAST($2 AS BIGINT)
		FROM node
		WHERE $3 IN ('', id)
		ON CONFLICT (kind, node) DO UPDATE
		SET requested_at = CASE
			WHEN excluded.requested_at > job.requested_at THEN excluded.requested_at
			ELSE job.requested_at + 1
		END`, string(kind), tx.Now, node)
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
