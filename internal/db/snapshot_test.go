package db_test

import (
	"context"
	"testing"

	"kommunalforum/internal/db"
)

func openJobs(t *testing.T, source string) (*db.DB, func(ctx context.Context, kind string), func(ctx context.Context) int) {
	t.Helper()
	d := open(t, source)
	write := func(ctx context.Context, kind string) {
		t.Helper()
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job (kind, node, requested_at) VALUES ($1, '', 0)`, kind)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	count := func(ctx context.Context) (n int) {
		t.Helper()
		if err := d.Read(ctx, func(tx *db.Tx) (err error) { n, err = jobs(tx); return err }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	return d, write, count
}

func jobs(tx *db.Tx) (int, error) { return db.Scalar[int](tx, `SELECT COUNT(*) FROM job`) }

func TestReadsOfASnapshotSeeOneMoment(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d, write, count := openJobs(t, emptySource(t))
	shared, release := d.Snapshot(ctx)
	defer release()
	if n := count(shared); n != 0 {
		t.Fatalf("%d jobs", n)
	}
	write(ctx, "somebody else's")
	if n := count(shared); n != 0 {
		t.Errorf("the snapshot sees %d later jobs", n)
	}
	if n := count(ctx); n != 1 {
		t.Errorf("a read beside it sees %d jobs", n)
	}
	write(shared, "our own")
	if n := count(shared); n != 2 {
		t.Errorf("after a write of its own the snapshot sees %d jobs", n)
	}
	write(ctx, "another")
	release()
	if n := count(shared); n != 3 {
		t.Errorf("after its release the snapshot sees %d jobs", n)
	}
	err := d.Read(shared, func(tx *db.Tx) error {
		return d.Read(shared, func(inner *db.Tx) error { // has a transaction of its own
			_, err := jobs(inner)
			return err
		})
	})
	if err != nil {
		t.Errorf("a read within a read: %v", err)
	}
}

func TestEndedContextEndsReading(t *testing.T) {
	t.Parallel()
	d, _, _ := openJobs(t, emptySource(t))
	for name, shared := range map[string]bool{"alone": false, "in a snapshot": true} {
		ctx, cancel := context.WithCancel(context.Background())
		release := func() {}
		if shared {
			ctx, release = d.Snapshot(ctx)
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			cancel()
			_, err := jobs(tx)
			return err
		})
		if err != context.Canceled {
			t.Errorf("%s: %v", name, err)
		}
		if err := d.Read(ctx, func(*db.Tx) error { return nil }); err == nil {
			t.Errorf("%s: read under an ended context", name)
		}
		release()
	}
}

func TestWhatIsRememberedHoldsUntilTheNextCommit(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	from := emptySource(t)
	d, write, _ := openJobs(t, from)
	other := open(t, from) // another process
	computed := 0
	type key struct{ of string }
	remembered := func(of string) (n int) {
		t.Helper()
		err := d.Read(ctx, func(tx *db.Tx) (err error) {
			n, err = db.Cached(tx, key{of}, func(tx *db.Tx) (int, error) {
				computed++
				return jobs(tx)
			})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	expect := func(of string, want, wantComputed int) {
		t.Helper()
		if n := remembered(of); n != want || computed != wantComputed {
			t.Errorf("%s: %d jobs after %d computations, want %d after %d", of, n, computed, want, wantComputed)
		}
	}
	expect("a", 0, 1)
	expect("a", 0, 1)
	expect("b", 0, 2)
	write(ctx, "first")
	expect("a", 1, 3)
	expect("a", 1, 3)
	err := other.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO job (kind, node, requested_at) VALUES ('second', '', 0)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	expect("a", 2, 4)
}

// TestARequestAsksForTheVersionOnce shows it by what a request does not notice.
func TestARequestAsksForTheVersionOnce(t *testing.T) {
	t.Parallel()
	from := emptySource(t)
	d, write, _ := openJobs(t, from)
	_, writeElsewhere, _ := openJobs(t, from)
	begin := func() (ctx context.Context, cached func() int) {
		ctx, release := d.Snapshot(context.Background())
		t.Cleanup(release)
		return ctx, func() (n int) {
			t.Helper()
			err := d.Read(ctx, func(tx *db.Tx) (err error) {
				n, err = db.Cached(tx, "jobs", jobs)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	want := func(when string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d jobs, want %d", when, got, want)
		}
	}
	_, early := begin()
	want("before", early(), 0)
	writeElsewhere(context.Background(), "first")
	want("in the request that began before", early(), 0)
	ctx, next := begin()
	want("in the next request", next(), 1)
	want("in the first one, which may see what is newer", early(), 1)
	write(ctx, "second")
	want("after the request's own write", next(), 2)
	writeElsewhere(context.Background(), "third")
	before, err := d.Version(ctx)
	want("once the version was asked for", next(), 3)
	now, same := d.Version(context.Background())
	if err != nil || same != nil || now != before {
		t.Errorf("version %d, then %d: %v, %v", before, now, err, same)
	}
}
