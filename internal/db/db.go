// Package db owns the database, a file of SQLite's or one on a PostgreSQL server:
// transactions of which one at a time writes, each with a fixed clock, and
// migrations.
//
// It is the only package that imports database/sql and the drivers. It promises:
// once Write has returned nil the data survives a power cut, a Write sees all that
// was committed before it, and a reader can never write.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// Options of Open. The zero value is for production.
type Options struct {
	Log  *slog.Logger     // for slow statements; nil discards them
	Now  func() time.Time // the clock; nil means time.Now
	Slow time.Duration    // statements that take longer are logged; 0 means 200 ms
	// Timer knows no steps, other than the clock: time since some moment. Nil means that
	// of the process.
	Timer func() time.Duration
	Reads int // number of reading connections; 0 leaves it to the engine
	// Existing refuses a database that is missing or has a different schema,
	// instead of creating or migrating it.
	Existing bool
	// NoCopy migrates without keeping a copy, because the caller has one.
	NoCopy bool
}

// DB is an open database. Its methods may be called concurrently.
type DB struct {
	engine
	pools
	memory memory
	latest counter
	writes atomic.Int64 // of this process that left a change
	log    *slog.Logger
	slow   time.Duration
	newer  superseding
	clock  clock
	line   line
	full   atomic.Bool // see SetFull
	group  *group      // of writers; nil where each commits alone

	measures Measures
	damaged  atomic.Bool // see Damaged
}

// Open opens the database at the source, the path of a file or the address of a
// database on a server (postgres://user@host/name), and migrates it to this
// program's schema. A file that is missing is created. Open refuses, and leaves
// untouched, a database of a newer program, a damaged one, and what is not a
// database of this program.
func Open(ctx context.Context, source string, o Options) (*DB, error) {
	e, err := engineOf(source)
	if err != nil {
		return nil, err
	}
	return openOn(ctx, e, o)
}

func openOn(ctx context.Context, e engine, o Options) (d *DB, err error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = wallClock
	}
	if o.Timer == nil {
		o.Timer = sinceStart
	}
	if o.Slow == 0 {
		o.Slow = 200 * time.Millisecond
	}
	d = &DB{engine: e, clock: clock{own: o.Now, timer: o.Timer}, log: o.Log, slow: o.Slow, newer: newSuperseding(), measures: newMeasures()}
	if d.pools, err = d.open(ctx, o); err != nil {
		return nil, err
	}
	if err := migrate(ctx, d.engine, d.write, o); err != nil {
		d.Close()
		return nil, err
	}
	if d.sharesCommits() {
		d.group = newGroup()
	}
	return d, nil
}

// OpenReadOnly opens the database at the source for inspection. Nothing is created,
// migrated or copied, and Write fails. served says that another process has it
// open. made names the one file that cannot be avoided, usually "".
func OpenReadOnly(ctx context.Context, source string, served bool) (d *DB, made string, err error) {
	e, err := engineOf(source)
	if err != nil {
		return nil, "", err
	}
	d = &DB{engine: e, clock: clock{own: wallClock, timer: sinceStart}, log: slog.New(slog.DiscardHandler), slow: time.Hour,
		newer: newSuperseding(), measures: newMeasures()}
	if d.pools, made, err = d.look(ctx, served); err != nil {
		return nil, "", err
	}
	if err := checkOurs(ctx, d.engine, d.read, true); err != nil {
		d.Close()
		return nil, "", err
	}
	return d, made, nil
}

// Close waits for running transactions and closes all connections.
func (d *DB) Close() error {
	d.line.close()
	d.latest.close()
	return d.close()
}

// Read runs fn in a read-only transaction, which sees one consistent state of the
// data. Cancellation of ctx is noticed between statements.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	if tx, ok := ctx.Value(togetherKey{}).(*Tx); ok && tx.db == d {
		return fn(tx)
	}
	if s, ok := d.sharedBy(ctx); ok {
		return s.read(ctx, fn)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	run := context.WithoutCancel(ctx)
	raw, err := d.beginRead(run, d.read)
	if err != nil {
		return err
	}
	return d.transact(&Tx{raw: raw, ctx: ctx, run: run, db: d, basis: basisOf(ctx), Now: d.Now(ctx)}, fn)
}

// beginRead begins a transaction that only reads.
func (d *DB) beginRead(ctx context.Context, conns *sql.DB) (*sql.Tx, error) {
	raw, err := conns.BeginTx(ctx, d.reading())
	if err != nil {
		return nil, fmt.Errorf("begin: %w", d.translate(err))
	}
	return raw, nil
}

// View runs fn in a Read of its own and returns its result.
func View[T any](ctx context.Context, d *DB, fn func(*Tx) (T, error)) (out T, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		out, err = fn(tx)
		return err
	})
	return out, err
}

// Write runs fn in a write transaction and commits it durably if fn returns nil.
// An error or a panic rolls everything back. fn may be run again from its beginning:
// what it counts or collects for the caller begins there too. Listeners are woken
// after the commit if fn called Tx.Nudge. Under HoldWrites it returns ErrHeld, on a full
// disk ErrFull (see CanWait), beside a newer program ErrNewerSchema, and ErrUnclear where nobody knows whether it
// was committed.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if held(ctx) {
		return ErrHeld
	}
	if d.refuses(ctx) {
		return ErrFull
	}
	if d.write == nil {
		return errors.New("write: the database was opened to be looked at only")
	}
	if s, ok := ctx.Value(snapshotKey{}).(*snapshot); ok {
		s.forgetVersion()
		defer s.forgetVersion()
	}
	if s, ok := d.sharedBy(ctx); ok {
		s.end()
		s.mu.Unlock()
	}
	if twice {
		if err := d.rehearse(ctx, fn); err != nil {
			return err
		}
	}
	return d.writeOnce(ctx, fn)
}

func (d *DB) writeOnce(ctx context.Context, fn func(*Tx) error) error {
	if d.group != nil {
		return d.group.write(ctx, d, fn)
	}
	return d.writeAlone(ctx, fn)
}

// writeAlone runs fn in a transaction of its own.
func (d *DB) writeAlone(ctx context.Context, fn func(*Tx) error) error {
	run, cancel := context.WithCancel(ctx)
	defer cancel()
	waiting := time.Now()
	raw, at, err := d.beginWrite(run, d.write)
	seconds(d.measures.WriteWait, waiting)
	if errors.Is(err, ErrNewerSchema) {
		d.newer.note(d.log, err)
	}
	if err != nil {
		return fmt.Errorf("begin: %w", d.translate(err))
	}
	return d.transact(&Tx{raw: raw, ctx: ctx, run: run, cancel: cancel, db: d, basis: basisOf(ctx), wrote: &written{},
		Now: d.timeOf(ctx, at)}, fn)
}

// transact runs fn in the transaction that was begun, and ends it.
func (d *DB) transact(tx *Tx, fn func(*Tx) error) error {
	defer tx.raw.Rollback() // no effect after a commit
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.ended(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if tx.wrote != nil {
		if err := d.leaveChange(tx.run, tx.raw, tx.wrote); err != nil {
			return err
		}
	}
	committing := time.Now()
	if err := d.commit(tx); err != nil {
		return err
	}
	if tx.cancel != nil { // it wrote, and nobody with it
		seconds(d.measures.Commits, committing)
		d.measures.Group.Observe(1)
	}
	if tx.nudge {
		d.line.nudge()
	}
	return nil
}
