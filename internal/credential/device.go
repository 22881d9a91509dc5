package credential

import (
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/secret"
)

// DeviceLife is how long a browser is known after somebody last signed in there.
const DeviceLife = 365 * 24 * time.Hour

// DeviceKey is the hash under which a browser is known for an account. It binds
// the cookie's value to the address: several accounts may be used in one browser,
// and knowing it for one says nothing about another.
func DeviceKey(token, email string) string { return secret.Hash(token + "\n" + email) }

// KnowsDeviceTx reports whether the account of the address lately signed in in
// the browser that holds the token.
func KnowsDeviceTx(tx *db.Tx, email, token string) (bool, error) {
	if len(token) != secret.TokenLength {
		return false, nil
	}
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM known_device WHERE id = $1 AND used_at > $2)`,
		DeviceKey(token, email), tx.Now.Add(-DeviceLife))
}

// RememberDeviceTx makes the browser that holds the token known for the person.
func RememberDeviceTx(tx *db.Tx, person int64, email, token string) error {
	_, err := tx.Exec(`
		INSERT INTO known_device (id, person_id, used_at)
		VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at`, DeviceKey(token, email), person, tx.Now)
	return err
}

// PruneDevicesTx deletes up to limit browsers that are no longer known and
// returns how many.
func PruneDevicesTx(tx *db.Tx, limit int) (int64, error) {
	return tx.Exec(`
		DELETE FROM known_device
		WHERE id IN (SELECT id FROM known_device WHERE used_at <= $1 LIMIT $2)`, tx.Now.Add(-DeviceLife), limit)
}
