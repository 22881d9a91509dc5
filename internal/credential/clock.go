package credential

import "kommunalforum/internal/db"

// SettleClockTx brings sessions and links that were made while the clock was ahead to the
// time that it is: they live for no longer than they were given.
func SettleClockTx(tx *db.Tx) error {
	for _, change := range []string{
		`UPDATE session SET expires_at = expires_at - (created_at - $1), created_at = $1 WHERE created_at > $1`,
		`UPDATE session SET seen_at = $1 WHERE seen_at > $1`,
		`UPDATE session SET fresh_at = $1 WHERE fresh_at > $1`,
		`UPDATE session SET proved_at = $1 WHERE proved_at > $1`,
		`UPDATE reset_request SET at = $1 WHERE at > $1`,
	} {
		if _, err := tx.Exec(change, tx.Now); err != nil {
			return err
		}
	}
	// How long a link was given is not known any more: the least is safe.
	_, err := tx.Exec(`UPDATE one_time_link SET expires_at = $1 WHERE expires_at > $2`, tx.Now.Add(ResetLife), tx.Now.Add(LinkLife))
	return err
}
