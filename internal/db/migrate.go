package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the schema up to this program's. It keeps a copy of a database
// that holds data before it changes it, and refuses one of a newer program.
func migrate(ctx context.Context, w *sql.DB, path string, log *slog.Logger) error {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	if err := sound(ctx, w, path); err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, w, files, goose.WithGoMigrations(steps()...))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	sources := p.ListSources()
	want := sources[len(sources)-1].Version
	switch {
	case have > want:
		return fmt.Errorf("Die Datenbank %s gehört zu einer neueren Fassung des Programms (Schema %d, dieses Programm kennt %d). Bitte starten Sie die neuere Fassung.", path, have, want)
	case have == want:
		return nil
	case have > 0:
		copied := fmt.Sprintf("%s.vor-schema-%d-%s", path, want, time.Now().UTC().Format("20060102T150405"))
		if _, err := w.ExecContext(ctx, `VACUUM INTO ?`, copied); err != nil {
			return fmt.Errorf("copy database before migrating: %w", err)
		}
		log.Info("database copied before migrating", "file", copied)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}

// sound reads the schema of the file, which fails on a damaged or foreign one.
func sound(ctx context.Context, w *sql.DB, path string) error {
	var tables, ours int
	err := w.QueryRowContext(ctx,
		`SELECT COUNT(*), COUNT(CASE WHEN name = 'goose_db_version' THEN 1 END) FROM sqlite_schema WHERE type = 'table'`).Scan(&tables, &ours)
	var e sqlite3.Error
	switch {
	case errors.As(err, &e) && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCorrupt):
		return fmt.Errorf("Die Datenbank %s ist beschädigt. Bitte spielen Sie eine Sicherung ein.", path)
	case err != nil:
		return fmt.Errorf("Die Datenbank %s lässt sich nicht öffnen: %w", path, err)
	case tables > 0 && ours == 0:
		return fmt.Errorf("Die Datei %s ist eine Datenbank, aber keine dieses Programms. Sie bleibt unverändert.", path)
	}
	return nil
}

// Check verifies the whole file: structure and foreign keys. It returns one
// sentence per defect, none for a sound database.
func (d *DB) Check(ctx context.Context) (defects []string, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		lines, err := Column[string](tx, `PRAGMA integrity_check`)
		if err != nil {
			return err
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
		defects = append(defects, broken...)
		return err
	})
	return defects, err
}

// Schema returns the statements that make up the present schema, ordered by
// kind and name, as the file records them.
func (d *DB) Schema(ctx context.Context) (out []string, err error) {
	err = d.Read(ctx, func(tx *Tx) error {
		out, err = Column[string](tx, `
			SELECT sql
			FROM sqlite_schema
			WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'
			ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name`)
		return err
	})
	return out, err
}
