package db_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/db"
)

// writers write at the same time: the first one waits in its turn until all others
// stand in line.
type writers struct {
	d     *db.DB
	ready atomic.Int32
	all   sync.WaitGroup
	errs  []error // of each
}

// write runs the functions, each in a Write, and returns when all have ended. A panic is
// an error.
func (w *writers) write(ctx context.Context, fns ...func(context.Context, *db.Tx) error) {
	w.errs = make([]error, len(fns))
	begun := make(chan struct{})
	for n, fn := range fns {
		if n == 1 {
			<-begun
		}
		w.all.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					w.errs[n] = fmt.Errorf("panic: %v", p)
				}
			}()
			w.ready.Add(1)
			w.errs[n] = w.d.Write(ctx, func(tx *db.Tx) error {
				if n == 0 && w.ready.Load() < int32(len(fns)) {
					close(begun)
					for w.ready.Load() < int32(len(fns)) {
						time.Sleep(time.Millisecond)
					}
					time.Sleep(30 * time.Millisecond) // from counted to standing in line
				}
				return fn(ctx, tx)
			})
		})
	}
	w.all.Wait()
}

func addJob(kind string) func(context.Context, *db.Tx) error {
	return func(_ context.Context, tx *db.Tx) error {
		_, err := tx.Exec(insertJob, kind, 1)
		return err
	}
}

func jobKinds(t *testing.T, d *db.DB) []string {
	t.Helper()
	kinds, err := db.View(context.Background(), d, func(tx *db.Tx) ([]string, error) {
		return db.Column[string](tx, `SELECT kind FROM job ORDER BY kind`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

// TestAWriterThatFailsTakesBackOnlyItsOwn among forty who write at the same time.
func TestAWriterThatFailsTakesBackOnlyItsOwn(t *testing.T) {
	t.Parallel()
	for first := range 5 { // whoever is the first of them
		d := fresh(t)
		do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('there', 0)`)
		var fns []func(context.Context, *db.Tx) error
		want := []string{}
		for n := range 40 {
			kind := fmt.Sprintf("job %02d", n)
			add := addJob(kind)
			fns = append(fns, func(ctx context.Context, tx *db.Tx) error {
				if err := add(ctx, tx); err != nil {
					return err
				}
				switch (n + first) % 5 {
				case 1:
					return errors.New("refused")
				case 2:
					panic("defect")
				case 3:
					addJob("there")(ctx, tx) // the error is that it goes on
				}
				return nil
			})
			if (n+first)%5 == 0 || (n+first)%5 == 4 {
				want = append(want, kind)
			}
		}
		w := writers{d: d}
		w.write(t.Context(), fns...)
		for n, err := range w.errs {
			if ok := (n+first)%5 == 0 || (n+first)%5 == 4; ok != (err == nil) {
				t.Errorf("writer %d: %v", n, err)
			}
		}
		if got := jobKinds(t, d); !slices.Equal(got, append(want, "there")) {
			t.Errorf("there are %v", got)
		}
	}
}

// TestAWriterThatNobodyWaitsForWritesNothing, whether it stands in line then or runs.
func TestAWriterThatNobodyWaitsForWritesNothing(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	ctx, cancel := context.WithCancel(t.Context())
	var late sync.WaitGroup
	var lateErr, middleErr error
	w := writers{d: d}
	w.write(t.Context(),
		func(_ context.Context, tx *db.Tx) error {
			late.Go(func() {
				lateErr = d.Write(ctx, func(tx *db.Tx) error { return addJob("late")(ctx, tx) })
			})
			late.Go(func() {
				own, leave := context.WithCancel(t.Context())
				defer leave()
				middleErr = d.Write(own, func(tx *db.Tx) error {
					leave()
					tx.Exec(insertJob, "middle", 1)
					return nil
				})
			})
			time.Sleep(20 * time.Millisecond)
			cancel()
			return addJob("first")(nil, tx)
		},
		addJob("second"))
	late.Wait()
	if lateErr == nil || middleErr == nil {
		t.Errorf("%v, %v", lateErr, middleErr)
	}
	if err := errors.Join(w.errs...); err != nil {
		t.Error(err)
	}
	if got := jobKinds(t, d); !slices.Equal(got, []string{"first", "second"}) {
		t.Errorf("there are %v", got)
	}
}

// TestAWriterSeesWhatThoseBeforeItWrote though they wait for the commit.
func TestAWriterSeesWhatThoseBeforeItWrote(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('count', 0)`)
	var fns []func(context.Context, *db.Tx) error
	var seen [30]int
	for n := range seen {
		fns = append(fns, func(_ context.Context, tx *db.Tx) (err error) {
			if seen[n], err = db.Scalar[int](tx, `SELECT requested_at FROM job`); err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE job SET requested_at = $1`, seen[n]+1)
			return err
		})
	}
	w := writers{d: d}
	w.write(t.Context(), fns...)
	if err := errors.Join(w.errs...); err != nil {
		t.Fatal(err)
	}
	slices.Sort(seen[:])
	for n, was := range seen {
		if was != n {
			t.Fatalf("they saw %v", seen)
		}
	}
}
