package db

import (
	"context"
	"time"
)

// Queue runs a statement whose outcome nobody waits for. Where the database is across a
// network, it is sent together with the next statement that is asked for, or with the
// commit, which saves a round trip. Its error is then that of the later statement or of
// Write: queue nothing that may meet a row of its key without ON CONFLICT.
func (tx *Tx) Queue(query string, args ...any) error {
	s, args, err := tx.bind(query, args)
	if err != nil {
		return err
	}
	if err := tx.ended(); err != nil {
		return err
	}
	defer tx.watch(query, time.Now())
	tx.noteWritten(s)
	if _, err := tx.raw.ExecContext(queued(tx.run), s.text, args...); err != nil {
		return tx.fail(err)
	}
	return nil
}

type queuedKey struct{}

// queued returns a context whose statements an engine may send later.
func queued(ctx context.Context) context.Context { return context.WithValue(ctx, queuedKey{}, true) }

func isQueued(ctx context.Context) bool { return ctx.Value(queuedKey{}) != nil }
