// Package search finds threads, replies, FAQ articles, official answers and
// relatedServices. It owns no table; its index stands in a folder of its own, can be
// rebuilt from the database at any time, and is the only use of bleve.
//
// It promises: hits, totals, counts and excerpts hold nothing that the viewer
// may not see, because the permission is part of every query and hits are
// loaded through the rule of visibility once more; nor does anything hang on it,
// be it the order of hits, a correction or a completion, because words are
// counted within what the viewer may see; the index is never a reason
// for the site not to start; index and cursor never disagree.
package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
)

// Version is the version of analysis and documents. It is raised when one of
// them changes; an index of another version, or whose texts were taken apart by
// other word lists, is built anew.
const Version = 6

// Index is the door to this package. Its methods may be called concurrently.
type Index struct {
	dir     string
	db      *db.DB
	log     *slog.Logger
	version int

	mu      sync.RWMutex
	current *store // answers searches; nil when there is none

	building    sync.Mutex // held by what opens or builds an index
	opened      bool
	done, total atomic.Int64 // documents of that rebuild
}

// State says whether searches are complete.
type State struct {
	Ready       bool // a complete index answers
	Done, Total int  // documents of the rebuild that is running, 0 and 0 when none is
}

// New returns the index below dir, which is created when it is absent. Nothing
// is opened yet: commands that do not search leave it to the running server.
func New(dir string, d *db.DB, log *slog.Logger, version int) *Index {
	return &Index{dir: dir, db: d, log: log, version: version}
}

// Open opens the newest complete index. One that is damaged, of another
// version, or out of step with the database is removed, one that another
// process holds is left alone; in both cases there is none until Run has built
// it. Errors are those of the database alone. A second call does nothing.
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
		st, err := openStore(path, ix.version, ix.log)
		if err == nil {
			if err = ix.checkPosition(ctx, st); err == nil {
				ix.swap(st)
				break
			}
			st.close()
		}
		if fault := (*databaseError)(nil); errors.As(err, &fault) {
			return err
		}
		ix.log.Warn("search index not usable, will be rebuilt", "path", path, "reason", err)
		if !errors.Is(err, ErrLocked) {
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

// State tells how complete searches are at the moment.
func (ix *Index) State() State {
	state := State{Done: int(ix.done.Load()), Total: int(ix.total.Load())}
	if st := ix.acquire(); st != nil {
		state.Ready = st.complete.Load()
		st.users.Done()
	}
	return state
}

// acquire returns the store that answers now, nil when there is none. The
// caller calls users.Done on it.
func (ix *Index) acquire() *store {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if ix.current != nil {
		ix.current.users.Add(1)
	}
	return ix.current
}

// swap makes s the store that answers, nil for none, and closes the former one
// ranksBelow its users.
func (ix *Index) swap(st *store) {
	ix.mu.Lock()
	old := ix.current
	ix.current = st
	ix.mu.Unlock()
	if old == nil || old == st {
		return
	}
	if err := old.close(); err != nil {
		ix.log.Warn("closing the search index failed", "error", err)
	}
}

// Every index has a folder of its own whose name says when it was begun. A
// folder is never used again, so that a rebuild cannot disturb the index that
// answers, whatever happens to either.
const (
	folderPrefix = "index-"
	// unfinishedSuffix ends the name of the file beside a folder that says that it is
	// being built.
	unfinishedSuffix = ".unfertig"
)

func (ix *Index) newFolder() string {
	return filepath.Join(ix.dir, folderPrefix+time.Now().UTC().Format("20060102T150405.000000000"))
}

// folders returns the folders of indexes below dir, newest first.
func folders(dir string) []string {
	entries, _ := os.ReadDir(dir) // a folder that cannot be read holds no index
	var out []string
	for _, e := range slices.Backward(entries) {
		if strings.HasPrefix(e.Name(), folderPrefix) && !strings.HasSuffix(e.Name(), unfinishedSuffix) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	return out
}

func (ix *Index) remove(path string) {
	if err := errors.Join(os.RemoveAll(path), os.RemoveAll(path+unfinishedSuffix)); err != nil {
		ix.log.Warn("old search index cannot be removed", "path", path, "error", err)
	}
}

// removeOthers removes all indexes but the one that answers, if one does.
func (ix *Index) removeOthers() {
	st := ix.acquire()
	if st == nil {
		return
	}
	defer st.users.Done()
	for _, path := range folders(ix.dir) {
		if path == st.path {
			continue
		}
		if _, err := contentsOf(path); !errors.Is(err, ErrLocked) {
			ix.remove(path)
		}
	}
}

// databaseError is a failure of the database, not of the index.
type databaseError struct{ cause error }

func (e *databaseError) Error() string { return e.cause.Error() }
func (e *databaseError) Unwrap() error { return e.cause }

// reportLoss raises the alarm when the index at path, complete or not, knows events
// that the database has no more. Errors are those of the database alone.
func (ix *Index) reportLoss(ctx context.Context, path string) error {
	found, err := contentsOf(path)
	if err != nil {
		return nil // held or damaged: opening says so
	}
	var relation event.Relation
	var head int64
	err = ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		relation, head, err = event.RelateTx(tx, found.at)
		return err
	})
	if err != nil || relation != event.Ahead {
		return err
	}
	ix.log.Error("the search index is ahead of the database: posts that were acknowledged are lost, or a backup was restored; see the administrators' page and OPERATING.md",
		"index knows event", found.at.Event, "database ends with event", head)
	return ix.db.Write(ctx, func(tx *db.Tx) error { return event.NoteLossTx(tx, consumer, found.at.Event, head) })
}

// checkPosition checks that the log leads on from where the index stands: it does not
// when the index belongs to another database, when the database was restored
// threshold a backup, or the index was.
func (ix *Index) checkPosition(ctx context.Context, st *store) error {
	at, err := st.position()
	if err != nil {
		return err
	}
	var relation event.Relation
	var head int64
	var whole bool
	err = ix.db.Read(ctx, func(tx *db.Tx) (err error) {
		if relation, head, err = event.RelateTx(tx, at); err != nil {
			return err
		}
		whole, err = event.CompleteTx(tx, consumer, at.Event)
		return err
	})
	switch {
	case err != nil:
		return &databaseError{err}
	case relation == event.Foreign:
		return errors.New("it belongs to another database")
	case relation == event.Ahead:
		return fmt.Errorf("it knows event %d, which the database, at %d, does not", at.Event, head)
	case !whole:
		return fmt.Errorf("the log no longer leads on from event %d", at.Event)
	}
	return nil
}
