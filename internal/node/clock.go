package node

import (
	"context"
	"time"

	"kommunalforum/internal/db"
)

// LastSeen returns when any node last said that it is there, zero if none ever did: the
// database has seen that time.
func LastSeen(ctx context.Context, d *db.DB) (at time.Time, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		return db.Each(tx, func(r db.Row) error { return r.Scan(db.Instant(&at)) }, `SELECT MAX(seen_at) FROM node`)
	})
	return at, err
}
