package event

import "kommunalforum/internal/db"

// CompleteTx reports whether every event after the cursor still exists. It is for
// a consumer that stores its cursor outside the database: that cursor may come
// from a backup, and events that the consumer had passed before are pruned.
func CompleteTx(tx *db.Tx, consumer string, cursor int64) (bool, error) {
	passed, known, err := db.Found(db.Scalar[int64](tx, `SELECT event_id FROM cursor WHERE consumer = $1`, consumer))
	if err != nil || !known || passed <= cursor {
		return err == nil, err
	}
	left, err := db.Scalar[int64](tx, `SELECT COUNT(*) FROM event WHERE id > $1 AND id <= $2`, cursor, passed)
	return left == passed-cursor, err
}
