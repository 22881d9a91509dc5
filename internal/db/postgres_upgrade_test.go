//go:build postgres

package db_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// writerLock is the lock at which writers queue.
const writerLock = 0x6b6f6d6d756e616c

// session connects to the database beside package db.
func session(t *testing.T, source string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func exec(t *testing.T, conn *pgx.Conn, statement string, args ...any) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// waiting returns once a session waits for a lock.
func waiting(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	for n := 0; n == 0; {
		err := conn.QueryRow(t.Context(), `
			SELECT count(*)
			FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
	}
}

// older makes the database as the program was that first ran on PostgreSQL.
func older(t *testing.T) (source string) {
	t.Helper()
	source = emptySource(t)
	conf, err := pgx.ParseConfig(source)
	if err != nil {
		t.Fatal(err)
	}
	conns := stdlib.OpenDB(*conf)
	defer conns.Close()
	p, err := goose.NewProvider(goose.DialectPostgres, conns, os.DirFS("migrations/postgres"))
	if err == nil {
		_, err = p.UpTo(t.Context(), 76)
	}
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestAnOldProgramReadsOnBesideANewerOneButWritesNothing(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	source := emptySource(t)
	d, err := db.Open(t.Context(), source, db.Options{Log: slog.New(slog.NewTextHandler(&said, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	write := func() error {
		return d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO job (kind, requested_at) VALUES ('x', 0)`)
			return err
		})
	}
	count := func() int {
		n, err := db.View(t.Context(), d, jobs)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := write(); err != nil || count() != 1 {
		t.Fatal(err)
	}
	before, err := d.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	newer := session(t, source)
	exec(t, newer, `ALTER TABLE job ADD COLUMN later TEXT`)
	exec(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
	for range 3 {
		if err := write(); !errors.Is(err, db.ErrNewerSchema) || !fault.Is(err, fault.Unready) {
			t.Errorf("a write of the old program: %v", err)
		}
	}
	if n := count(); n != 1 {
		t.Errorf("%d rows", n)
	}
	if after, err := d.Version(t.Context()); err != nil || after != before {
		t.Errorf("what was refused counts: %d after %d, %v", after, before, err)
	}
	select {
	case <-d.Superseded():
	default:
		t.Error("nobody was told")
	}
	if n := strings.Count(said.String(), "schema 99999"); n != 1 {
		t.Errorf("said %d times:\n%s", n, &said)
	}
}

// TestWhoeverWaitedForAMigrationWritesNothing lets a write begin before the migration
// has ended.
func TestWhoeverWaitedForAMigrationWritesNothing(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	d := open(t, source)
	newer, watch := session(t, source), session(t, source)
	exec(t, newer, `SELECT pg_advisory_lock($1)`, writerLock)
	written := make(chan error)
	go func() {
		written <- d.Write(context.Background(), func(*db.Tx) error { return nil })
	}()
	waiting(t, watch)
	exec(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`)
	exec(t, newer, `SELECT pg_advisory_unlock($1)`, writerLock)
	if err := <-written; !errors.Is(err, db.ErrNewerSchema) {
		t.Errorf("it wrote: %v", err)
	}
}

func TestAMigrationWaitsForTheWriterBeforeIt(t *testing.T) {
	t.Parallel()
	source := older(t)
	writer, watch := session(t, source), session(t, source)
	exec(t, writer, `SELECT pg_advisory_lock($1)`, writerLock) // as a write does
	migrated := make(chan error)
	go func() {
		d, err := db.Open(context.Background(), source, db.Options{})
		if err == nil {
			err = d.Close()
		}
		migrated <- err
	}()
	waiting(t, watch)
	var newest int
	if err := watch.QueryRow(t.Context(), `SELECT max(version_id) FROM goose_db_version`).Scan(&newest); err != nil || newest != 76 {
		t.Errorf("migrated to %d beside a writer, %v", newest, err)
	}
	exec(t, writer, `SELECT pg_advisory_unlock($1)`, writerLock)
	if err := <-migrated; err != nil {
		t.Error(err)
	}
}

func TestSeveralProgramsMayMigrateAnOldDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	source := older(t)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			d, err := db.Open(context.Background(), source, db.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := d.Write(context.Background(), func(*db.Tx) error { return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// TestAMigrationLetsOthersReadWhileItWaits holds a table as a backup does. Whoever
// comes after the migration would wait for it, and so for the backup.
func TestAMigrationLetsOthersReadWhileItWaits(t *testing.T) {
	t.Parallel()
	source := older(t)
	backup, watch, guest := session(t, source), session(t, source), session(t, source)
	exec(t, backup, `BEGIN`)
	exec(t, backup, `LOCK TABLE write_count IN ACCESS SHARE MODE`)
	migrated := make(chan error)
	go func() {
		d, err := db.Open(context.Background(), source, db.Options{})
		if err == nil {
			err = d.Close()
		}
		migrated <- err
	}()
	waiting(t, watch)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if _, err := guest.Exec(ctx, `SELECT n FROM write_count`); err != nil {
		t.Errorf("nobody reads any more: %v", err)
	}
	exec(t, backup, `COMMIT`)
	if err := <-migrated; err != nil {
		t.Error(err)
	}
}

// TestReadingGoesOnWhenColumnsAreAdded runs a prepared statement again after its table
// has changed, on each connection.
func TestReadingGoesOnWhenColumnsAreAdded(t *testing.T) {
	t.Parallel()
	source := emptySource(t)
	d := open(t, source)
	read := func() {
		t.Helper()
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 5 {
					if _, err := db.View(t.Context(), d, func(tx *db.Tx) ([]string, error) {
						return db.Column[string](tx, `SELECT kind FROM job WHERE requested_at >= $1`, 0)
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	}
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('x', 0)`)
	read()
	newer := session(t, source)
	exec(t, newer, `ALTER TABLE job ADD COLUMN later TEXT NOT NULL DEFAULT ''`)
	read()
	do(t, d, `INSERT INTO job (kind, requested_at) VALUES ('y', 0)`)
}
