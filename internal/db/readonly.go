package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"time"
)

// OpenReadOnly opens the database at path for inspection. Nothing is created,
// migrated or copied, and Write fails. served says that another process has it
// open. made names the one file that cannot be avoided, usually "": the index of a
// write-ahead log that was left without one.
func OpenReadOnly(ctx context.Context, path string, served bool) (d *DB, made string, err error) {
	if _, err := checkFile(path, true); err != nil {
		return nil, "", err
	}
	options := "mode=ro&_query_only=1&_busy_timeout=5000"
	switch index := path + "-shm"; {
	case served: // its files are there, and are used as every reader does
	case !filled(path + "-wal"):
		options += "&immutable=1" // no log to read: no file beside the database is opened
	case filled(index):
		options += "&readonly_shm=1"
	default:
		made = index
	}
	d = &DB{path: path, now: time.Now, log: slog.New(slog.DiscardHandler), slow: time.Hour}
	if d.read, err = sql.Open(driver(), dsn(path, options)); err != nil {
		return nil, "", fmt.Errorf("open database for reading: %w", err)
	}
	if err := sound(ctx, d.read, path, true); err != nil {
		d.Close()
		return nil, "", err
	}
	return d, made, nil
}

func filled(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

// SchemaVersion returns the number of the newest migration applied to the
// database, and of the newest that this program knows.
func (d *DB) SchemaVersion(ctx context.Context) (have, known int64, err error) {
	if known, err = newestMigration(); err != nil {
		return 0, 0, err
	}
	err = d.Read(ctx, func(tx *Tx) error {
		have, err = Scalar[int64](tx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`)
		return err
	})
	return have, known, err
}
