package event

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"kommunalforum/internal/db"
)

// Consumer follows the log. It stores its cursor where it stores its results, and
// advances both in one atomic step.
type Consumer struct {
	Name   string
	Cursor func(context.Context) (int64, error)
	// Handle processes the events, oldest first, and advances the cursor to the
	// last of them. After an error it is called again with the same events.
	Handle func(context.Context, []Event) error
	// Stored says that the consumer's cursor is its row of the table cursor, which it
	// advances itself.
	Stored bool
}

const (
	batch = 500 // events per call of Handle
	// gather is the pause after a call, so that under load one call handles many
	// events: each call has fixed costs, such as a segment of the search index. A
	// single event does not wait.
	gather   = 100 * time.Millisecond
	retry    = 2 * time.Second     // pause after a failure, and between polls without a nudge
	keep     = 30 * 24 * time.Hour // minimum age of an event that is pruned
	pruneGap = time.Hour
)

// Run lets each consumer follow the log at its own pace until ctx ends.
func Run(ctx context.Context, d *db.DB, log *slog.Logger, consumers ...Consumer) {
	var wg sync.WaitGroup
	for _, c := range consumers {
		nudge := d.Listen(ctx)
		wg.Go(func() { follow(ctx, d, log, c, nudge) })
	}
	wg.Wait()
}

func follow(ctx context.Context, d *db.DB, log *slog.Logger, c Consumer, nudge <-chan struct{}) {
	var passed, noted int64
	for ctx.Err() == nil {
		n, last, err := step(ctx, d, c)
		if err == nil && n > 0 {
			if passed = last; n < batch {
				pause(ctx, gather)
			}
			continue
		}
		if err == nil && passed != noted && !c.Stored {
			if err = note(ctx, d, c, passed); err == nil {
				noted = passed
			}
		}
		if err != nil && ctx.Err() == nil {
			log.Error("event consumer failed, will retry", "consumer", c.Name, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(retry):
		}
	}
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// step handles one batch and returns its size and the id of its last event.
func step(ctx context.Context, d *db.DB, c Consumer) (n int, last int64, err error) {
	cursor, err := c.Cursor(ctx)
	if err != nil {
		return 0, 0, err
	}
	var events []Event
	err = d.Read(ctx, func(tx *db.Tx) error {
		events, err = AfterTx(tx, cursor, batch)
		return err
	})
	if err != nil || len(events) == 0 {
		return 0, 0, err
	}
	return len(events), events[len(events)-1].ID, c.Handle(ctx, events)
}

// note records how far a consumer has come, for prune and CompleteTx. It runs when
// there is nothing else to do, because a write delays others.
func note(ctx context.Context, d *db.DB, c Consumer, passed int64) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO cursor (consumer, event_id)
			VALUES ($1, $2)
			ON CONFLICT (consumer) DO UPDATE SET event_id = excluded.event_id`, c.Name, passed)
		return err
	})
}

// RunPrune prunes old events, now and every hour until ctx ends, once so many
// consumers have a cursor.
func RunPrune(ctx context.Context, d *db.DB, log *slog.Logger, consumers int) {
	for ctx.Err() == nil {
		if err := prune(ctx, d, consumers); err != nil && ctx.Err() == nil {
			log.Error("pruning the event log failed", "error", err)
		}
		pause(ctx, pruneGap)
	}
}

// prune deletes old events that every consumer has passed, except the last one: a
// consumer recognises the log by its nonce. Unless it is Stored, a consumer's real
// cursor is its own and the table cursor serves this bookkeeping only.
func prune(ctx context.Context, d *db.DB, consumers int) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			DELETE FROM event
			WHERE at < $1
			AND id < (SELECT MIN(event_id) FROM cursor)
			AND (SELECT COUNT(*) FROM cursor) >= $2`, tx.Now.Add(-keep), consumers)
		return err
	})
}
