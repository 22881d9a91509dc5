package feedtoken

import (
	"context"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/secret"
)

// LastChanged returns when the feed of the token was last changed, which it says of
// itself now, or before, whichever is later, and keeps that: when its newest entry leaves
// it, its time does not go back. It writes only when the time has moved.
func (t *Tokens) LastChanged(ctx context.Context, token string, now time.Time) (time.Time, error) {
	hash := secret.Hash(token)
	before, err := db.View(ctx, t.db, func(tx *db.Tx) (time.Time, error) {
		return db.One(tx, func(r db.Row) (at time.Time, err error) { return at, r.Scan(db.Instant(&at)) }, `
			SELECT changed_at
			FROM feed_token
			WHERE hash = $1`, hash)
	})
	if err != nil || !now.After(before) {
		return before, err
	}
	err = t.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE feed_token SET changed_at = $1 WHERE hash = $2 AND COALESCE(changed_at, 0) < $1`, now, hash)
		return err
	})
	if fault.Is(err, fault.Unready) {
		err = nil // kept at the next fetch
	}
	return now, err
}
