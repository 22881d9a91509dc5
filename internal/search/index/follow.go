package index

import (
	"context"
	"errors"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// Consumer keeps the index in step with the event log. Its cursor is stored in the
// index itself; the caller says to which node it belongs. Without a complete index it has nothing to do: an index that is
// being built follows the log on its own.
//
// What was hidden, withdrawn or blackened is not found any more once its event has
// been handled. On disk its document is only marked as deleted; its single words,
// without their order and without their author, stay in the segment's file until a
// merge or a rebuild.
func (ix *Index) Consumer() event.Consumer {
	return event.Consumer{Name: ConsumerName, Cursor: ix.cursor, Handle: ix.handle}
}

// ConsumerName is the name under which the log knows the indexes of all nodes.
const ConsumerName = "search"

func (ix *Index) cursor(context.Context) (int64, error) {
	g := ix.Acquire()
	if g == nil {
		return event.NothingToDo, nil
	}
	defer g.Release()
	if !g.Complete() {
		return event.NothingToDo, nil
	}
	return g.Cursor()
}

func (ix *Index) handle(ctx context.Context, events []event.Event) error {
	g := ix.Acquire()
	if g == nil {
		return errors.New("the index went away")
	}
	defer g.Release()
	if !g.Complete() {
		return errors.New("the index is being built")
	}
	err := ix.apply(ctx, g, events)
	if errors.Is(err, errMissed) { // it answers until Run has built another one
		g.complete.Store(false)
	}
	return err
}

// follow applies all events that the index has not heard of.
func (ix *Index) follow(ctx context.Context, g *Generation) error {
	for {
		cursor, err := g.Cursor()
		if err != nil {
			return err
		}
		var events []event.Event
		err = ix.db.Read(ctx, func(tx *db.Tx) error {
			events, err = event.AfterTx(tx, cursor, batchSize)
			return err
		})
		if err != nil || len(events) == 0 {
			return err
		}
		if err := ix.apply(ctx, g, events); err != nil {
			return err
		}
	}
}

// errMissed means that events are gone from the log before the index heard of them.
var errMissed = errors.New("the log no longer leads on from where the index stands")

// apply indexes the subjects of the events as they are in the database now, and
// advances the cursor.
func (ix *Index) apply(ctx context.Context, g *Generation, events []event.Event) error {
	w, err := newWriter(g)
	if err != nil {
		return err
	}
	if !event.Connected(w.cursor, events) {
		return errMissed
	}
	type subject struct {
		kind event.Kind
		id   int64
	}
	done := map[subject]bool{}
	for _, e := range events {
		// The database is read after all of these events, so a second one on the
		// same subject has nothing new.
		if key := (subject{e.Kind, e.Subject}); !done[key] {
			if err := ix.refresh(ctx, w, e); err != nil {
				return err
			}
			done[key] = true
		}
		w.cursor, w.nonce = e.ID, e.Nonce
	}
	return w.flush()
}
