//go:build postgres

package nodes_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	. "kommunalforum/internal/testkit"
)

// TestWhatBeganFirstAndCommittedLastIsHeard lets a write of one node take its time after
// it appended an event, while the other node writes.
func TestWhatBeganFirstAndCommittedLastIsHeard(t *testing.T) {
	t.Parallel()
	a := Idle(t)
	b := a.Node()
	write := func(w *World, subject int64, meanwhile func()) {
		err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			err := event.AppendTx(tx, event.BoardChanged, subject, 0)
			meanwhile()
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	var mu sync.Mutex
	var heard []int64
	var at int64
	listener := event.Consumer{
		Name: "test",
		Cursor: func(context.Context) (int64, error) {
			mu.Lock()
			defer mu.Unlock()
			return at, nil
		},
		Handle: func(_ context.Context, events []event.Event) error {
			mu.Lock()
			defer mu.Unlock()
			for _, e := range events {
				at = e.ID
				if e.Kind == event.BoardChanged && e.Subject >= 1000 {
					heard = append(heard, e.Subject)
				}
			}
			return nil
		},
	}
	ctx, end := context.WithCancel(a.Ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer end()
	running.Go(func() { event.Run(ctx, b.DB, slog.New(slog.DiscardHandler), listener) })
	var writing sync.WaitGroup
	write(a, 1000, func() {
		writing.Go(func() { write(b, 1001, func() {}) })
		a.Soon("the other node's write waits", func() bool {
			return number(a, `SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
				AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`) > 0
		})
	})
	writing.Wait()
	write(a, 1002, func() {})
	a.Soon("all are heard", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(heard) >= 3
	})
	if want := []int64{1000, 1001, 1002}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}
