package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"strings"
)

func (sqlite) tables(tx *Tx) ([]table, error) {
	return tablesOf(tx, `
		SELECT m.name, c.name, c.type, c.pk
		FROM sqlite_schema m
		JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND m.name <> 'goose_db_version'
		AND m.name NOT LIKE '~_litestream~_%' ESCAPE '~'
		ORDER BY 1, 2`)
}

func (sqlite) lastIDs(tx *Tx) (map[string]int64, error) {
	out := map[string]int64{}
	err := Each(tx, func(r Row) error {
		var name string
		var last int64
		err := r.Scan(&name, &last)
		out[name] = last
		return err
	}, `
		SELECT m.name, COALESCE(s.seq, 0)
		FROM sqlite_schema m
		LEFT JOIN sqlite_sequence s ON s.name = m.name
		WHERE m.type = 'table' AND m.sql LIKE '%AUTOINCREMENT%' AND m.name <> 'goose_db_version'
		AND m.name NOT LIKE '~_litestream~_%' ESCAPE '~'`)
	return out, err
}

// state tells sizes and times of the files, which every commit changes.
func (e sqlite) state(context.Context, *sql.DB) (string, error) {
	var out strings.Builder
	for _, path := range []string{e.path, e.path + "-wal"} {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, os.ErrNotExist), err == nil && info.Size() == 0:
			out.WriteString("none ")
		case err != nil:
			return "", err
		default:
			fmt.Fprint(&out, info.Size(), info.ModTime().UnixNano(), " ")
		}
	}
	return out.String(), nil
}

// others returns nobody: the lock of the folder keeps them out.
func (sqlite) others(context.Context, *sql.DB) ([]string, error) { return nil, nil }

// sqliteLoader writes without a log and without waiting for the disk: after a crash the
// file is thrown away.
type sqliteLoader struct {
	path    string
	conns   *sql.DB
	indexes []string // statements that make them
}

func (e sqlite) load(ctx context.Context, tables []table) (loader, error) {
	conns, err := sql.Open(driver(), dsn(e.path, "_journal_mode=OFF&_synchronous=OFF&_foreign_keys=0&_cache_size=-65536"))
	if err != nil {
		return nil, err
	}
	conns.SetMaxOpenConns(1)
	l := &sqliteLoader{path: e.path, conns: conns}
	var names []string
	err = queryColumn(ctx, conns, &names, `SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
	if err == nil {
		err = queryColumn(ctx, conns, &l.indexes, `SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`)
	}
	for _, name := range names {
		err = errors.Join(err, l.run(ctx, `DROP INDEX `+quoted(name)))
	}
	for _, t := range tables {
		err = errors.Join(err, l.run(ctx, `DELETE FROM `+quoted(t.name)))
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

func (l *sqliteLoader) run(ctx context.Context, statement string, args ...any) error {
	_, err := l.conns.ExecContext(ctx, statement, args...)
	return err
}

func (l *sqliteLoader) fill(ctx context.Context, t table, rows iter.Seq[[]any]) error {
	tx, err := l.conns.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	holders := strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ")
	insert, err := tx.PrepareContext(ctx, `INSERT INTO `+quoted(t.name)+` (`+t.quotedColumns()+`) VALUES (`+holders+`)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for values := range rows {
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (l *sqliteLoader) finish(ctx context.Context, last map[string]int64) error {
	if err := l.run(ctx, `DELETE FROM sqlite_sequence WHERE name <> 'goose_db_version'`); err != nil {
		return err
	}
	for name, id := range last {
		if id == 0 {
			continue
		}
		if err := l.run(ctx, `INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)`, name, id); err != nil {
			return err
		}
	}
	for _, make := range l.indexes {
		if err := l.run(ctx, make); err != nil {
			return err
		}
	}
	if err := l.close(); err != nil {
		return err
	}
	f, err := os.Open(l.path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (l *sqliteLoader) close() error { return l.conns.Close() }
