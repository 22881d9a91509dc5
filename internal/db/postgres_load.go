package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

func (postgres) tables(tx *Tx) ([]table, error) {
	return tablesOf(tx, `
		SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod), COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)
		FROM pg_class t
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
		WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND t.relname NOT IN ('goose_db_version', 'write_count')
		ORDER BY t.relname COLLATE "C", a.attname COLLATE "C"`)
}

// sequencesSQL selects tables with ids of their own, and their sequences.
const sequencesSQL = `
	SELECT t.relname, pg_get_serial_sequence(quote_ident(t.relname), a.attname)
	FROM pg_class t
	JOIN pg_attribute a ON a.attrelid = t.oid AND a.attidentity <> ''
	WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND t.relname <> 'goose_db_version'`

func (postgres) lastIDs(tx *Tx) (map[string]int64, error) {
	type sequence struct{ table, name string }
	all, err := List(tx, func(r Row) (s sequence, err error) { return s, r.Scan(&s.table, &s.name) }, sequencesSQL)
	if err != nil {
		return nil, err
	}
	out := map[string]int64{}
	for _, s := range all {
		if out[s.table], err = Scalar[int64](tx, `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM `+s.name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// state tells how often somebody wrote anything that is copied.
func (postgres) state(ctx context.Context, conns *sql.DB) (state string, err error) {
	return state, conns.QueryRowContext(ctx, `SELECT n::text FROM write_count`).Scan(&state)
}

// leaving is how long others waits for sessions that are about to end.
const leaving = 2 * time.Second

// others names the programs with sessions on the database that could be of a running
// forum: they have its name, or the same role.
func (e postgres) others(ctx context.Context, conns *sql.DB) (names []string, err error) {
	for end := time.Now().Add(leaving); ; time.Sleep(leaving / 40) {
		names = nil
		err = queryColumn(ctx, conns, &names, `
			SELECT COALESCE(NULLIF(application_name, ''), '?') || COALESCE(' auf ' || host(client_addr), '') ||
				CASE WHEN COUNT(*) > 1 THEN ' (' || COUNT(*) || ' Verbindungen)' ELSE '' END
			FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND (usename = current_user OR application_name = 'kommunalforum')
			GROUP BY application_name, client_addr
			ORDER BY 1`)
		if err != nil || len(names) == 0 || time.Now().After(end) {
			return names, e.translate(err)
		}
	}
}

// postgresLoader fills tables by COPY, without references and indexes.
type postgresLoader struct {
	conn   *pgx.Conn
	tables string   // for statements that take a list
	later  []string // statements that put back what was taken away
}

// load is given a database in a staging schema, of which all goes when the work is
// interrupted.
func (e postgres) load(ctx context.Context, tables []table) (loader, error) {
	conn, err := e.connect(ctx)
	if err != nil {
		return nil, e.refused(err)
	}
	var names []string
	for _, t := range tables {
		names = append(names, quoted(t.name))
	}
	l := &postgresLoader{conn: conn, tables: strings.Join(names, ", ")}
	// It takes as long as it does.
	if _, err = conn.Exec(ctx, `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET idle_session_timeout = 0`); err == nil {
		err = l.strip(ctx)
	}
	if err == nil {
		_, err = conn.Exec(ctx, `TRUNCATE `+l.tables)
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// strip takes references and indexes away, and notes how to put them back: indexes
// first. Indexes of keys stay.
func (l *postgresLoader) strip(ctx context.Context) error {
	rows, err := l.conn.Query(ctx, `
		SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), 1 AS n
		FROM pg_index i
		JOIN pg_class t ON t.oid = i.indrelid
		WHERE t.relnamespace = current_schema()::regnamespace AND t.relname <> 'goose_db_version'
			AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
		UNION ALL
		SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
			format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), 2
		FROM pg_constraint
		WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
		ORDER BY n, 2`)
	if err != nil {
		return err
	}
	var drops []string
	var drop, add string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&drop, &add, &n}, func() error {
		drops, l.later = append(drops, drop), append(l.later, add)
		return nil
	}); err != nil {
		return err
	}
	_, err = l.conn.Exec(ctx, strings.Join(drops, ";"))
	return err
}

func (l *postgresLoader) fill(ctx context.Context, t table, rows iter.Seq[[]any]) error {
	next, stop := iter.Pull(rows)
	defer stop()
	source := pgx.CopyFromFunc(func() ([]any, error) {
		values, ok := next()
		if !ok {
			return nil, nil
		}
		return values, nil
	})
	_, err := l.conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.columnNames(), source)
	return err
}

func (l *postgresLoader) finish(ctx context.Context, last map[string]int64) error {
	rows, err := l.conn.Query(ctx, sequencesSQL)
	if err != nil {
		return err
	}
	var table, name string
	sequences := map[string]string{}
	if _, err := pgx.ForEachRow(rows, []any{&table, &name}, func() error { sequences[table] = name; return nil }); err != nil {
		return err
	}
	for table, id := range last {
		_, err := l.conn.Exec(ctx, `SELECT setval($1::text::regclass, GREATEST($2::bigint, 1), $2 > 0)`, sequences[table], id)
		if err != nil {
			return fmt.Errorf("sequence of %s: %w", table, err)
		}
	}
	for _, statement := range l.later {
		if _, err := l.conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	// Without statistics the first queries would go astray.
	_, err = l.conn.Exec(ctx, `VACUUM (ANALYZE) `+l.tables)
	return err
}

func (l *postgresLoader) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), connectTime)
	defer cancel()
	return l.conn.Close(ctx)
}
