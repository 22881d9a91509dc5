package audit

import (
	"time"

	"kommunalforum/internal/db"
)

// Batch names a part of an import that is written in one transaction, together
// with its entry in the log, so that an interrupted import can resume.
type Batch struct {
	Source string // where the data comes from, in words
	Number int64  // from 1, without gaps
}

// batch is the subject of imports; the id is the number.
const batch = "batch"

// RecordBatchTx records that the operator imported a batch.
func RecordBatchTx(tx *db.Tx, act string, b Batch) error {
	return RecordTx(tx, 0, act, batch, b.Number, b.Source)
}

// BatchesTx returns how many batches of the act were imported from the source,
// and when the first was.
func BatchesTx(tx *db.Tx, act, source string) (n int64, begun time.Time, err error) {
	_, err = db.One(tx, func(r db.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&n, db.Instant(&begun))
	}, `
		SELECT COUNT(*), MIN(at)
		FROM audit
		WHERE subject = $1 AND act = $2 AND reason = $3`, batch, act, source)
	return n, begun, err
}
