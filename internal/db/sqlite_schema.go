package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

func (sqlite) migrations(conns *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(sqliteMigrations, "migrations/sqlite")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, conns, files, goose.WithGoMigrations(steps()...))
}

// inTheWay is false: nobody else has the file open who is not waited for.
func (sqlite) inTheWay(error) bool { return false }

// ours reads the schema of the file, which fails on a damaged one.
func (e sqlite) ours(ctx context.Context, conns *sql.DB) (bool, error) {
	var tables, ours int
	err := conns.QueryRowContext(ctx,
		`SELECT COUNT(*), COUNT(CASE WHEN name = 'goose_db_version' THEN 1 END) FROM sqlite_schema WHERE type = 'table'`).Scan(&tables, &ours)
	var coded sqlite3.Error
	switch {
	case errors.As(err, &coded) && (coded.Code == sqlite3.ErrNotADB || coded.Code == sqlite3.ErrCorrupt):
		return false, fmt.Errorf("Die Datenbank %s ist beschädigt. Bitte spielen Sie eine Sicherung ein.", e)
	case err != nil:
		return false, e.translate(fmt.Errorf("Die Datenbank %s lässt sich nicht öffnen: %w", e, err))
	case ours == 0 && tables > 0:
		return false, errForeign(e)
	}
	return ours > 0, nil
}

func (sqlite) check(tx *Tx) (defects []string, err error) {
	lines, err := Column[string](tx, `PRAGMA integrity_check`)
	if err != nil {
		return nil, err
	}
	if len(lines) != 1 || lines[0] != "ok" {
		defects = append(defects, lines...)
	}
	broken, err := List(tx, func(r Row) (string, error) {
		var table, parent string
		var row, key any
		err := r.Scan(&table, &row, &parent, &key)
		return fmt.Sprintf("%s, Zeile %v: verweist auf eine fehlende Zeile in %s", table, row, parent), err
	}, `PRAGMA foreign_key_check`)
	return append(defects, broken...), err
}

func (sqlite) schema(tx *Tx) ([]string, error) {
	return Column[string](tx, `
		SELECT sql
		FROM sqlite_schema
		WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%' AND name NOT LIKE '~_litestream~_%' ESCAPE '~'
		ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name`)
}
