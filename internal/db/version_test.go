package db_test

import (
	"sync"
	"testing"
)

// TestVersionIsAsNewAsTheQuestion has many ask at once, who share what they find.
func TestVersionIsAsNewAsTheQuestion(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('x', 0)`)
	version := func() int64 {
		v, err := d.Version(t.Context())
		if err != nil {
			t.Error(err)
		}
		return v
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 25 {
				before := version()
				do(t, d, `UPDATE job SET requested_at = requested_at + 1`)
				if after := version(); after <= before {
					t.Errorf("version %d before a write, %d after it", before, after)
				}
			}
		})
	}
	all.Wait()
}
