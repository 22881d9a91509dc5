package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	copyInfix  = ".vor-schema-"
	unfinished = ".unfertig" // the suffix of a copy in the making
)

// copyBefore copies the database next to itself. A copy that a crash interrupted
// never has the name of a complete one, and the next call removes it.
func (e sqlite) copyBefore(ctx context.Context, writers *sql.DB, schema int64, log *slog.Logger) error {
	size, err := e.fileSize(ctx, writers)
	if err == nil {
		err = e.roomToMigrate(size)
	}
	if err != nil {
		return err
	}
	left, err := filepath.Glob(e.path + copyInfix + "*" + unfinished)
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove unfinished copy of the database: %w", err)
		}
	}
	copied := fmt.Sprintf("%s%s%d-%s", e.path, copyInfix, schema, time.Now().UTC().Format("20060102T150405"))
	if err := createFile(copied + unfinished); err != nil { // empty, for the sake of its permissions
		return err
	}
	if _, err := writers.ExecContext(ctx, `VACUUM INTO ?`, copied+unfinished); err != nil {
		os.Remove(copied + unfinished)
		return e.translate(fmt.Errorf("copy database before migrating: %w", err))
	}
	if err := os.Rename(copied+unfinished, copied); err != nil {
		return fmt.Errorf("copy database before migrating: %w", err)
	}
	log.Info("database copied before migrating", "file", copied)
	return nil
}

func (e sqlite) dropCopies(until time.Time) error {
	folder, base := filepath.Split(e.path)
	entries, err := os.ReadDir(filepath.Clean(folder))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), base+copyInfix) {
			continue
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().After(until) {
			continue
		}
		if err != nil {
			return err
		}
		if err := os.Remove(filepath.Join(folder, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
