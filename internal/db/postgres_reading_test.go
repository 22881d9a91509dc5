//go:build postgres

package db_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
)

// wired opens the database by way of a wire of which a round trip takes so long.
func wired(t *testing.T, roundTrip time.Duration) (d *db.DB, wire *dbtest.Wire, source string) {
	t.Helper()
	source = emptySource(t)
	wire = dbtest.NewWire(t, source, roundTrip)
	d, err := db.Open(t.Context(), wire.Address(t, source), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() }) // before the wire ends
	return d, wire, source
}

func readJobs(ctx context.Context, d *db.DB) error {
	return d.Read(ctx, func(tx *db.Tx) error { _, err := jobs(tx); return err })
}

func TestReadWaitsOnlyForItsStatements(t *testing.T) {
	t.Parallel()
	d, wire, _ := wired(t, 0)
	shared, release := d.Snapshot(t.Context())
	defer release()
	for _, x := range []struct {
		name string
		want int64
		do   func() error
	}{
		{"one statement", 1, func() error { return readJobs(t.Context(), d) }},
		{"none", 0, func() error { return d.Read(t.Context(), func(*db.Tx) error { return nil }) }},
		{"two of one snapshot", 2, func() error {
			defer release()
			return errors.Join(readJobs(shared, d), readJobs(shared, d))
		}},
	} {
		fewest := int64(1000)
		for range 20 { // statements are prepared once for each connection
			before := wire.Trips()
			if err := x.do(); err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
			fewest = min(fewest, wire.Trips()-before)
		}
		if fewest != x.want {
			t.Errorf("%s: %d round trips", x.name, fewest)
		}
	}
}

// TestReadLeavesNoTransaction, which would keep old rows alive and hold up migrations.
func TestReadLeavesNoTransaction(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	d := open(t, from)
	back := errors.New("back")
	for name, fn := range map[string]func(*db.Tx) error{
		"after an answer": func(tx *db.Tx) error { _, err := jobs(tx); return err },
		"given up":        func(tx *db.Tx) error { _, err := jobs(tx); return errors.Join(err, back) },
		"that failed":     func(tx *db.Tx) error { _, err := db.Scalar[int](tx, `SELECT 1 / 0`); return err },
	} {
		if err := d.Read(t.Context(), fn); (err == nil) != (name == "after an answer") {
			t.Errorf("%s: %v", name, err)
		}
		soon(t, name, func() bool {
			return onServer(t, from, `
				SELECT COUNT(*)
				FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`) == 0
		})
	}
	for range 20 { // on the same connections
		if err := readJobs(t.Context(), d); err != nil {
			t.Error(err)
		}
	}
}

func TestReadsBeginOnNewConnectionsWhenTheirsWereLost(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	d := open(t, from)
	shared, release := d.Snapshot(t.Context())
	one := func(ctx context.Context) error { return readJobs(ctx, d) }
	for name, read := range map[string]func() error{
		"alone":         func() error { return one(t.Context()) },
		"together":      func() error { return d.Together(t.Context(), one, one, one) },
		"in a snapshot": func() error { defer release(); return errors.Join(one(shared), d.Together(shared, one, one)) },
	} {
		var busy sync.WaitGroup
		for range 8 {
			busy.Go(func() {
				if err := readJobs(t.Context(), d); err != nil {
					t.Errorf("%s, before: %v", name, err)
				}
			})
		}
		busy.Wait()
		onServer(t, from, `
			SELECT COUNT(pg_terminate_backend(pid))
			FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		for range 9 {
			if err := read(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestChecksOfTheVersionAreShared by those who ask while another check is under way.
func TestChecksOfTheVersionAreShared(t *testing.T) {
	t.Parallel()
	d, wire, _ := wired(t, 200*time.Millisecond)
	if _, err := d.Version(t.Context()); err != nil { // prepares the statement
		t.Fatal(err)
	}
	before := wire.Trips()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := d.Version(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := wire.Trips() - before; n > 10 {
		t.Errorf("50 at once took %d round trips", n)
	}
}
