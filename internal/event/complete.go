package event

import "kommunalforum/internal/db"

// CompleteTx reports whether every event beyond cursor is still there for a consumer
// that keeps its cursor itself: that cursor may come from a backup, and what
// the consumer had passed before is deleted in time.
func CompleteTx(tx *db.Tx, consumer string, cursor int64) (bool, error) {
	passed, known, err := db.Found(db.Scalar[int64](tx, `SELECT event_id FROM cursor WHERE consumer = $1`, consumer))
	if err != nil || !known || passed <= cursor {
		return err == nil, err
	}
	left, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM event WHERE id > $1 AND id <= $2`, cursor, passed)
	return left == passed-cursor, err
}
