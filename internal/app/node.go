package app

import (
	"context"
	"time"

	"kommunalforum/internal/event"
	"kommunalforum/internal/job"
	"kommunalforum/internal/node"
	"kommunalforum/internal/search/index"
)

func (a *App) nodeOptions() node.Options {
	return node.Options{Folder: a.Config.Data, Alone: a.Config.Database == "", Consumers: []string{index.ConsumerName}, Log: a.Log}
}

// indexConsumer is the consumer of this node's index.
func (a *App) indexConsumer() event.Consumer {
	c := a.Index.Consumer()
	c.Node = a.Self.ID
	return c
}

// copyIndex makes a copy of this node's index for another node, whenever a command asks
// for one, until ctx ends.
func (a *App) copyIndex(ctx context.Context) {
	a.workOff(ctx, job.CopyIndex, a.Self.ID, func(context.Context, time.Time) error {
		return a.Index.CopyTo(IndexCopyPath(a.Config.Data))
	})
}

// caughtUp reports whether searches on this node find what they should.
func (a *App) caughtUp(ctx context.Context) bool {
	behind, err := a.Index.Behind(ctx)
	return err == nil && !behind
}

// Unready says why requests should rather go to other nodes, in German; nothing if they
// need not. A node whose program is too old to write lets people read until a newer one
// is ready in its place.
func (a *App) Unready(ctx context.Context) (why []string) {
	select {
	case <-a.DB.Superseded():
		replaced, err := a.Self.Replaced(ctx)
		switch {
		case err != nil:
			why = append(why, "Die Datenbank antwortet nicht.")
		case replaced:
			why = append(why, "Eine neuere Fassung des Programms hat diesen Knoten abgelöst.")
		}
		return why
	default:
	}
	behind, err := a.Index.Behind(ctx)
	switch {
	case err != nil:
		return []string{"Die Datenbank antwortet nicht."}
	case behind:
		why = append(why, "Der Suchindex ist noch nicht vollständig.")
	}
	if !a.Self.Alive() {
		why = append(why, "Die Datenbank nimmt von diesem Knoten nichts an.")
	}
	return why
}
