package limit_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/testkit/testdb"
)

func take(ctx context.Context, d *db.DB, counters ...limit.Counter) (ticket limit.Ticket, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		ticket, err = limit.TakeTx(tx, counters...)
		return err
	})
	return ticket, err
}

func rows(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
		n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM attempt`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var (
	quarter = limit.Rule{Max: 3, Window: 15 * time.Minute}
	day     = limit.Rule{Max: 5, Window: 24 * time.Hour}
)

func TestOfManyAtOnceAsManyAsAllowedAreCounted(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	var through atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			_, err := take(t.Context(), d, limit.Counter{Kind: "x", Of: "ann", Rules: []limit.Rule{quarter}})
			if err == nil {
				through.Add(1)
			} else if !fault.Is(err, fault.TooMany) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if through.Load() != 3 || rows(t, d) != 3 {
		t.Errorf("%d are let through, %d are stored", through.Load(), rows(t, d))
	}
}

func TestEveryRuleAndCounterHolds(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	begin := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	ann := limit.Counter{Kind: "x", Of: "ann", Rules: []limit.Rule{quarter, day}, Refusal: "Zu viel."}
	at := func(after time.Duration, counters ...limit.Counter) error {
		_, err := take(db.At(t.Context(), begin.Add(after)), d, counters...)
		return err
	}
	refused := func(after, wait time.Duration, counters ...limit.Counter) {
		t.Helper()
		if err := at(after, counters...); !fault.Is(err, fault.TooMany) || fault.WaitOf(err) != wait {
			t.Errorf("after %v: %v, not in %v", after, err, wait)
		}
	}
	allowed := func(after time.Duration, counters ...limit.Counter) {
		t.Helper()
		if err := at(after, counters...); err != nil {
			t.Errorf("after %v: %v", after, err)
		}
	}
	allowed(0, ann)
	allowed(time.Minute, ann)
	allowed(2*time.Minute, ann)
	refused(3*time.Minute, 12*time.Minute, ann)
	bea := limit.Counter{Kind: "x", Of: "bea", Rules: []limit.Rule{quarter}}
	refused(3*time.Minute, 12*time.Minute, bea, ann) // and nothing is counted for bea
	allowed(4*time.Minute, bea)
	allowed(4*time.Minute, bea)
	allowed(4*time.Minute, bea)
	allowed(4*time.Minute, limit.Counter{Kind: "y", Of: "ann", Rules: []limit.Rule{quarter}})
	allowed(15*time.Minute, ann)
	allowed(16*time.Minute, ann)
	refused(2*time.Hour, 22*time.Hour, ann)
	allowed(24*time.Hour, ann)
}

func TestAttemptsAreGivenBackClearedAndPruned(t *testing.T) {
	t.Parallel()
	d := testdb.New(t)
	ann := limit.Counter{Kind: "x", Of: strings.Repeat("a", 1<<20), Rules: []limit.Rule{quarter}}
	bea := limit.Counter{Kind: "x", Of: "bea", Rules: []limit.Rule{quarter}}
	write := func(ctx context.Context, do func(*db.Tx) error) {
		t.Helper()
		if err := d.Write(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		ticket, err := take(t.Context(), d, ann, bea)
		if err != nil {
			t.Fatal(err)
		}
		write(t.Context(), func(tx *db.Tx) error { return limit.GiveBackTx(tx, ticket) })
	}
	take(t.Context(), d, ann, bea)
	write(t.Context(), func(tx *db.Tx) error { return limit.ClearTx(tx, "x", "bea") })
	if n := rows(t, d); n != 1 {
		t.Fatalf("%d attempts", n)
	}
	later := db.At(t.Context(), d.Now(t.Context()).Add(quarter.Window-time.Minute))
	write(later, func(tx *db.Tx) error { _, err := limit.PruneTx(tx, 10); return err })
	if n := rows(t, d); n != 1 {
		t.Errorf("%d attempts are left before they count no more", n)
	}
	later = db.At(t.Context(), d.Now(t.Context()).Add(quarter.Window))
	take(later, d, bea) // takes away what counts no more
	if n := rows(t, d); n != 1 {
		t.Errorf("%d attempts are left", n)
	}
}
