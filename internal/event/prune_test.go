package event_test

import (
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/testkit/testdb"
)

func write(t *testing.T, d *db.DB, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// pruned prunes at the time and returns the events that are left.
func pruned(t *testing.T, d *db.DB, at time.Time) []int64 {
	t.Helper()
	if err := d.Write(db.At(t.Context(), at), event.PruneTx); err != nil {
		t.Fatal(err)
	}
	all, _ := ids(t, d)
	return all
}

// TestLogIsKeptForEveryNodeUntilItLeaves with one node that is in step and one that has
// not heard of anything yet.
func TestLogIsKeptForEveryNodeUntilItLeaves(t *testing.T) {
	d := testdb.New(t)
	for n := range int64(5) {
		add(t, d, n, nil)
	}
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE cursor SET event_id = 5`)
		return err
	})
	for _, node := range []string{"quick", "slow"} {
		write(t, d, func(tx *db.Tx) error { return event.JoinTx(tx, "search", node) })
	}
	write(t, d, func(tx *db.Tx) error { return event.NoteTx(tx, "search", "quick", 5) })
	later := d.Now(t.Context()).Add(40 * 24 * time.Hour)
	if all := pruned(t, d, later); len(all) != 5 {
		t.Fatalf("the slow node needs all events, left are %v", all)
	}
	write(t, d, func(tx *db.Tx) error { return event.LeaveTx(tx, "slow") })
	if all := pruned(t, d, d.Now(t.Context())); len(all) != 5 {
		t.Fatalf("young events are gone, left are %v", all)
	}
	if all := pruned(t, d, later); len(all) != 1 || all[0] != 5 {
		t.Errorf("left are %v, want the last one", all)
	}
	write(t, d, func(tx *db.Tx) error { return event.NoteTx(tx, "search", "slow", 3) }) // its process still runs
	write(t, d, func(tx *db.Tx) error {
		if n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM cursor WHERE node = 'slow'`); err != nil || n != 0 {
			t.Errorf("a node that left has %d cursors, %v", n, err)
		}
		whole, err := event.CompleteTx(tx, 0)
		if err == nil && whole {
			t.Error("the log still leads on from where the slow node stood")
		}
		return err
	})
}

func TestOnlyTheOldestEventsGo(t *testing.T) {
	d := testdb.New(t)
	now := d.Now(t.Context())
	for n, age := range []time.Duration{50, 10, 50, 0} {
		ctx := db.At(t.Context(), now.Add(-age*24*time.Hour))
		if err := d.Write(ctx, func(tx *db.Tx) error { return event.AppendTx(tx, event.PostAdded, int64(n), 0) }); err != nil {
			t.Fatal(err)
		}
	}
	write(t, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE cursor SET event_id = 4`)
		return err
	})
	if all := pruned(t, d, now); len(all) != 3 || all[0] != 2 {
		t.Errorf("left are %v, want 2, 3 and 4", all)
	}
}
