package app

import (
	"context"
	"sync"

	"kommunalforum/internal/event"
)

// Work runs what follows the event log, what keeps the search index, and what
// sends mails, until ctx ends. Some of it only one of several nodes does.
func (a *App) Work(ctx context.Context) {
	var workers sync.WaitGroup
	workers.Go(func() { a.Self.Keep(ctx, a.caughtUp) })
	workers.Go(func() { a.Index.Run(ctx) })
	workers.Go(func() { event.Run(ctx, a.DB, a.Log, a.indexConsumer()) })
	workers.Go(func() { a.scrub(ctx) })
	workers.Go(func() { a.copyIndex(ctx) })
	workers.Go(func() { a.Unread.Run(ctx) })
	workers.Go(func() { a.Alarms.RunNode(ctx) })
	workers.Go(func() { a.keepClock(ctx) })
	if a.Dispatch != nil {
		workers.Go(func() { a.Dispatch.Run(ctx) })
	}
	workers.Go(func() { a.DB.Lead(ctx, a.lead) })
	workers.Wait()
}

// lead runs what one node does for all, until ctx ends. Two may do it at once for a
// moment: each worker asks the rows, in its transaction, what is left to do.
func (a *App) lead(ctx context.Context) {
	a.leading.Store(true)
	defer a.leading.Store(false)
	var workers sync.WaitGroup
	workers.Go(func() { a.keepTerms(ctx) })
	workers.Go(func() { a.Joining.Run(ctx, a.Log, a.Config.Mail.On()) })
	workers.Go(func() { a.keepPeriods(ctx) })
	workers.Go(func() { a.scrubDatabase(ctx) })
	workers.Go(func() { a.keepBackups(ctx) })
	workers.Go(func() { a.Bookmarks.Run(ctx, a.Log) })
	workers.Go(func() { a.Attached.Run(ctx, a.Log) })
	workers.Go(func() { a.Attached.RunReader(ctx, a.Texts, a.Log) })
	if a.Dispatch != nil {
		workers.Go(func() { a.Notify.RunMail(ctx, a.Log) })
	}
	workers.Go(func() { event.Run(ctx, a.DB, a.Log, a.teller) })
	workers.Go(func() { event.RunPrune(ctx, a.DB, a.Log) })
	workers.Go(func() { a.Notify.Run(ctx, a.Log) })
	workers.Go(func() { a.Saved.Run(ctx, a.Log) })
	workers.Go(func() { a.Integrity.Run(ctx) })
	workers.Go(func() { a.keepSettled(ctx) })
	workers.Go(func() { a.Alarms.RunForum(ctx) })
	workers.Wait()
}
