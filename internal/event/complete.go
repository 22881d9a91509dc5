package event

import "kommunalforum/internal/db"

// CompleteTx reports whether every event after the cursor still exists. It is for
// a consumer that stores its cursor outside the database: that cursor may come
// from a backup, or be that of a node which was away for long.
func CompleteTx(tx *db.Tx, cursor int64) (bool, error) {
	head, err := HeadTx(tx)
	if err != nil {
		return false, err
	}
	left, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM event WHERE id > $1`, cursor)
	return left == head-cursor, err
}

// Connected reports whether the events follow the cursor without a gap. Others did not
// wait for a node that was away for long.
func Connected(cursor int64, events []Event) bool {
	return len(events) == 0 || events[len(events)-1].ID == cursor+int64(len(events))
}
