package index

import (
	"context"
	"errors"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/search/dictionary"
	"kommunalforum/internal/search/engine"
)

const (
	maintainInterval = 2 * time.Second
	retryDelay       = time.Minute      // after maintenance failed, such as on a full disk
	recheckInterval  = 10 * time.Minute // at least, between two checks of a suspect index
)

// Run maintains the index until ctx ends: it opens it, builds a missing one,
// checks a suspect one, updates its statistics, indexes a new edition of the
// catalogue, and rebuilds one that is outdated.
func (ix *Index) Run(ctx context.Context) {
	var checked time.Time
	for ctx.Err() == nil {
		delay := maintainInterval
		if err := ix.maintain(ctx, &checked); err != nil && ctx.Err() == nil {
			ix.log.Error("maintaining the search index failed", "error", err)
			delay = retryDelay
		}
		select {
		case <-ctx.Done():
		case <-time.After(delay):
		}
	}
}

func (ix *Index) maintain(ctx context.Context, checked *time.Time) error {
	if err := ix.Open(ctx); err != nil {
		return err
	}
	ix.repair(checked)
	outdated, err := ix.outdated(ctx)
	if err != nil {
		return err
	}
	if outdated || ix.vocabularyOutdated() {
		return ix.Rebuild(ctx)
	}
	if err := ix.refreshStatistics(ctx); err != nil {
		return err
	}
	return ix.refreshServices(ctx)
}

// repair removes an index whose background work died, opens one again whose batch
// failed or whose files were cut, and checks a suspect one.
func (ix *Index) repair(checked *time.Time) {
	g := ix.Acquire()
	if g == nil {
		return
	}
	g.Release()
	select {
	case <-g.Failed():
		// What killed its background work would do so again.
		ix.swap(nil)
		ix.remove(g.Path())
	default:
		if g.Broken() || g.Cut() {
			ix.reopen(g)
			return
		}
		if g.Suspect() && time.Since(*checked) > recheckInterval {
			*checked = time.Now()
			ix.reopen(g)
		}
	}
}

// reopen closes an index and opens it again, which checks its files. If they are
// damaged there is no index afterwards, and Run builds another one in a new folder.
func (ix *Index) reopen(g *Generation) {
	ix.swap(nil)
	again, err := open(g.Path(), ix.version, ix.log)
	if err == nil {
		ix.swap(again)
		return
	}
	ix.log.Warn("search index is damaged, will be rebuilt", "path", g.Path(), "reason", err)
	if !errors.Is(err, engine.ErrLocked) {
		ix.remove(g.Path())
	}
}

// Growth from which on statistics and vocabulary are outdated.
const (
	refreshShare   = 10   // statistics, when a tenth of the documents is new,
	minRefreshDocs = 20   // but not for fewer documents
	relearnFactor  = 4    // the vocabulary, when there are so many times the documents,
	minRelearnDocs = 5000 // but not for fewer documents
)

// refreshStatistics updates missing statistics, and those of an index that has
// grown or shrunk since. It also fills the caches of new segments.
func (ix *Index) refreshStatistics(ctx context.Context) error {
	g := ix.Acquire()
	if g == nil {
		return nil
	}
	defer g.Release()
	docs, err := g.DocCount()
	if err != nil {
		return err
	}
	outdated := true
	if d := g.Dictionary(); d != nil {
		changed := max(docs, d.Docs()) - min(docs, d.Docs())
		outdated = changed >= max(minRefreshDocs, d.Docs()/refreshShare)
	}
	if outdated {
		if err := g.UpdateStatistics(ctx); err != nil {
			return err
		}
	}
	return g.Warm(ctx)
}

// vocabularyOutdated reports whether the index has learnt from so few of its
// documents that it should be rebuilt.
func (ix *Index) vocabularyOutdated() bool {
	g := ix.Acquire()
	if g == nil {
		return false
	}
	defer g.Release()
	d := g.Dictionary()
	if d == nil {
		return false
	}
	docs := d.Texts(dictionary.Guests) // there is no more to learn from
	return g.learntDocs < maxLearnDocs && docs >= minRelearnDocs && docs >= relearnFactor*uint64(g.learntDocs)
}

// outdated reports whether there is no complete index, or whether somebody asked for a
// rebuild after this one was begun, here or on another node.
func (ix *Index) outdated(ctx context.Context) (bool, error) {
	g := ix.Acquire()
	if g == nil {
		return true, nil
	}
	defer g.Release()
	if !g.Complete() {
		return true, nil
	}
	return ix.begunTooEarly(ctx, g)
}

// begunTooEarly reports whether somebody asked for a rebuild after g was begun.
func (ix *Index) begunTooEarly(ctx context.Context, g *Generation) (bool, error) {
	begun, err := g.Number(valueBegun)
	if err != nil {
		return false, err
	}
	wanted, err := db.View(ctx, ix.db, event.OutdatedTx)
	return begun < wanted, err
}
