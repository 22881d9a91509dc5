package forum

import "kommunalforum/internal/db"

// SettleClockTx lets threads stand in lists as if their last posts had been written now
// that were written while the clock was ahead: nothing newer would come before them. The
// posts keep the time that they show.
func SettleClockTx(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE thread SET last_post_at = $1 WHERE last_post_at > $1`, tx.Now)
	return err
}
