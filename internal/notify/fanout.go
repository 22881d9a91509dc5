package notify

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
)

const (
	// fanoutBatch is the number of followers who are told in one transaction, for which
	// whoever writes may have to wait.
	fanoutBatch = 100
	// After a batch Run rests so many times as long as the batch took, but maxRest at most,
	// so that others have nearly all of the time and of the processors. After hurryAfter
	// it rests as long as the batch took only: 100,000 people are told within a minute.
	restFactor = 12
	maxRest    = 35 * time.Millisecond
	hurryAfter = 30 * time.Second
	retry      = 2 * time.Second // pause after a failure, and between looks without a nudge
)

// queueFanout leaves the followers of a story beyond the person last to Run.
func queueFanout(tx *db.Tx, e event.Event, part int, last int64) error {
	_, err := tx.Exec(`
		INSERT INTO fanout (event_id, part, kind, subject, actor_id, at, last_person, turn, tries, next_at)
		SELECT $1, $2, $3, $4, $5, $6, $7, COALESCE(MAX(turn), 0) + 1, 0, 0
		FROM fanout
		WHERE TRUE
		ON CONFLICT DO NOTHING`, e.ID, part, string(e.Kind), e.Subject, db.Null(e.Actor), e.At, last)
	return err
}

// Run tells the followers of events that have many of them until ctx ends: a batch of
// people for each event in turn, with a rest after each batch (see restFactor). What
// failed before is tried at once, because another version of the program may have
// started.
func (n *Notifications) Run(ctx context.Context, log *slog.Logger) {
	nudge := n.db.Listen(ctx)
	if err := n.db.Write(ctx, againTx); err != nil && ctx.Err() == nil {
		log.Error("what could not be told waits longer than it should", "error", err)
	}
	for ctx.Err() == nil {
		begin := time.Now()
		at, worked, err := n.Step(ctx, log)
		rest := restAfter(time.Since(begin), begin.Sub(at))
		if err != nil {
			if ctx.Err() == nil {
				log.Error("telling followers failed, will retry", "error", err)
			}
			rest = retry
		}
		if worked || err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(rest):
			}
			continue
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(retry):
		}
	}
}

// restAfter returns how long to rest after a batch that took so long, for an event of
// that age.
func restAfter(took, age time.Duration) time.Duration {
	if age > hurryAfter {
		return min(took, maxRest)
	}
	return min(restFactor*took, maxRest)
}

// job is a row of fanout.
type job struct {
	event event.Event
	part  int
	last  int64
	tries int // that failed
}

// Step tells a batch of the followers of the event whose turn it is, in one
// transaction, and reports whether there was one, and when it happened. One that fails
// is put off.
func (n *Notifications) Step(ctx context.Context, log *slog.Logger) (at time.Time, worked bool, err error) {
	due, err := db.View(ctx, n.db, func(tx *db.Tx) (bool, error) {
		return db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM fanout WHERE next_at <= $1)`, tx.Now)
	})
	if err != nil || !due {
		return at, false, err
	}
	var j job
	err = n.db.Write(ctx, func(tx *db.Tx) error {
		if j, worked, err = nextJob(tx); err != nil || !worked {
			return err
		}
		return fault.Guard(func() error { return n.work(tx, j) })
	})
	if err != nil && worked {
		err = n.failed(ctx, log, j, err)
	}
	return j.event.At, worked, err
}

func nextJob(tx *db.Tx) (j job, found bool, err error) {
	return db.Found(db.One(tx, func(r db.Row) (j job, err error) {
		return j, r.Scan(&j.event.ID, &j.part, &j.event.Kind, &j.event.Subject, db.OrZero(&j.event.Actor), db.Instant(&j.event.At),
			&j.last, &j.tries)
	}, `
		SELECT event_id, part, kind, subject, actor_id, at, last_person, tries
		FROM fanout
		WHERE next_at <= $1
		ORDER BY turn, event_id, part
		LIMIT 1`, tx.Now))
}

// work tells the next batch of followers and keeps how far it came, or begins with an
// event that was set aside.
func (n *Notifications) work(tx *db.Tx, j job) error {
	if j.part == whole {
		if err := n.tell(tx, j.event); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM fanout WHERE event_id = $1 AND part = $2`, j.event.ID, j.part)
		return err
	}
	stories, err := n.stories(tx, j.event)
	if err != nil {
		return err
	}
	more := false
	if j.part < len(stories) { // or what it was about is gone
		if j.last, more, err = stories[j.part].tellMore(tx, j.event, j.last, fanoutBatch); err != nil {
			return err
		}
	}
	if !more {
		_, err = tx.Exec(`DELETE FROM fanout WHERE event_id = $1 AND part = $2`, j.event.ID, j.part)
		return err
	}
	_, err = tx.Exec(`
		UPDATE fanout
		SET last_person = $1, turn = (SELECT MAX(turn) FROM fanout) + 1, tries = 0
		WHERE event_id = $2 AND part = $3`, j.last, j.event.ID, j.part)
	return err
}

// CatchUp tells of everything that happened up to now, and fails if that was not
// possible. It is for the demo world and for tests; the server follows the log with
// Consumer and Run.
func (n *Notifications) CatchUp(ctx context.Context) error {
	log := slog.New(slog.DiscardHandler)
	c := n.Consumer(log)
	for {
		cursor, err := c.Cursor(ctx)
		if err != nil {
			return err
		}
		events, err := db.View(ctx, n.db, func(tx *db.Tx) ([]event.Event, error) { return event.AfterTx(tx, cursor, 500) })
		if err != nil {
			return err
		}
		if len(events) == 0 {
			break
		}
		if err := c.Handle(ctx, events); err != nil {
			return err
		}
	}
	for {
		if _, worked, err := n.Step(ctx, log); err != nil {
			return err
		} else if !worked {
			break
		}
	}
	left, err := db.View(ctx, n.db, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, `SELECT COUNT(*) FROM fanout WHERE tries > 0`) })
	if err == nil && left > 0 {
		err = fmt.Errorf("%d events could not be told of", left)
	}
	return err
}
