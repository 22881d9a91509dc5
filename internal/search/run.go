package search

import (
	"context"
	"errors"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
)

const (
	// lookGap is how often Run looks for work.
	lookGap = 2 * time.Second
	// failGap is how long it waits after a rebuild failed, such as on a full disk.
	failGap = time.Minute
	// doubtGap is the least time between two checks of an index that failed.
	doubtGap = 10 * time.Minute
)

// RequestRebuildTx asks the running server to build the index anew.
func RequestRebuildTx(tx *db.Tx) error { return job.RequestTx(tx, job.Reindex) }

// Run keeps the index alive until ctx ends: it opens it, builds the one that is missing,
// checks one that failed, keeps its dictionary current, takes in a new edition of
// the catalogue, and rebuilds on request and when it has outgrown its words.
func (ix *Index) Run(ctx context.Context) {
	var checked time.Time
	for ctx.Err() == nil {
		gap := lookGap
		if err := ix.tend(ctx, &checked); err != nil && ctx.Err() == nil {
			ix.log.Error("tending the search index failed", "error", err)
			gap = failGap
		}
		select {
		case <-ctx.Done():
		case <-time.After(gap):
		}
	}
}

func (ix *Index) tend(ctx context.Context, checked *time.Time) error {
	if err := ix.Open(ctx); err != nil {
		return err
	}
	if s := ix.acquire(); s != nil {
		s.users.Done()
		select {
		case <-s.sick:
			// What killed its background work would do so again.
			ix.swap(nil)
			ix.remove(s.path)
		default:
			if s.doubt.Load() && time.Since(*checked) > doubtGap {
				*checked = time.Now()
				ix.reopen(ctx, s)
			}
		}
	}
	if !ix.State().Ready || ix.outgrown() {
		return ix.Rebuild(ctx)
	}
	if err := ix.respell(ctx); err != nil {
		return err
	}
	if err := ix.warm(ctx); err != nil {
		return err
	}
	if err := ix.refreshServices(ctx); err != nil {
		return err
	}
	return ix.workOff(ctx)
}

// From which growth on the index is looked at anew.
const (
	respellShare = 10   // the dictionary, when a tenth of the documents is new
	respellLeast = 20   // but not for fewer documents
	relearnTimes = 4    // the words of compounds, when there are as many times the documents
	relearnLeast = 5000 // but not for fewer documents
)

// respell makes the dictionary anew when there is none, or when the index has
// grown or shrunk since.
func (ix *Index) respell(ctx context.Context) error {
	s := ix.acquire()
	if s == nil {
		return nil
	}
	defer s.users.Done()
	docs, err := s.index.DocCount()
	if err != nil {
		return err
	}
	if d := s.grams.Load(); d != nil {
		moved := max(docs, d.docs) - min(docs, d.docs)
		if moved < max(respellLeast, d.docs/respellShare) {
			return nil
		}
	}
	return s.spell(ctx)
}

// warm reads what searches keep of segments before one of them has to wait for it.
func (ix *Index) warm(ctx context.Context) error {
	s := ix.acquire()
	if s == nil {
		return nil
	}
	defer s.users.Done()
	return s.looking(ctx, ask{}, func(l *look) error {
		for _, segment := range l.segments {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := s.columns.of(segment, l.segments); err != nil {
				return err
			}
			if _, err := s.ages.of(segment, l.segments); err != nil {
				return err
			}
		}
		return nil
	})
}

// outgrown reports whether the index knows so few words of what is in it by now
// that it is worth building anew.
func (ix *Index) outgrown() bool {
	s := ix.acquire()
	if s == nil {
		return false
	}
	defer s.users.Done()
	d := s.grams.Load()
	if d == nil {
		return false
	}
	docs := d.open[guests].docs // what there is to learn from
	return s.learnt < learnDocs && docs >= relearnLeast && docs >= relearnTimes*uint64(s.learnt)
}

// reopen closes an index that failed and opens it again, which checks its
// files; if they are damaged there is no index after it.
func (ix *Index) reopen(ctx context.Context, s *store) {
	ix.swap(nil)
	again, err := openStore(s.path, ix.version, ix.log)
	if err == nil {
		ix.swap(again)
		return
	}
	ix.log.Warn("search index is damaged, will be rebuilt", "path", s.path, "reason", err)
	if !errors.Is(err, ErrLocked) {
		ix.remove(s.path)
	}
}

// workOff does what a command asked for.
func (ix *Index) workOff(ctx context.Context) error {
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
