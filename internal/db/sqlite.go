package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"time"
)

// sqlite is the engine of a database file: one connection that writes, begun
// IMMEDIATE, and a pool of read-only ones.
type sqlite struct{ path string }

const (
	writerOptions = "_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=1&_synchronous=FULL&_txlock=immediate&_secure_delete=1&_stmt_cache_size=256"
	readerOptions = "mode=ro&_busy_timeout=5000&_query_only=1&_stmt_cache_size=256"
)

func (e sqlite) String() string { return e.path }

// open refuses, and leaves untouched, a file that is not a database, and a
// write-ahead log without its database.
func (e sqlite) open(_ context.Context, o Options) (p pools, err error) {
	exists, err := checkFile(e.path, o.Existing)
	if err != nil {
		return p, err
	}
	if !exists {
		if err := createFile(e.path); err != nil {
			return p, err
		}
	}
	if err := keepPlans(); err != nil {
		return p, err
	}
	if o.Reads == 0 {
		o.Reads = 4
	}
	// No connection is made before the first statement: the readers come when the
	// writer has created file and log.
	for _, pool := range []struct {
		to      **sql.DB
		options string
		most    int
	}{{&p.write, writerOptions, 1}, {&p.read, readerOptions, o.Reads}, {&p.versions, readerOptions, 2}} {
		if *pool.to, err = sql.Open(driver(), dsn(e.path, pool.options)); err != nil {
			p.close()
			return p, fmt.Errorf("open database: %w", err)
		}
		(*pool.to).SetMaxOpenConns(pool.most)
		(*pool.to).SetMaxIdleConns(pool.most)
	}
	return p, nil
}

func dsn(path, options string) string {
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: options}).String()
}

// sqliteStatements holds them for all databases: to SQLite $1 is a named parameter
// filled by order of first appearance, so $n becomes ?n.
var sqliteStatements = statementCache{holder: '?'}

func (sqlite) statements() *statementCache { return &sqliteStatements }

func (sqlite) beginWrite(ctx context.Context, writers *sql.DB) (*sql.Tx, time.Time, error) {
	tx, err := writers.BeginTx(ctx, nil)
	return tx, time.Time{}, err
}

// together has no way to go.
func (sqlite) together(tx *Tx, reads []func(*Tx) error) error {
	for _, read := range reads {
		if err := read(tx); err != nil {
			return err
		}
	}
	return nil
}

func (sqlite) sharesCommits() bool { return true }

func (sqlite) reading() *sql.TxOptions { return nil }

// changeSQL counts by the rows themselves: the newest one is never deleted.
func (sqlite) changeSQL(some bool) string {
	if !some {
		return ""
	}
	return `INSERT INTO data_change (n, what) SELECT COALESCE(MAX(n), 0) + 1, ?1 FROM data_change`
}

func (sqlite) changesSQL() string {
	return `SELECT n, n, what FROM data_change WHERE n > ?1 ORDER BY n`
}

// exchange has nobody to tell: one process has the file open.
func (sqlite) exchange(context.Context, pools, *slog.Logger, <-chan struct{}, func()) {}

func (sqlite) warnings(context.Context, pools) ([]string, error) { return nil, nil }

func (sqlite) lead(ctx context.Context, _ *slog.Logger, work func(context.Context)) { work(ctx) }

func (sqlite) skipID(tx *Tx, table string) (int64, error) {
	return Scalar[int64](tx, `UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = $1 RETURNING seq`, table)
}

// eraseTraces moves the write-ahead log into the database file and truncates it.
// What was deleted or overwritten (with zeros, see secure_delete) is then in neither
// file, nor in an index. It fails while a reader still uses an older state. It waits for
// none for long, because writers wait with it: a backup reads one state for a while, and
// Litestream does so all the time.
func (e sqlite) eraseTraces(ctx context.Context, writers *sql.DB, _ []Key) error {
	conn, err := writers.Conn(ctx)
	if err != nil {
		return fmt.Errorf("empty write-ahead log: %w", e.translate(err))
	}
	defer conn.Close()
	defer conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA busy_timeout = 5000`) // as in writerOptions
	var busy, pages, moved int
	if _, err = conn.ExecContext(ctx, `PRAGMA busy_timeout = 200`); err == nil {
		err = conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
	}
	if err != nil {
		return fmt.Errorf("empty write-ahead log: %w", e.translate(err))
	}
	if busy != 0 {
		return errors.New("empty write-ahead log: a reader is still looking at it")
	}
	return nil
}
