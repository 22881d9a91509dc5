package event

import (
	"context"
	"log/slog"
	"math"
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
	// Node returns the id of the node that the results belong to. Nil means that they are
	// those of the whole forum: then the cursor is the consumer's row of the table cursor,
	// which it advances itself.
	Node func() string
}

// NothingToDo is a cursor beyond every event, of a consumer that has nothing to keep
// in step.
const NothingToDo = math.MaxInt64

const (
	batch = 500 // events per call of Handle
	// gather is the pause after a call, so that under load one call handles many
	// events: each call has fixed costs, such as a segment of the search index. A
	// single event does not wait.
	gather   = 100 * time.Millisecond
	retry    = 2 * time.Second     // pause after a failure, and between polls without a nudge
	keep     = 30 * 24 * time.Hour // minimum age of an event that is pruned
	pruneGap = time.Hour
	logPause = 30 * time.Second // least time between two lines about a consumer that fails again and again
	noteGap  = 30 * time.Second // least time between two writes of where a node stands
)

// Run lets each consumer follow the log at its own pace until ctx ends. Nodes must have
// registered, see JoinTx.
func Run(ctx context.Context, d *db.DB, log *slog.Logger, consumers ...Consumer) {
	var wg sync.WaitGroup
	for _, c := range consumers {
		nudge := d.Listen(ctx)
		wg.Go(func() { follow(ctx, d, log, c, nudge) })
	}
	wg.Wait()
}

func follow(ctx context.Context, d *db.DB, log *slog.Logger, c Consumer, nudge <-chan struct{}) {
	var n notes
	var logged time.Time
	for ctx.Err() == nil {
		done, err := step(ctx, d, c)
		if err == nil && done > 0 {
			if done < batch {
				pause(ctx, gather)
			}
			continue
		}
		if err == nil && c.Node != nil {
			err = n.note(ctx, d, c)
		}
		if err != nil && ctx.Err() == nil && time.Since(logged) >= logPause {
			log.Error("event consumer failed, will retry", "consumer", c.Name, "error", err)
			logged = time.Now()
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

// step handles one batch and returns its size.
func step(ctx context.Context, d *db.DB, c Consumer) (n int, err error) {
	cursor, err := c.Cursor(ctx)
	if err != nil {
		return 0, err
	}
	var events []Event
	err = d.Read(ctx, func(tx *db.Tx) error {
		events, err = AfterTx(tx, cursor, batch)
		return err
	})
	if err != nil || len(events) == 0 {
		return 0, err
	}
	return len(events), c.Handle(ctx, events)
}

// notes is what was last written of where a consumer of a node stands.
type notes struct {
	node   string
	cursor int64
	at     time.Time
}

// note writes where the consumer stands, unless it did so a moment ago: a write delays
// others, and prune has time.
func (n *notes) note(ctx context.Context, d *db.DB, c Consumer) error {
	cursor, err := c.Cursor(ctx)
	next := notes{c.Node(), cursor, time.Now()}
	same := next.node == n.node && cursor == n.cursor
	if err != nil || cursor == NothingToDo || same || next.node == n.node && next.at.Sub(n.at) < noteGap {
		return err
	}
	err = d.Write(ctx, func(tx *db.Tx) error { return noteTx(tx, c.Name, next.node, cursor) })
	if err == nil {
		*n = next
	}
	return err
}

// RunPrune prunes old events, now and every hour until ctx ends.
func RunPrune(ctx context.Context, d *db.DB, log *slog.Logger) {
	for ctx.Err() == nil {
		if err := d.Write(ctx, pruneTx); err != nil && ctx.Err() == nil {
			log.Error("pruning the event log failed", "error", err)
		}
		pause(ctx, pruneGap)
	}
}

// CatchUp lets the consumer handle all that is in the log, and returns.
func CatchUp(ctx context.Context, d *db.DB, c Consumer) error {
	for {
		if n, err := step(ctx, d, c); err != nil || n == 0 {
			return err
		}
	}
}
