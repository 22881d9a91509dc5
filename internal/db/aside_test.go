package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"kommunalforum/internal/db"
)

func version(t *testing.T, d *db.DB) int64 {
	t.Helper()
	v, err := d.Version(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestWriteAsideLeavesTheVersion: what was remembered of the data stays, and every
// other write is counted all the same.
func TestWriteAsideLeavesTheVersion(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, write, count := openJobs(t, emptySource(t))
	aside := func(kind string) {
		t.Helper()
		err := d.Write(db.Aside(ctx), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job (kind, node, requested_at) VALUES ($1, '', 0)`, kind)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	before := version(t, d)
	aside("first")
	aside("second")
	if now := version(t, d); now != before {
		t.Errorf("after writes aside the version is %d, not %d", now, before)
	}
	if n := count(ctx); n != 2 {
		t.Errorf("%d rows", n)
	}
	write(ctx, "third")
	aside("fourth")
	after := version(t, d)
	if after == before {
		t.Error("a write before one aside was not counted")
	}
	aside("fifth")
	write(ctx, "sixth")
	if version(t, d) == after {
		t.Error("a write after one aside was not counted")
	}
}

func TestWritesAsideStandInLineWithTheOthers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, _, count := openJobs(t, emptySource(t))
	const each = 25
	var all sync.WaitGroup
	for n := range 2 * each {
		ctx := ctx
		if n%2 == 0 {
			ctx = db.Aside(ctx)
		}
		all.Go(func() {
			err := d.Write(ctx, func(tx *db.Tx) error {
				before, err := jobs(tx)
				if err != nil {
					return err
				}
				_, err = tx.Exec(`INSERT INTO job (kind, node, requested_at) VALUES ($1, '', $2)`, fmt.Sprint(before), before)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			version(t, d)
		})
	}
	all.Wait()
	if n := count(ctx); n != 2*each {
		t.Errorf("%d rows", n)
	}
	err := d.Read(ctx, func(tx *db.Tx) error {
		n, err := db.Scalar[int](tx, `SELECT COUNT(DISTINCT requested_at) FROM job`)
		if err == nil && n != 2*each {
			t.Errorf("two writers saw the same state: %d states", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWriteAsideIsHeldToo(t *testing.T) {
	t.Parallel()
	d := open(t, emptySource(t))
	err := d.Write(db.Aside(db.HoldWrites(context.Background())), func(*db.Tx) error { return nil })
	if !errors.Is(err, db.ErrHeld) {
		t.Errorf("%v", err)
	}
}
