package db_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

const insertJob = `INSERT INTO job (kind, requested_at) VALUES ($1, $2)`

func TestWhatWasQueuedIsThereForLaterStatementsInItsOrder(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	jobs := func(tx *db.Tx) ([]string, error) {
		return db.Column[string](tx, `SELECT kind FROM job ORDER BY requested_at`)
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		err := errors.Join(tx.Queue(insertJob, "a", 1), tx.Queue(insertJob, "b", 2), tx.Queue(`DELETE FROM job WHERE kind = $1`, "a"))
		if err != nil {
			return err
		}
		if kinds, err := jobs(tx); err != nil || !slices.Equal(kinds, []string{"b"}) {
			t.Errorf("%v, %v", kinds, err)
		}
		if err := errors.Join(tx.Queue(insertJob, "c", 3), tx.Queue(insertJob, "d", 4)); err != nil {
			return err
		}
		if n, err := tx.Exec(`DELETE FROM job WHERE kind <> $1`, "d"); err != nil || n != 2 {
			t.Errorf("%d rows, %v", n, err)
		}
		return tx.Queue(insertJob, "e", 5)
	})
	if err != nil {
		t.Fatal(err)
	}
	if kinds, err := db.View(t.Context(), d, jobs); err != nil || !slices.Equal(kinds, []string{"d", "e"}) {
		t.Errorf("%v, %v", kinds, err)
	}
}

// TestAWriteFailsWithWhatWasQueued, at the next statement or in the commit, and leaves
// nothing behind, not even the lock.
func TestAWriteFailsWithWhatWasQueued(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('there', 0)`)
	for name, then := range map[string]func(*db.Tx) error{
		"commit": func(*db.Tx) error { return nil },
		"exec":   func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM job`); return err },
		"query":  func(tx *db.Tx) error { _, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM job`); return err },
		"queue":  func(tx *db.Tx) error { return tx.Queue(`DELETE FROM job`) },
	} {
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if err := errors.Join(tx.Queue(insertJob, "new", 1), tx.Queue(insertJob, "there", 1)); err != nil {
				return err
			}
			return then(tx)
		})
		if !fault.Is(err, fault.Conflict) || errors.Is(err, db.ErrUnclear) {
			t.Errorf("%s: %v", name, err)
		}
		kinds, err := db.View(t.Context(), d, func(tx *db.Tx) ([]string, error) { return db.Column[string](tx, `SELECT kind FROM job`) })
		if err != nil || !slices.Equal(kinds, []string{"there"}) {
			t.Errorf("%s: then there are %v, %v", name, kinds, err)
		}
		do(t, d, `UPDATE job SET requested_at = 1`)
	}
}

func TestWhatWasQueuedIsRolledBackWithTheRest(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	back := errors.New("back")
	for range 3 {
		err := d.Write(t.Context(), func(tx *db.Tx) error { return errors.Join(tx.Queue(insertJob, "a", 1), back) })
		if !errors.Is(err, back) {
			t.Error(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err = d.Write(ctx, func(tx *db.Tx) error {
			cancel()
			return tx.Queue(insertJob, "b", 1)
		})
		cancel()
		if err == nil {
			t.Error("a write was committed that nobody waited for")
		}
	}
	n, err := db.View(t.Context(), d, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, `SELECT COUNT(*) FROM job`) })
	if n != 0 || err != nil {
		t.Errorf("%d jobs, %v", n, err)
	}
}

// TestRecordsAreTheSameBehindWhatWasQueued compares what columns of all types return.
func TestRecordsAreTheSameBehindWhatWasQueued(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('ä', 7), ('b', 8)`)
	type record struct {
		text       string
		sum, count int64
		half       float64
		known      bool
		null       any
	}
	read := func(tx *db.Tx) (r record, err error) {
		return db.One(tx, func(row db.Row) (r record, err error) {
			return r, row.Scan(&r.text, &r.sum, &r.count, &r.half, &r.known, &r.null)
		}, `
			SELECT MAX(kind), SUM(requested_at), COUNT(*), CAST(0.5 AS DOUBLE PRECISION), COUNT(*) > 1, MAX(NULLIF(kind, kind))
			FROM job`)
	}
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		alone, err := read(tx)
		if err != nil {
			return err
		}
		if err := tx.Queue(`UPDATE job SET requested_at = requested_at`); err != nil {
			return err
		}
		behind, err := read(tx)
		if alone != behind || alone != (record{"ä", 15, 2, 0.5, true, nil}) {
			t.Errorf("%+v, then %+v", alone, behind)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
