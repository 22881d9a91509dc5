package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// The first of these holds the schema as it was when PostgreSQL came; the later
// ones have the numbers of SQLite's.
//
//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

func (postgres) migrations(conns *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(postgresMigrations, "migrations/postgres")
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, uint64(migrationWait/time.Second)))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, conns, files, goose.WithSessionLocker(migrationLock{locker}))
}

// newestPostgres is the number of the newest migration that this program knows.
var newestPostgres = sync.OnceValue(func() (newest int64) {
	files, err := fs.ReadDir(postgresMigrations, "migrations/postgres")
	for _, f := range files {
		n, bad := goose.NumericComponent(f.Name())
		newest, err = max(newest, n), errors.Join(err, bad)
	}
	if err != nil { // embedded files cannot change: a mistake of the build
		panic(err)
	}
	return newest
})

// migrationLock also keeps all writers waiting, so that no older program writes beside
// a migration what that has passed already.
type migrationLock struct{ lock.SessionLocker }

// readersDelay is how long a migration waits for those who read a table. While it
// waits, all others wait behind it.
const readersDelay = 3 * time.Second

// SessionLock waits for the migrations of other processes, then for the last writer.
func (l migrationLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if err := l.SessionLocker.SessionLock(ctx, conn); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, `SET lock_timeout = 0`)
	if err == nil {
		_, err = conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(writerLock))
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, fmt.Sprintf(`SET lock_timeout = %d`, readersDelay.Milliseconds()))
	}
	if err != nil {
		return errors.Join(err, l.SessionUnlock(context.WithoutCancel(ctx), conn))
	}
	return nil
}

// SessionUnlock ends both locks.
func (l migrationLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, reset := conn.ExecContext(ctx, fmt.Sprintf(`SET lock_timeout = %d`, lockTime.Milliseconds()))
	_, unlock := conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, int64(writerLock))
	return errors.Join(reset, unlock, l.SessionLocker.SessionUnlock(ctx, conn))
}

// inTheWay reports that somebody read a table for too long.
func (postgres) inTheWay(err error) bool {
	var coded *pgconn.PgError
	return errors.As(err, &coded) && coded.Code == "55P03" // lock_not_available
}

// oldestServer is the first version that has all that is used here.
const oldestServer = 150000

// checkServer refuses a server on which the program could not keep its promises.
func (e postgres) checkServer(ctx context.Context, conns *sql.DB, log *slog.Logger) error {
	pooled, err := e.pooled(ctx, conns)
	var version int
	var encoding, schema, commit string
	if err == nil && !pooled {
		err = conns.QueryRowContext(ctx, `
			SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), COALESCE(current_schema(), ''),
				current_setting('synchronous_commit')`).Scan(&version, &encoding, &schema, &commit)
	}
	switch {
	case err != nil:
		return e.refused(err)
	case pooled:
		return fmt.Errorf("Zwischen dem Forum und der Datenbank %s steht ein Pooler im Transaktionsmodus. Sperren und Benachrichtigungen "+
			"(LISTEN/NOTIFY) halten dort nicht. Bitte stellen Sie ihn auf den Sitzungsmodus um (bei PgBouncer: pool_mode = session), oder "+
			"verbinden Sie das Forum unmittelbar mit PostgreSQL.", e)
	case version < oldestServer:
		return fmt.Errorf("Die Datenbank %s läuft auf PostgreSQL %d. Das Forum braucht Version %d oder neuer.", e, version/10000, oldestServer/10000)
	case encoding != "UTF8":
		return fmt.Errorf("Die Datenbank %s hat die Kodierung %s. Bitte legen Sie sie mit der Kodierung UTF8 an.", e, encoding)
	case schema == "":
		return fmt.Errorf("In der Datenbank %s gibt es kein Schema, in dem das Forum Tabellen anlegen darf. Bitte prüfen Sie search_path.", e)
	}
	if commit == "off" {
		log.Warn("what was acknowledged can be lost when the database server fails: synchronous_commit is off")
	}
	if !e.proven() {
		log.Warn("the database server need not prove who it is, so others may read along: sslmode is not verify-full", "database", e.name)
	}
	return nil
}

