package outbox

import (
	"slices"
	"time"

	"kommunalforum/internal/db"
)

// SettleClockTx makes mails due that were enqueued, leased or put off while the clock was
// ahead. One that is to be put off still is so again when it is built.
func SettleClockTx(tx *db.Tx) error {
	if _, err := tx.Exec(`UPDATE outbox SET created_at = $1 WHERE created_at > $1`, tx.Now); err != nil {
		return err
	}
	if _, err := tx.Exec(`
		UPDATE outbox
		SET next_at = $1
		WHERE state = 'waiting' AND next_at > $2`, tx.Now, tx.Now.Add(slices.Max(delays))); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE outbox
		SET lease_until = NULL
		WHERE state = 'waiting' AND lease_until > $1`, tx.Now.Add(maxLease))
	tx.Nudge()
	return err
}

// maxLease is longer than any lease.
const maxLease = time.Hour
