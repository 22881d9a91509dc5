package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// readersWait is how long eraseTraces waits for transactions that still see what was
// deleted.
const readersWait = 2 * time.Second

// smallTable is the size in bytes up to which tables are cleaned to the last page.
// VACUUM passes over a page that somebody is just looking at; with FREEZE it waits,
// but the first time it writes the whole table.
const smallTable = 1 << 30

// eraseTraces has the server clean all tables of the program, so that deleted and
// overwritten rows are out of tables and indexes. What is in its log and in backups
// is not this program's.
func (e postgres) eraseTraces(ctx context.Context, writers *sql.DB, keys []Key) error {
	if err := waitForReaders(ctx, writers); err != nil {
		return err
	}
	var small, large string
	err := writers.QueryRowContext(ctx, `
		SELECT COALESCE(string_agg(quote_ident(relname), ', ') FILTER (WHERE pg_table_size(oid) <= $1), ''),
			COALESCE(string_agg(quote_ident(relname), ', ') FILTER (WHERE pg_table_size(oid) > $1), '')
		FROM pg_class
		WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`, int64(smallTable)).Scan(&small, &large)
	for _, step := range []struct{ how, tables string }{{"INDEX_CLEANUP ON, FREEZE", small}, {"INDEX_CLEANUP ON", large}} {
		if err == nil && step.tables != "" {
			_, err = writers.ExecContext(ctx, `VACUUM (`+step.how+`) `+step.tables)
		}
	}
	if err != nil {
		return fmt.Errorf("clean tables: %w", e.translate(err))
	}
	for _, k := range keys {
		if err := reindex(ctx, writers, k); err != nil {
			return fmt.Errorf("clean indexes of %s.%s: %w", k.Table, k.Column, e.translate(err))
		}
	}
	return nil
}

// reindex makes the indexes over a column afresh, beside readers and writers. The inner
// pages of an index hold keys to find the way by, and keep them when the rows go. What
// an interrupted call left half made is removed first.
func reindex(ctx context.Context, writers *sql.DB, k Key) error {
	for _, step := range []struct{ find, do string }{
		{`NOT i.indisvalid AND c.relname ~ '_ccnew\d*$'`, `DROP INDEX CONCURRENTLY `},
		{`i.indisvalid`, `REINDEX INDEX CONCURRENTLY `},
	} {
		var names []string
		err := queryColumn(ctx, writers, &names, `
			SELECT i.indexrelid::regclass::text
			FROM pg_index i
			JOIN pg_class c ON c.oid = i.indexrelid
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
			WHERE i.indrelid = $1::text::regclass AND a.attname = $2 AND `+step.find, k.Table, k.Column)
		for _, name := range names {
			if err == nil {
				_, err = writers.ExecContext(ctx, step.do+name)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// waitForReaders waits until nobody in the database, and nobody who comes, sees what was
// there before the last Write. VACUUM keeps what the oldest snapshot here may see, and a
// snapshot is as old as the oldest transaction that was writing when it was taken, also
// in another database of the server. So those must end first, and then the snapshots that
// were taken beside them. Both are read in this order: the own snapshot comes first.
func waitForReaders(ctx context.Context, conns *sql.DB) error {
	var last int64 // transaction of the last Write
	if err := conns.QueryRowContext(ctx, `SELECT xmin::text::bigint FROM write_count`).Scan(&last); err != nil {
		return err
	}
	for end := time.Now().Add(readersWait); ; time.Sleep(readersWait / 40) {
		var older []string
		if err := queryColumn(ctx, conns, &older, olderSQL, last); err != nil {
			return err
		}
		if len(older) == 0 {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("clean tables: still looking at an older state: %s", strings.Join(older, ", "))
		}
	}
}

// olderSQL names what keeps rows alive that the transaction $1 removed: transactions that
// write, sessions of this database, standbys that report what they read (they have no
// database), and standbys and subscribers that are away.
const olderSQL = `
	WITH last AS (SELECT age($1::bigint::text::xid) AS age)
	SELECT 'a transaction that writes, in whatever database of the server'
	FROM last
	WHERE age(pg_snapshot_xmin(pg_current_snapshot())::xid) >= last.age
	UNION ALL
	SELECT COALESCE(NULLIF(application_name, ''), backend_type, 'process ' || pid)
	FROM last, pg_stat_activity
	WHERE (datname = current_database() OR datname IS NULL) AND pid <> pg_backend_pid() AND age(backend_xmin) >= last.age
	UNION ALL
	SELECT 'replication slot ' || slot_name
	FROM last, pg_replication_slots
	WHERE age(xmin) >= last.age`

func queryColumn(ctx context.Context, conns *sql.DB, to *[]string, query string, args ...any) error {
	rows, err := conns.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		*to = append(*to, s)
	}
	return rows.Err()
}
