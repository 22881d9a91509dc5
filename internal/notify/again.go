package notify

import (
	"context"
	"log/slog"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// whole is the part of an event of which nobody was told yet.
const whole = -1

// pauses are the times before the second, third … try to tell of an event; the last one
// is that before all others.
var pauses = []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}

// Pause returns how long to wait before the next try after so many failed ones.
func Pause(tries int) time.Duration { return pauses[min(max(tries, 1), len(pauses))-1] }

// troubling is how many tries have failed before administrators are told: what was
// only an accident works by then.
const troubling = 3

// setAside leaves an event to Run that could not be told of, so that it does not hold
// up those behind it.
func setAside(tx *db.Tx, e event.Event) error {
	if err := queueFanout(tx, e, whole, 0); err != nil {
		return err
	}
	return job{event: e, part: whole}.postpone(tx)
}

// postpone puts the job off after a try that failed.
func (j job) postpone(tx *db.Tx) error {
	_, err := tx.Exec(`
		UPDATE fanout
		SET tries = tries + 1, next_at = $1
		WHERE event_id = $2 AND part = $3 AND next_at <= $4`, tx.Now.Add(Pause(j.tries+1)), j.event.ID, j.part, tx.Now)
	return err
}

// failed notes that the job could not be done, unless the program is being stopped.
func (n *Notifications) failed(ctx context.Context, log *slog.Logger, j job, cause error) error {
	if ctx.Err() != nil {
		return cause
	}
	log.Error("telling of an event failed, will retry later", "event", j.event.ID, "kind", j.event.Kind, "part", j.part,
		"tries", j.tries+1, "error", cause)
	return n.db.Write(ctx, j.postpone)
}

// againTx makes everything due that was put off.
func againTx(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE fanout SET next_at = 0 WHERE next_at > $1`, tx.Now)
	tx.Nudge()
	return err
}

// Trouble says what could not be told again and again.
type Trouble struct {
	Events int
	Since  time.Time // when the oldest of them happened
}

// TroubleTx counts the events of which people could not be told though it was tried
// several times.
func TroubleTx(tx *db.Tx) (Trouble, error) {
	return db.One(tx, func(r db.Row) (t Trouble, err error) {
		return t, r.Scan(&t.Events, db.Instant(&t.Since))
	}, `SELECT COUNT(DISTINCT event_id), MIN(at) FROM fanout WHERE tries >= $1`, troubling)
}

// TryAgain makes due what could not be told. Administrators only; recorded in the
// audit log.
func (n *Notifications) TryAgain(ctx context.Context, by account.Viewer) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	return n.db.Write(ctx, func(tx *db.Tx) error {
		if err := againTx(tx); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "notify.again", "notify", 0, "")
	})
}
