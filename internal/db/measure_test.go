package db_test

import (
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/metric"
	"kommunalforum/internal/metric/metrictest"
)

// TestWorkIsMeasured writes from many sides and reads what was measured of it.
func TestWorkIsMeasured(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	const writers = 20
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			err := d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE event_log SET head = head + 1`)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var s metric.Set
	m := d.Measured()
	s.Histogram("sql_seconds", "x", m.Statements)
	s.Histogram("write_wait_seconds", "x", m.WriteWait)
	s.Histogram("commit_seconds", "x", m.Commits)
	s.Histogram("write_group", "x", m.Group)
	var b strings.Builder
	if err := s.Write(t.Context(), &b, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	found, err := metrictest.Parse(b.String())
	if err != nil {
		t.Fatal(err)
	}
	of := func(family, sample string) float64 { return found[family].Samples[sample] }
	if n := of("write_group", "write_group_sum"); n != writers {
		t.Errorf("%v writers are counted in commits, want %d", n, writers)
	}
	if of("write_group", "write_group_count") != of("commit_seconds", "commit_seconds_count") {
		t.Error("commits and their groups are not the same number")
	}
	if of("write_wait_seconds", "write_wait_seconds_count") < writers || of("sql_seconds", "sql_seconds_count") < writers {
		t.Errorf("measured: %s", b.String())
	}
	data, _, err := d.Size(t.Context())
	if err != nil || data < 4096 {
		t.Errorf("the database has %d bytes, %v", data, err)
	}
}
