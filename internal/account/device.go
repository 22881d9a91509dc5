package account

import (
	"context"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/secret"
)

// DeviceLife is how long a browser is known after somebody last signed in there.
const DeviceLife = 365 * 24 * time.Hour

// deviceHash binds the cookie's value to an account: several may be used in one
// browser, and knowing it for one says nothing about another.
func deviceHash(token, email string) string { return secret.Hash(token + "\n" + email) }

// KnowsDevice reports whether the account of the address signed in lately in
// the browser that holds the token.
func (a *Accounts) KnowsDevice(ctx context.Context, email, token string) (known bool, err error) {
	if len(token) != secret.TokenLength || len(email) > maxEmailBytes {
		return false, nil
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		known, err = knowsDevice(tx, cleanEmail(email), token)
		return err
	})
	return known, err
}

func knowsDevice(tx *db.Tx, email, token string) (bool, error) {
	if len(token) != secret.TokenLength {
		return false, nil
	}
	return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM known_device WHERE id = $1 AND used_at > $2)`,
		deviceHash(token, email), tx.Now.Add(-DeviceLife))
}

// RememberDevice makes the browser known for who signed in completely there,
// and returns the value for its cookie: the old one, or a new one where there
// was none.
func (a *Accounts) RememberDevice(ctx context.Context, by Viewer, old string) (token string, err error) {
	if o, ok := by.Owing(); ok {
		by = o.As
		if o.Duty == ProveFactor {
			return "", nil // half a sign-in says nothing
		}
	}
	if by.ID == 0 {
		return "", nil
	}
	if token = old; len(token) != secret.TokenLength {
		token, _ = secret.NewToken()
	}
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO known_device (id, person_id, used_at)
			VALUES ($1, $2, $3)
			ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at`, deviceHash(token, by.Email), by.ID, tx.Now)
		return err
	})
	return token, err
}

// forgetDevices makes every browser of the person an unknown one.
func forgetDevices(tx *db.Tx, person int64) error {
	_, err := tx.Exec(`DELETE FROM known_device WHERE person_id = $1`, person)
	return err
}
