package event

import "kommunalforum/internal/db"

// SettleClockTx dates events of now that were appended while the clock was ahead. Their
// order is that of their ids.
func SettleClockTx(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE event SET at = $1 WHERE at > $1`, tx.Now)
	return err
}
