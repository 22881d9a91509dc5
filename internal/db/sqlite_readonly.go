package db

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// look names in made the one file that cannot be avoided, usually "": the index of
// a write-ahead log that was left without one. served says that another process has
// the database open.
func (e sqlite) look(_ context.Context, served bool) (p pools, made string, err error) {
	if _, err := checkFile(e.path, true); err != nil {
		return p, "", err
	}
	options := "mode=ro&_query_only=1&_busy_timeout=5000"
	switch index := e.path + "-shm"; {
	case served: // its files are there, and are used as every reader does
	case !filled(e.path + "-wal"):
		options += "&immutable=1" // no log to read: no file beside the database is opened
	case filled(index):
		options += "&readonly_shm=1"
	default:
		made = index
	}
	if p.read, err = sql.Open(driver(), dsn(e.path, options)); err != nil {
		return p, "", fmt.Errorf("open database for reading: %w", err)
	}
	return p, made, nil
}

func filled(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}
