package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// migrate brings the schema to this program's version. It copies a database that
// holds data before changing it, and refuses one of a newer program; with
// o.Existing also one of an older.
func migrate(ctx context.Context, w *sql.DB, path string, o Options) error {
	files, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	if err := sound(ctx, w, path, o.Existing); err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, w, files, goose.WithGoMigrations(steps()...))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return translate(fmt.Errorf("read schema version: %w", err))
	}
	sources := p.ListSources()
	want := sources[len(sources)-1].Version
	switch {
	case have > want:
		return fmt.Errorf("Die Datenbank %s gehört zu einer neueren Fassung des Programms (Schema %d, dieses Programm kennt %d). Bitte "+
			"starten Sie die neuere Fassung.", path, have, want)
	case have == want:
		return nil
	case o.Existing:
		return fmt.Errorf("Die Datenbank %s hat das Schema %d, dieses Programm braucht %d. Bitte starten Sie zuerst „serve“ in dieser "+
			"Fassung: Es legt eine Kopie an und stellt die Datenbank um.", path, have, want)
	case have > 0:
		if err := copyBefore(ctx, w, path, want, o.Log); err != nil {
			return err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return translate(fmt.Errorf("migrate database: %w", err))
	}
	return nil
}

// unfinished is the suffix of a copy in the making.
const unfinished = ".unfertig"

// copyBefore copies the database next to itself before it is migrated to the
// schema. A copy that a crash interrupted never has the name of a complete one,
// and the next call removes it.
func copyBefore(ctx context.Context, w *sql.DB, path string, schema int64, log *slog.Logger) error {
	left, err := filepath.Glob(path + ".vor-schema-*" + unfinished)
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove unfinished copy of the database: %w", err)
		}
	}
	copied := fmt.Sprintf("%s.vor-schema-%d-%s", path, schema, time.Now().UTC().Format("20060102T150405"))
	if err := createFile(copied + unfinished); err != nil { // empty, for the sake of its permissions
		return err
	}
	if _, err := w.ExecContext(ctx, `VACUUM INTO ?`, copied+unfinished); err != nil {
		os.Remove(copied + unfinished)
		return translate(fmt.Errorf("copy database before migrating: %w", err))
	}
	if err := os.Rename(copied+unfinished, copied); err != nil {
		return fmt.Errorf("copy database before migrating: %w", err)
	}
	log.Info("database copied before migrating", "file", copied)
	return nil
}

// newestMigration returns the number of the newest migration of this program.
func newestMigration() (newest int64, err error) {
	files, err := migrations.ReadDir("migrations/sqlite")
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		n, err := goose.NumericComponent(f.Name())
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	for _, step := range steps() {
		newest = max(newest, step.Version)
	}
	return newest, nil
}

// sound reads the schema of the file, which fails on a damaged or foreign one,
// and with mustExist on one without tables.
func sound(ctx context.Context, w *sql.DB, path string, mustExist bool) error {
	var tables, ours int
	err := w.QueryRowContext(ctx,
		`SELECT COUNT(*), COUNT(CASE WHEN name = 'goose_db_version' THEN 1 END) FROM sqlite_schema WHERE type = 'table'`).Scan(&tables, &ours)
	var e sqlite3.Error
	switch {
	case errors.As(err, &e) && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCorrupt):
		return fmt.Errorf("Die Datenbank %s ist beschädigt. Bitte spielen Sie eine Sicherung ein.", path)
	case err != nil:
		return translate(fmt.Errorf("Die Datenbank %s lässt sich nicht öffnen: %w", path, err))
	case ours == 0 && (tables > 0 || mustExist):
		return fmt.Errorf("Die Datei %s ist eine Datenbank, aber keine dieses Programms. Sie bleibt unverändert.", path)
	}
	return nil
}

// Check verifies structure and foreign keys of the whole file. It returns one
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

// Schema returns the statements of the current schema as the file records them,
// ordered by kind and name.
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
