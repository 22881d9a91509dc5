package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"kommunalforum/internal/config"
)

// Found makes a new forum in the data folder, see MayFound. The database is
// made in a folder of its own, fill (which may be nil) writes into it, and only
// then it is moved to its place: whatever interrupts it, and when fill fails,
// the data folder holds no forum. The caller holds the folder's lock.
func Found(ctx context.Context, c config.Config, log *slog.Logger, fill func(*App) error) (err error) {
	if err := tighten(c); err != nil {
		return err
	}
	if err := setAside(c.Data); err != nil {
		return err
	}
	staged := c
	staged.Data = filepath.Join(c.Data, stagingName)
	if err := dropStaging(c.Data); err != nil {
		return err
	}
	if err := os.Mkdir(staged.Data, 0o700); err != nil {
		return fmt.Errorf("Das neue Forum lässt sich nicht anlegen: %w", err)
	}
	defer func() { err = errors.Join(err, dropStaging(c.Data)) }()
	if err := fillStaged(ctx, staged, log, fill); err != nil {
		return err
	}
	if err := os.Rename(DatabasePath(staged.Data), DatabasePath(c.Data)); err != nil {
		return fmt.Errorf("Das neue Forum lässt sich nicht anlegen: %w", err)
	}
	return syncFolder(c.Data)
}

// fillStaged makes the database and closes it, so that all of it is in its one
// file.
func fillStaged(ctx context.Context, c config.Config, log *slog.Logger, fill func(*App) error) (err error) {
	a, err := openParts(ctx, c, log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.loadReference(ctx); err != nil {
		return err
	}
	if fill != nil {
		if err := fill(a); err != nil {
			return err
		}
	}
	return a.DB.Scrub(ctx)
}

// dropStaging removes a forum that was never finished.
func dropStaging(dir string) error {
	if err := os.RemoveAll(filepath.Join(dir, stagingName)); err != nil {
		return fmt.Errorf("Ein unfertiges Forum lässt sich nicht entfernen: %w", err)
	}
	return nil
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
