package db

import (
	"context"
	"errors"
	"fmt"
)

// Scrub moves the write-ahead log into the database file and truncates it. What
// was deleted or overwritten (with zeros, see secure_delete) is then in neither
// file. It fails while a reader still uses an older state; try again later.
func (d *DB) Scrub(ctx context.Context) error {
	var busy, pages, moved int
	if err := d.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("empty write-ahead log: %w", translate(err))
	}
	if busy != 0 {
		return errors.New("empty write-ahead log: a reader is still looking at it")
	}
	return nil
}
