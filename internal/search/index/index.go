// Package index keeps the search index in step with the database: it turns
// threads, replies, FAQ articles, official answers and services into documents,
// follows the event log, rebuilds and repairs. It owns no table; the index stands
// in a folder of its own and can be rebuilt from the database at any time.
//
// It promises: index and cursor never disagree; a damaged, outdated or foreign
// index is replaced and never keeps the site from starting; searches are answered
// during a rebuild; an index that is ahead of its database raises an alarm; names
// of people are not in the index.
package index

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	"kommunalforum/internal/db"
	"kommunalforum/internal/search/engine"
)

// Version is the version of analysis and documents. It is raised when one of them
// changes. An index of another version, or whose texts were analysed with other
// word lists, is rebuilt.
const Version = 9

// Index is the search index of the site. Its methods may be called concurrently.
type Index struct {
	dir     string
	db      *db.DB
	log     *slog.Logger
	version int

	mu      sync.RWMutex
	current *Generation // answers searches; nil if there is none

	building    sync.Mutex // held while an index is opened or built
	opened      bool
	done, total atomic.Int64 // documents of the rebuild that is running
}

// State says how complete searches are.
type State struct {
	Ready       bool // a complete index answers
	Done, Total int  // documents of the rebuild that is running, 0 and 0 if none is
}

// New returns the index below dir, which is created if it is absent. Nothing is
// opened yet: commands that do not search leave it to the running server.
func New(dir string, d *db.DB, log *slog.Logger, version int) *Index {
	return &Index{dir: dir, db: d, log: log, version: version}
}

// Open opens the newest complete generation. One that is damaged, of another
// version, or out of step with the database is removed; one that another process
// holds is left alone. In both cases there is no index until Run has built it.
// Errors are those of the database alone. A second call does nothing.
func (ix *Index) Open(ctx context.Context) error {
	ix.building.Lock()
	defer ix.building.Unlock()
	if ix.opened {
		return nil
	}
	if err := os.MkdirAll(ix.dir, 0o700); err != nil {
		ix.log.Error("folder of the search index cannot be made", "error", err)
	}
	for _, path := range folders(ix.dir) {
		if err := ix.reportLoss(ctx, path); err != nil {
			return err
		}
		g, err := open(path, ix.version, ix.log)
		if err == nil {
			if err = ix.checkPosition(ctx, g); err == nil {
				ix.swap(g)
				break
			}
			g.Close()
		}
		if fault := (*databaseError)(nil); errors.As(err, &fault) {
			return err
		}
		ix.log.Warn("search index not usable, will be rebuilt", "path", path, "reason", err)
		if !errors.Is(err, engine.ErrLocked) {
			ix.remove(path)
		}
	}
	ix.removeOthers()
	ix.opened = true
	return nil
}

// Close waits for running searches and closes the index. Run and the consumer
// must have ended.
func (ix *Index) Close() error {
	ix.swap(nil)
	return nil
}

// State returns how complete searches are at the moment.
func (ix *Index) State() State {
	state := State{Done: int(ix.done.Load()), Total: int(ix.total.Load())}
	if g := ix.Acquire(); g != nil {
		state.Ready = g.Complete()
		g.Release()
	}
	return state
}

// Documents counts what can be found, 0 without an index.
func (ix *Index) Documents() (uint64, error) {
	g := ix.Acquire()
	if g == nil {
		return 0, nil
	}
	defer g.Release()
	return g.DocCount()
}

// Acquire returns the generation that answers searches, nil if there is none. The
// caller must release it.
func (ix *Index) Acquire() *Generation {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if ix.current != nil {
		ix.current.users.Add(1)
	}
	return ix.current
}

// swap makes g answer searches, none if it is nil, and closes the former
// generation once its users have released it.
func (ix *Index) swap(g *Generation) {
	ix.mu.Lock()
	old := ix.current
	ix.current = g
	ix.mu.Unlock()
	if old == nil || old == g {
		return
	}
	if err := old.Close(); err != nil {
		ix.log.Warn("closing the search index failed", "error", err)
	}
}

func (ix *Index) remove(path string) {
	if err := errors.Join(os.RemoveAll(path), os.RemoveAll(path+unfinishedSuffix)); err != nil {
		ix.log.Warn("old search index cannot be removed", "path", path, "error", err)
	}
}

// removeOthers removes all generations except the one that answers, if one does,
// and those that another process holds.
func (ix *Index) removeOthers() {
	g := ix.Acquire()
	if g == nil {
		return
	}
	defer g.Release()
	for _, path := range folders(ix.dir) {
		if path == g.Path() {
			continue
		}
		if _, err := engine.ReadContents(path); !errors.Is(err, engine.ErrLocked) {
			ix.remove(path)
		}
	}
}
