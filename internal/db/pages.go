package db

import (
	"context"
	"time"
)

// PageReport is what CheckPages found.
type PageReport struct {
	Checked string   // what was looked at, in German
	Defects []string // German, each with the table or index that it is in
}

// restFactor is how much longer CheckPages pauses after a part than that part took.
const restFactor = 4

// CheckPages reads every table and every index, one after the other, on a connection of
// its own, and pauses in between, so that neither requests nor the write-ahead log wait
// for it. It is for a database that serves; Check is whole and takes no rest. Damage is no
// error.
func (d *DB) CheckPages(ctx context.Context) (PageReport, error) {
	return d.checkPages(ctx, d.pools, func(took time.Duration) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(restFactor*took, time.Minute)):
			return nil
		}
	})
}
