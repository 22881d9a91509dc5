package inquiry

import "kommunalforum/internal/db"

// RelinkTx links the inquiries that came from a thread to the one into which it was merged.
func RelinkTx(tx *db.Tx, from, to int64) error {
	_, err := tx.Exec(`
		UPDATE inquiry
		SET origin_id = COALESCE(origin_id, thread_id), thread_id = $2
		WHERE thread_id = $1`, from, to)
	return err
}

// UnlinkTx takes RelinkTx back: the inquiries that came from the thread, or from those that
// had been merged into it before, belong to it again.
func UnlinkTx(tx *db.Tx, thread int64, origins []int64) error {
	in, args := db.In(2, origins)
	_, err := tx.Exec(`
		UPDATE inquiry
		SET thread_id = $1, origin_id = CASE WHEN origin_id = $1 THEN NULL ELSE origin_id END
		WHERE origin_id IN `+in, append([]any{thread}, args...)...)
	return err
}
