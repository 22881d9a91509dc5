package event

import "kommunalforum/internal/db"

// OutdateTx declares every search index outdated that was begun before now, on every
// node: also on one that is away, and in copies.
func OutdateTx(tx *db.Tx) error {
	if err := AppendTx(tx, IndexOutdated, 0, 0); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE event_log SET outdated = head`)
	return err
}

// OutdatedTx returns the event before which an index must not have been begun; 0: any
// may stay.
func OutdatedTx(tx *db.Tx) (int64, error) {
	return db.Scalar[int64](tx, `SELECT outdated FROM event_log`)
}