// proven reports whether the server has to prove who it is, or is on this machine.
func (e postgres) proven() bool {
	if c := e.conf.TLSConfig; c != nil && (!c.InsecureSkipVerify || c.VerifyPeerCertificate != nil) {
		return true
	}
	ip, err := netip.ParseAddr(e.conf.Host)
	return strings.HasPrefix(e.conf.Host, "/") || e.conf.Host == "localhost" || err == nil && ip.IsLoopback()
}

// refused says in German why there is no connection.
func (e postgres) refused(err error) error {
	var coded *pgconn.PgError
	if !errors.As(err, &coded) {
		return fmt.Errorf("Die Datenbank %s ist nicht erreichbar: %w", e, err)
	}
	switch coded.Code {
	case "3D000":
		return fmt.Errorf("Die Datenbank %s gibt es nicht. Bitte legen Sie sie an, mit der Kodierung UTF8.", e)
	case "28P01", "28000":
		return fmt.Errorf("Die Datenbank %s weist die Anmeldung zurück (%s). Bitte prüfen Sie Benutzer und Passwort (PGPASSWORD, PGPASSFILE).",
			e, coded.Message)
	}
	return fmt.Errorf("Die Datenbank %s lässt sich nicht öffnen: %w", e, err)
}

// ours looks at the names of the tables in the schema of this program.
func (e postgres) ours(ctx context.Context, conns *sql.DB) (bool, error) {
	var tables, ours int
	err := conns.QueryRowContext(ctx, `
		SELECT COUNT(*), COUNT(*) FILTER (WHERE relname = 'goose_db_version')
		FROM pg_class
		WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = current_schema()::regnamespace`).Scan(&tables, &ours)
	if err == nil && ours == 0 && tables > 0 {
		err = errForeign(e)
	}
	return ours > 0, e.translate(err)
}

// check looks for what an interrupted repair leaves, and for tables that a server could not
// write; references are always enforced.
func (postgres) check(tx *Tx) ([]string, error) {
	return Column[string](tx, `
		SELECT 'Index ' || c.relname || ' ist ungültig'
		FROM pg_index i
		JOIN pg_class c ON c.oid = i.indexrelid
		WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
		UNION ALL
		SELECT 'Bedingung ' || conname || ' ist nicht geprüft'
		FROM pg_constraint
		WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
		UNION ALL
		SELECT 'Die Rolle ' || current_user || ' darf in der Tabelle ' || relname || ' nichts ändern'
		FROM pg_class
		WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND NOT (
			has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
		ORDER BY 1`)
}

// schema describes one column, constraint, index or trigger a line, but for what is
// of this engine alone.
func (postgres) schema(tx *Tx) ([]string, error) {
	return Column[string](tx, `
		WITH t AS (
			SELECT oid, relname
			FROM pg_class
			WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname NOT IN ('goose_db_version', 'write_count'))
		SELECT line
		FROM (
			SELECT 1 AS kind, t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) ||
				CASE WHEN co.collname <> 'default' THEN ' COLLATE ' || co.collname ELSE '' END ||
				CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END ||
				CASE a.attidentity WHEN '' THEN '' ELSE ' IDENTITY' END ||
				COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
			FROM t
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
			LEFT JOIN pg_collation co ON co.oid = a.attcollation
			LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
			UNION ALL
			SELECT 2, t.relname || ' ' || pg_get_constraintdef(c.oid)
			FROM t
			JOIN pg_constraint c ON c.conrelid = t.oid
			UNION ALL
			SELECT 3, replace(pg_get_indexdef(i.indexrelid), current_schema() || '.', '')
			FROM t
			JOIN pg_index i ON i.indrelid = t.oid
			WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
			UNION ALL
			SELECT 4, replace(pg_get_triggerdef(g.oid), current_schema() || '.', '')
			FROM t
			JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal) x
		ORDER BY kind, line COLLATE "C"`)
}
