package event

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"kommunalforum/internal/db"
)

// Consumer follows the log. Its cursor is its own: where it keeps its results,
// there it keeps how far it has come, in one atomic step.
type Consumer struct {
	Name   string
	Cursor func(context.Context) (int64, error)
	// Handle works off the events, oldest first, and advances the cursor to the
	// last of them. On an error it is called again with the same events.
	Handle func(context.Context, []Event) error
}

const (
	batch    = 500                 // events per call of Handle
	retry    = 2 * time.Second     // after a failure, and as the slowest rhythm without a nudge
	keep     = 30 * 24 * time.Hour // events are kept this long after everybody passed them
	pruneGap = time.Hour
)

// Run lets the consumers follow the log until ctx ends, each at its own pace.
func Run(ctx context.Context, d *db.DB, log *slog.Logger, consumers ...Consumer) {
	var wg sync.WaitGroup
	for _, c := range consumers {
		nudge := d.Listen()
		wg.Go(func() { follow(ctx, d, log, c, nudge) })
	}
	wg.Go(func() { pruneNowAndThen(ctx, d, log, len(consumers)) })
	wg.Wait()
}

func follow(ctx context.Context, d *db.DB, log *slog.Logger, c Consumer, nudge <-chan struct{}) {
	for ctx.Err() == nil {
		more, err := step(ctx, d, c)
		if err != nil && ctx.Err() == nil {
			log.Error("event consumer failed, will retry", "consumer", c.Name, "error", err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(retry):
		}
	}
}

// step handles one batch and reports whether there may be more.
func step(ctx context.Context, d *db.DB, c Consumer) (more bool, err error) {
	cursor, err := c.Cursor(ctx)
	if err != nil {
		return false, err
	}
	var events []Event
	err = d.Read(ctx, func(tx *db.Tx) error {
		events, err = After(tx, cursor, batch)
		return err
	})
	if err != nil || len(events) == 0 {
		return false, err
	}
	if err := c.Handle(ctx, events); err != nil {
		return false, err
	}
	return true, d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO cursor (consumer, event_id)
			VALUES ($1, $2)
			ON CONFLICT (consumer) DO UPDATE SET event_id = excluded.event_id`, c.Name, events[len(events)-1].ID)
		return err
	})
}

func pruneNowAndThen(ctx context.Context, d *db.DB, log *slog.Logger, consumers int) {
	for {
		if err := prune(ctx, d, consumers); err != nil && ctx.Err() == nil {
			log.Error("pruning the event log failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pruneGap):
		}
	}
}

// prune deletes old events that every consumer has passed. The table cursor is
// only this bookkeeping; where a consumer really stands it knows itself.
func prune(ctx context.Context, d *db.DB, consumers int) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`
			DELETE FROM event
			WHERE at < $1
			AND id <= (SELECT MIN(event_id) FROM cursor)
			AND (SELECT COUNT(*) FROM cursor) >= $2`, tx.Now.Add(-keep), consumers)
		return err
	})
}
