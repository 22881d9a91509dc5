package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
)

// Create creates a forum in the data folder, with what fill writes (nil for
// nothing), unless there is one already; then created is false. See MayCreate
// for fresh. It holds the folder's lock meanwhile. When it fails, the folder is
// as it was before.
func Create(ctx context.Context, c config.Config, log *slog.Logger, fresh bool, fill func(*App) error) (created bool, err error) {
	if forum, err := MayCreate(ctx, c, fresh); err != nil || forum {
		return false, err
	}
	folderThere, lockThere := exists(c.Data), exists(lockPath(c.Data))
	if err := EnsureFolder(c.Data); err != nil {
		return false, err
	}
	release, err := Lock(c.Data)
	if err != nil {
		return false, err
	}
	defer release()
	err = CreateLocked(ctx, c, log, fresh, fill)
	if err != nil && !lockThere {
		os.Remove(lockPath(c.Data))
	}
	if err != nil && !folderThere {
		os.Remove(c.Data) // unless something else came into it
	}
	return err == nil, err
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}

// CreateLocked is Create for a caller that holds the folder's lock and has
// created the folder.
func CreateLocked(ctx context.Context, c config.Config, log *slog.Logger, fresh bool, fill func(*App) error) error {
	if forum, err := MayCreate(ctx, c, fresh); err != nil || forum { // another command may have been faster
		return err
	}
	return create(ctx, c, log, fill)
}

// create makes the database in a place of its own, lets fill write into it, and
// only then moves it to where it is looked for: whatever interrupts it, and when fill fails,
// there is no forum.
func create(ctx context.Context, c config.Config, log *slog.Logger, fill func(*App) error) (err error) {
	if err := tighten(c); err != nil {
		return err
	}
	if err := setAside(ctx, c); err != nil {
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
	staging, err := db.Stage(ctx, Source(c), staged.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, staging.Drop()) }()
	staged.Database = staging.Source
	if err := fillStaged(ctx, staged, log, fill); err != nil {
		return err
	}
	drop, err := placeAttachments(staged, c)
	if err != nil {
		return err
	}
	if err := staging.Place(ctx); err != nil {
		return errors.Join(err, drop())
	}
	return nil
}

// placeAttachments moves the files of a staged forum to where they are looked for, unless
// a folder of their own was named for both. They come before the database, whose rows name
// them; drop removes them again.
func placeAttachments(staged, c config.Config) (drop func() error, err error) {
	from, to := AttachmentsPath(staged), AttachmentsPath(c)
	if from == to || !exists(from) {
		return func() error { return nil }, nil
	}
	if err := os.Rename(from, to); err != nil {
		return nil, fmt.Errorf("Die Anhänge des neuen Forums lassen sich nicht anlegen: %w", err)
	}
	return func() error { return os.RemoveAll(to) }, nil
}

// fillStaged makes the database and closes it, so that all of it can be moved.
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
		return fill(a)
	}
	return nil
}

// dropStaging removes a forum that was never finished, and the empty folder of a copy
// that was.
func dropStaging(dir string) error {
	os.Remove(filepath.Join(dir, copyingName)) // an unfinished copy stays: the folder is not empty
	if err := os.RemoveAll(filepath.Join(dir, stagingName)); err != nil {
		return fmt.Errorf("Ein unfertiges Forum lässt sich nicht entfernen: %w", err)
	}
	return nil
}
