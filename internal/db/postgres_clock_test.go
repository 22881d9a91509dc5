//go:build postgres

package db_test

import (
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// TestAllTransactionsGoByTheServersClock opens the database on machines whose clocks are
// wrong: what one of them takes for due must be so for the others.
func TestAllTransactionsGoByTheServersClock(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	for _, wrong := range []time.Duration{-10 * time.Minute, 0, 10 * time.Minute} {
		d, err := db.Open(t.Context(), source, db.Options{Now: func() time.Time { return time.Now().Add(wrong) }})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		var written time.Time
		for range 2 {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { written = tx.Now; return nil }); err != nil {
				t.Fatal(err)
			}
			read, err := db.View(t.Context(), d, func(tx *db.Tx) (time.Time, error) { return tx.Now, nil })
			if err != nil {
				t.Fatal(err)
			}
			for _, now := range []time.Time{read, d.Now(t.Context())} {
				if now.Before(written) || now.Sub(written) > time.Minute {
					t.Errorf("with a clock wrong by %v it is %v after %v", wrong, now, written)
				}
			}
		}
	}
}
