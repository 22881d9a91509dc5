// Package db owns the database file: one connection that writes, a pool of
// read-only ones, transactions with a fixed clock, and migrations.
//
// It is the only package that imports database/sql and the driver. It promises:
// once Write has returned nil the data survives a power cut (synchronous=FULL),
// and a reader can never write (query_only).
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"
)

// Options of Open. The zero value is for production.
type Options struct {
	Log   *slog.Logger     // for slow statements; nil discards them
	Now   func() time.Time // the clock; nil means time.Now
	Slow  time.Duration    // statements that take longer are logged; 0 means 200 ms
	Reads int              // number of reading connections; 0 means 4
	// Existing refuses a database that is missing or has a different schema,
	// instead of creating or migrating it.
	Existing bool
}

// DB is an open database. Its methods may be called concurrently.
type DB struct {
	write, read *sql.DB
	versions    *sql.DB // one connection for memory and one for Version
	memory      memory
	latest      counter
	path        string
	now         func() time.Time
	log         *slog.Logger
	slow        time.Duration

	mu        sync.Mutex
	listeners []chan struct{}
}

const (
	writerOptions = "_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=1&_synchronous=FULL&_txlock=immediate&_secure_delete=1&_stmt_cache_size=256"
	readerOptions = "mode=ro&_busy_timeout=5000&_query_only=1&_stmt_cache_size=256"
)

// Open opens the database file at path, creates it if it is missing, and migrates
// it to this program's schema. It refuses, and leaves untouched, a database of a
// newer program, a damaged one, a file that is not a database, and a write-ahead
// log without its database.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Slow == 0 {
		o.Slow = 200 * time.Millisecond
	}
	if o.Reads == 0 {
		o.Reads = 4
	}
	exists, err := checkFile(path, o.Existing)
	if err != nil {
		return nil, err
	}
	if !exists {
		if err := createFile(path); err != nil {
			return nil, err
		}
	}
	if err := keepPlans(); err != nil {
		return nil, err
	}
	d := &DB{path: path, now: o.Now, log: o.Log, slow: o.Slow}
	if d.write, err = sql.Open(driver(), dsn(path, writerOptions)); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	d.write.SetMaxOpenConns(1)
	if err := migrate(ctx, d.write, path, o); err != nil {
		d.write.Close()
		return nil, err
	}
	// The readers come second: the writer has created file and WAL by now.
	if d.read, err = sql.Open(driver(), dsn(path, readerOptions)); err != nil {
		d.write.Close()
		return nil, fmt.Errorf("open database for reading: %w", err)
	}
	d.read.SetMaxOpenConns(o.Reads)
	d.read.SetMaxIdleConns(o.Reads)
	if d.versions, err = sql.Open(driver(), dsn(path, readerOptions)); err != nil {
		d.Close()
		return nil, fmt.Errorf("open database for reading: %w", err)
	}
	d.versions.SetMaxOpenConns(2)
	d.versions.SetMaxIdleConns(2)
	return d, nil
}

func dsn(path, options string) string {
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: options}).String()
}

// Close waits for running transactions and closes all connections.
func (d *DB) Close() error {
	d.memory.close()
	d.latest.close()
	if d.versions != nil {
		d.versions.Close()
	}
	if d.write == nil {
		return d.read.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Path returns the path given to Open.
func (d *DB) Path() string { return d.path }

// Now returns the current time by the database's clock, or the time set by At.
func (d *DB) Now(ctx context.Context) time.Time {
	if t, ok := ctx.Value(clockKey{}).(time.Time); ok {
		return t.UTC().Truncate(time.Millisecond)
	}
	return d.now().UTC().Truncate(time.Millisecond)
}

type clockKey struct{}

// At returns a context whose transactions take t for the current time. The demo
// world and tests use it to write the past.
func At(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, t)
}

// Read runs fn in a read-only transaction, which sees one consistent state of the
// data. Cancellation of ctx is noticed between statements.
func (d *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	if s, ok := d.sharedBy(ctx); ok {
		return s.read(ctx, fn)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	return d.transact(ctx, context.WithoutCancel(ctx), d.read, fn)
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
// An error or a panic rolls everything back. Listeners are woken after the commit
// if fn called Tx.Nudge. Under HoldWrites it returns ErrHeld.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	if held(ctx) {
		return ErrHeld
	}
	if d.write == nil {
		return errors.New("write: the database was opened to be looked at only")
	}
	if s, ok := d.sharedBy(ctx); ok {
		s.end()
		s.mu.Unlock()
	}
	return d.transact(ctx, ctx, d.write, fn)
}

// transact runs fn under ctx; run is the context for the driver, which starts a
// goroutine per statement if it can be cancelled. Reads therefore pass another.
func (d *DB) transact(ctx, run context.Context, pool *sql.DB, fn func(*Tx) error) error {
	raw, err := pool.BeginTx(run, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", translate(err))
	}
	defer raw.Rollback() // no effect after a commit
	tx := &Tx{raw: raw, ctx: ctx, run: run, db: d, Now: d.Now(ctx)}
	if err := fn(tx); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return fmt.Errorf("commit: %w", translate(err))
	}
	if tx.nudge {
		d.wake()
	}
	return nil
}

// Listen returns a channel that receives a signal after each commit that nudged.
// Signals are merged while nobody receives: only the rows count.
func (d *DB) Listen() <-chan struct{} {
	c := make(chan struct{}, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.listeners = append(d.listeners, c)
	return c
}

func (d *DB) wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.listeners {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
