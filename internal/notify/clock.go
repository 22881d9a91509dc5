package notify

import (
	"slices"

	"kommunalforum/internal/db"
)

// SettleClockTx makes due what was put off while the clock was ahead, and lets the digests
// follow that were sent then.
func SettleClockTx(tx *db.Tx) error {
	if _, err := tx.Exec(`UPDATE fanout SET next_at = 0 WHERE next_at > $1`, tx.Now.Add(slices.Max(pauses))); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE fanout SET at = $1 WHERE at > $1`, tx.Now); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE digest SET at = $1 WHERE at > $1`, tx.Now)
	return err
}
