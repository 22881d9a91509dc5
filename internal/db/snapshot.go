package db

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"time"
)

type snapshotKey struct{}

// snapshot is a read transaction that several Reads share.
type snapshot struct {
	db *DB

	mu    sync.Mutex // held while a Read runs
	raw   *sql.Tx    // nil until the first one
	began atomic.Pointer[time.Time]

	asking  sync.Mutex
	asked   bool
	version int64 // once asked
}

// versionOnce returns the version of the data when it was first asked for.
func (s *snapshot) versionOnce(ctx context.Context) (version int64, err error) {
	s.asking.Lock()
	defer s.asking.Unlock()
	if !s.asked {
		if s.version, err = s.db.latest.read(context.WithoutCancel(ctx), s.db); err != nil {
			return 0, err
		}
		s.asked = true
	}
	return s.version, nil
}

func (s *snapshot) forgetVersion() {
	s.asking.Lock()
	defer s.asking.Unlock()
	s.asked = false
}

// Snapshot returns a context whose Reads share one transaction, begun by the first
// of them: one consistent state for a whole request. The version of the data is asked
// for once under it. A Write under the context
// ends it, so that later Reads see what was written. Release ends it too and must
// be called in the end; call it before anything slow, because the transaction
// holds a connection. A Read within a Read has its own transaction.
func (d *DB) Snapshot(ctx context.Context) (shared context.Context, release func()) {
	s := &snapshot{db: d}
	return context.WithValue(ctx, snapshotKey{}, s), s.release
}

func (s *snapshot) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end()
}

func (s *snapshot) end() {
	if s.raw != nil {
		s.raw.Rollback() // nothing was written
		s.raw = nil
		s.began.Store(nil)
	}
}

// MayMiss reports whether the Reads of ctx may see a state from before an instant, of the
// clock of this process and not of a test, because their Snapshot was begun before it.
func MayMiss(ctx context.Context, at time.Time) bool {
	s, ok := ctx.Value(snapshotKey{}).(*snapshot)
	if !ok {
		return false
	}
	began := s.began.Load()
	return began != nil && began.Before(at)
}

// sharedBy returns the snapshot of the context and locks it, unless it is in use.
func (d *DB) sharedBy(ctx context.Context) (*snapshot, bool) {
	s, ok := ctx.Value(snapshotKey{}).(*snapshot)
	return s, ok && s.db == d && s.mu.TryLock()
}

// read runs fn in the shared transaction; the caller of sharedBy holds it.
func (s *snapshot) read(ctx context.Context, fn func(*Tx) error) (err error) {
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.raw == nil {
		if s.raw, err = s.db.beginRead(context.WithoutCancel(ctx), s.db.read); err != nil {
			return err
		}
		now := time.Now()
		s.began.Store(&now)
	}
	tx := &Tx{raw: s.raw, ctx: ctx, run: context.WithoutCancel(ctx), db: s.db, basis: basisOf(ctx), Now: s.db.Now(ctx)}
	if err = fn(tx); err == nil {
		err = tx.ended()
	}
	if tx.failed != nil {
		s.end() // the next Read begins another
	}
	return err
}
