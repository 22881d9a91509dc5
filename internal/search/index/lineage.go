package index

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search/engine"
)

// databaseError is a failure of the database, not of the index.
type databaseError struct{ cause error }

func (e *databaseError) Error() string { return e.cause.Error() }
func (e *databaseError) Unwrap() error { return e.cause }

// reportLoss raises the alarm if the index in a folder, complete or not, knows
// events that the database does not have any more. Errors are those of the
// database alone.
func (ix *Index) reportLoss(ctx context.Context, folder string) error {
	contents, err := engine.ReadContents(folder)
	if err != nil {
		return nil // held or damaged: opening says so
	}
	at := positionIn(contents)
	var relation event.Relation
	var head int64
	err = ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		relation, head, err = event.RelateTx(tx, at)
		return err
	})
	if err != nil || relation != event.Ahead {
		return err
	}
	ix.log.Error("the search index is ahead of the database: posts that were acknowledged are lost, or a backup was restored; see the "+
		"administrators' page and OPERATING.md",
		"index knows event", at.Event, "database ends with event", head)
	return ix.db.Write(ctx, func(tx *db.Tx) error { return event.NoteLossTx(tx, ConsumerName, at.Event, head) })
}

// checkPosition checks that the log continues where the index stands. It does not
// if the index belongs to another database, or if index or database were restored
// from a backup.
func (ix *Index) checkPosition(ctx context.Context, g *Generation) error {
	at, err := g.position()
	if err != nil {
		return err
	}
	var relation event.Relation
	var head int64
	var complete bool
	err = ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		if relation, head, err = event.RelateTx(tx, at); err != nil {
			return err
		}
		complete, err = event.CompleteTx(tx, at.Event)
		return err
	})
	switch {
	case err != nil:
		return &databaseError{err}
	case relation == event.Foreign:
		return errors.New("it belongs to another database")
	case relation == event.Ahead:
		return fmt.Errorf("it knows event %d, which the database, at %d, does not", at.Event, head)
	case !complete:
		return fmt.Errorf("the log no longer leads on from event %d", at.Event)
	}
	return nil
}

// lag is how old an event may be that the index has not heard of, without the index
// being called behind: it is never quite in step with a busy forum.
const lag = time.Minute

// cut reports whether a search has met a file of the index that was cut.
func (ix *Index) cut() bool {
	g := ix.Acquire()
	if g == nil {
		return false
	}
	defer g.Release()
	return g.Cut()
}

// Behind reports whether searches miss what they should find: without a complete index,
// with one that was cut, and while one still follows what happened when the program did not run.
func (ix *Index) Behind(ctx context.Context) (bool, error) {
	at, err := ix.cursor(ctx)
	if err != nil || at == event.NothingToDo || ix.cut() {
		return true, err
	}
	return db.View(ctx, ix.db, func(tx *db.Tx) (bool, error) {
		next, err := event.AfterTx(tx, at, 1)
		return len(next) > 0 && next[0].At.Before(tx.Now.Add(-lag)), err
	})
}
