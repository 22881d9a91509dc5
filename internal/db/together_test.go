package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// addUp asks for a number that the database adds up, in as many queries.
func addUp(tx *db.Tx, queries int) (sum int, err error) {
	for range queries {
		if sum, err = db.Scalar[int](tx, `SELECT $1 + 1`, sum); err != nil {
			return 0, err
		}
	}
	return sum, nil
}

func TestReadsTogetherAnswerAsAlone(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('a', 1), ('b', 2)`)
	got := make([]int, 5)
	var kinds []string
	var missing error
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		reads := []func(*db.Tx) error{
			func(tx *db.Tx) (err error) {
				kinds, err = db.Column[string](tx, `SELECT kind FROM job ORDER BY kind`)
				return err
			},
			func(tx *db.Tx) error {
				_, missing = db.Scalar[string](tx, `SELECT kind FROM job WHERE kind = $1`, "c")
				return nil
			},
			func(tx *db.Tx) error {
				return tx.Together(
					func(tx *db.Tx) (err error) { got[3], err = addUp(tx, 3); return err },
					func(tx *db.Tx) (err error) { got[4], err = addUp(tx, 4); return err })
			},
		}
		for i := range 3 {
			reads = append(reads, func(tx *db.Tx) (err error) { got[i], err = addUp(tx, i); return err })
		}
		if err := tx.Together(reads...); err != nil {
			return err
		}
		_, err := addUp(tx, 1)
		return err
	})
	if err != nil || !slices.Equal(got, []int{0, 1, 2, 3, 4}) || !slices.Equal(kinds, []string{"a", "b"}) || !fault.Is(missing, fault.NotFound) {
		t.Errorf("%v, %v, %v, %v", got, kinds, missing, err)
	}
}

// TestOneReadOfSeveralMayFail without an answer of the others, and without the state that
// they share.
func TestOneReadOfSeveralMayFail(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	wrong := errors.New("wrong")
	shared, release := d.Snapshot(t.Context())
	defer release()
	read := func(ctx context.Context, fn func(*db.Tx) error) error { return d.Read(ctx, fn) }
	long := func(ctx context.Context) error {
		return read(ctx, func(tx *db.Tx) error { _, err := addUp(tx, 5); return err })
	}
	for name, fails := range map[string]func(tx *db.Tx) error{
		"at once":     func(*db.Tx) error { return wrong },
		"later":       func(tx *db.Tx) error { _, err := addUp(tx, 2); return errors.Join(err, wrong) },
		"in a record": func(tx *db.Tx) error { return wrongRecord(tx, wrong) },
	} {
		err := d.Together(shared, long, func(ctx context.Context) error { return read(ctx, fails) }, long)
		if !errors.Is(err, wrong) {
			t.Errorf("%s: %v", name, err)
		}
		if err := d.Together(shared, long); err != nil {
			t.Errorf("after that: %v", err)
		}
	}
	err := d.Together(shared, long, func(ctx context.Context) error {
		return read(ctx, func(tx *db.Tx) error { _, err := db.Scalar[int](tx, `SELECT nothing FROM nowhere`); return err })
	})
	if err == nil {
		t.Error("a statement that is wrong was answered")
	}
	if err := long(shared); err != nil {
		t.Errorf("after a statement that was wrong: %v", err)
	}
}

func wrongRecord(tx *db.Tx, wrong error) error {
	_, err := db.One(tx, func(db.Row) (int, error) { return 0, wrong }, `SELECT 1`)
	return err
}

// TestReadsTogetherSeeOneState, that of the snapshot.
func TestReadsTogetherSeeOneState(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	shared, release := d.Snapshot(t.Context())
	defer release()
	jobs := func(ctx context.Context) (n int, err error) {
		return db.View(ctx, d, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, `SELECT COUNT(*) FROM job`) })
	}
	if n, err := jobs(shared); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('a', 1)`)
	err := d.Together(shared, func(ctx context.Context) error {
		n, err := jobs(ctx)
		if n != 0 {
			err = errors.Join(err, fmt.Errorf("%d jobs", n))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
