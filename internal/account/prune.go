package account

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/secret"
)

// What counts no more is deleted when it is come across, and at the latest by
// the functions here: each deletes up to limit rows and says how many.

// PruneSessionsTx deletes sessions that have ended by themselves.
func PruneSessionsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM session
		WHERE id IN (SELECT id FROM session WHERE expires_at <= $1 OR seen_at <= $2 LIMIT $3)`, tx.Now, tx.Now.Add(-IdleLife), limit)
}

// PruneDevicesTx deletes browsers that are known no more.
func PruneDevicesTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM known_device
		WHERE id IN (SELECT id FROM known_device WHERE used_at <= $1 LIMIT $2)`, tx.Now.Add(-DeviceLife), limit)
}

// PruneLinksTx deletes one-time links that work no more.
func PruneLinksTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM one_time_link
		WHERE id IN (SELECT id FROM one_time_link WHERE expires_at <= $1 LIMIT $2)`, tx.Now, limit)
}

// PruneResetsTx deletes requests for a new password that nobody can answer any more.
func PruneResetsTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM reset_request
		WHERE id IN (SELECT id FROM reset_request WHERE at <= $1 LIMIT $2)`, tx.Now.Add(-ResetLife), limit)
}

// AddressKey is the hash under which attempts with an address are counted.
func AddressKey(email string) string { return secret.Hash(cleanEmail(email)) }
