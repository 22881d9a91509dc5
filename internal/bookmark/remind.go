package bookmark

import (
	"context"
	"log/slog"
	"time"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
)

const (
	// rhythm is how often the worker looks for reminders that are due.
	rhythm = time.Hour
	// perWrite is how many reminders one transaction hands over.
	perWrite = 200
)

// Run tells people of their reminders on the day until ctx ends.
func (s *Bookmarks) Run(ctx context.Context, log *slog.Logger) {
	for {
		if _, err := s.Remind(ctx); err != nil && ctx.Err() == nil {
			log.Error("reminding of bookmarks failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rhythm):
		}
	}
}

// Remind notifies of each reminder whose day has come and returns how many were due.
// The row says so in the same transaction: nobody is told twice, and nobody missed,
// also when it is interrupted and called again.
func (s *Bookmarks) Remind(ctx context.Context) (total int, err error) {
	for {
		n := 0
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			n, err = remind(tx)
			return err
		})
		if total += n; err != nil || n < perWrite {
			return total, err
		}
	}
}

// reminder is one that is due.
type reminder struct {
	id, person, post, thread int64
	position                 int
}

func remind(tx *db.Tx) (int, error) {
	list, err := db.List(tx, func(r db.Row) (x reminder, err error) {
		return x, r.Scan(&x.id, &x.person, &x.post, &x.thread, &x.position)
	}, `
		SELECT m.id, m.person_id, e.id, e.thread_id, e.position
		FROM bookmark m
		JOIN post e ON e.id = m.post_id
		WHERE m.remind_on <> '' AND NOT m.reminded AND m.remind_on <= $1
		ORDER BY m.remind_on, m.id
		LIMIT $2`, string(catalogue.DateOf(tx.Now)), perWrite)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	ids := make([]int64, len(list))
	for i, x := range list {
		ids[i] = x.id
		err := notify.AddTx(tx, x.person, notify.Added{Kind: notify.Reminder, Place: notify.Place{Kind: notify.Thread, ID: x.thread},
			Item: x.post, Position: x.position})
		if err != nil {
			return 0, err
		}
	}
	in, args := db.In(1, ids)
	_, err = tx.Exec(`UPDATE bookmark SET reminded = TRUE WHERE id IN `+in, args...)
	return len(list), err
}
