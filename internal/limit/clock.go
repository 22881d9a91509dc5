package limit

import "kommunalforum/internal/db"

// SettleClockTx forgets attempts that were counted while the clock was ahead: they would
// lock people out for as long as it was.
func SettleClockTx(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM attempt WHERE at > $1`, tx.Now)
	return err
}
