package search

import (
	"context"
	"errors"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
)

const (
	// maintainInterval is how often Run looks for work.
	maintainInterval = 2 * time.Second
	// retryDelay is how long it waits after a rebuild failed, such as on a full disk.
	retryDelay = time.Minute
	// recheckInterval is the least time between two checks of an index that failed.
	recheckInterval = 10 * time.Minute
)

// RequestRebuildTx asks the running server to build the index anew.
func RequestRebuildTx(tx *db.Tx) error { return job.RequestTx(tx, job.Reindex) }

// Run keeps the index alive until ctx ends: it opens it, builds the one that is missing,
// checks one that failed, keeps its dictionary current, takes in a new edition of
// the catalogue, and rebuilds on request and when it has outgrown its words.
func (ix *Index) Run(ctx context.Context) {
	var checked time.Time
	for ctx.Err() == nil {
		gap := maintainInterval
		if err := ix.maintain(ctx, &checked); err != nil && ctx.Err() == nil {
			ix.log.Error("tending the search index failed", "error", err)
			gap = retryDelay
		}
		select {
		case <-ctx.Done():
		case <-time.After(gap):
		}
	}
}

func (ix *Index) maintain(ctx context.Context, checked *time.Time) error {
	if err := ix.Open(ctx); err != nil {
		return err
	}
	if st := ix.acquire(); st != nil {
		st.users.Done()
		select {
		case <-st.failed:
			// What killed its background work would do so again.
			ix.swap(nil)
			ix.remove(st.path)
		default:
			if st.suspect.Load() && time.Since(*checked) > recheckInterval {
				*checked = time.Now()
				ix.reopen(ctx, st)
			}
		}
	}
	if !ix.State().Ready || ix.vocabularyOutdated() {
		return ix.Rebuild(ctx)
	}
	if err := ix.refreshDictionary(ctx); err != nil {
		return err
	}
	if err := ix.warm(ctx); err != nil {
		return err
	}
	if err := ix.refreshServices(ctx); err != nil {
		return err
	}
	return ix.runRequested(ctx)
}

// Author which growth on the index is looked at anew.
const (
	refreshShare   = 10   // the dictionary, when a tenth of the documents is new
	minRefreshDocs = 20   // but not for fewer documents
	relearnFactor  = 4    // the words of compounds, when there are as many times the documents
	minRelearnDocs = 5000 // but not for fewer documents
)

// refreshDictionary makes the dictionary anew when there is none, or when the index has
// grown or shrunk since.
func (ix *Index) refreshDictionary(ctx context.Context) error {
	st := ix.acquire()
	if st == nil {
		return nil
	}
	defer st.users.Done()
	docs, err := st.index.DocCount()
	if err != nil {
		return err
	}
	if d := st.dictionary.Load(); d != nil {
		moved := max(docs, d.docs) - min(docs, d.docs)
		if moved < max(minRefreshDocs, d.docs/refreshShare) {
			return nil
		}
	}
	return st.updateStatistics(ctx)
}

// warm reads what searches keep of segments before one of them has to wait for it.
func (ix *Index) warm(ctx context.Context) error {
	st := ix.acquire()
	if st == nil {
		return nil
	}
	defer st.users.Done()
	return st.withSearcher(ctx, request{}, func(s *searcher) error {
		for _, segment := range s.segments {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := st.columns.of(segment, s.segments); err != nil {
				return err
			}
			if _, err := st.dates.of(segment, s.segments); err != nil {
				return err
			}
		}
		return nil
	})
}

// vocabularyOutdated reports whether the index knows so few words of what is in it by now
// that it is worth building anew.
func (ix *Index) vocabularyOutdated() bool {
	st := ix.acquire()
	if st == nil {
		return false
	}
	defer st.users.Done()
	d := st.dictionary.Load()
	if d == nil {
		return false
	}
	docs := d.audiences[guests].docs // what there is to learn from
	return st.learntDocs < maxLearnDocs && docs >= minRelearnDocs && docs >= relearnFactor*uint64(st.learntDocs)
}

// reopen closes an index that failed and opens it again, which checks its
// files; if they are damaged there is no index after it.
func (ix *Index) reopen(ctx context.Context, st *store) {
	ix.swap(nil)
	again, err := openStore(st.path, ix.version, ix.log)
	if err == nil {
		ix.swap(again)
		return
	}
	ix.log.Warn("search index is damaged, will be rebuilt", "path", st.path, "reason", err)
	if !errors.Is(err, ErrLocked) {
		ix.remove(st.path)
	}
}

// runRequested does what a command asked for.
func (ix *Index) runRequested(ctx context.Context) error {
	var at time.Time
	var asked bool
	err := ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		at, asked, err = job.RequestedTx(tx, job.Reindex)
		return err
	})
	if err != nil || !asked {
		return err
	}
	if err := ix.Rebuild(ctx); err != nil {
		return err
	}
	return ix.db.Write(ctx, func(tx *db.Tx) error { return job.DoneTx(tx, job.Reindex, at) })
}
