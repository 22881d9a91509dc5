package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func (e sqlite) stage(_ context.Context, _, folder string, _ bool) (*Staging, error) {
	staged := filepath.Join(folder, filepath.Base(e.path))
	place := func(context.Context) error {
		// Closing moves it into the file; what it still holds would be left behind.
		if log, err := os.Lstat(staged + "-wal"); err == nil && log.Size() > 0 {
			return fmt.Errorf("Das neue Forum lässt sich nicht anlegen: %s-wal ist nicht leer", staged)
		}
		if err := os.Rename(staged, e.path); err != nil {
			return fmt.Errorf("Das neue Forum lässt sich nicht anlegen: %w", err)
		}
		return syncFolder(filepath.Dir(e.path))
	}
	return &Staging{Source: staged, place: place, drop: func() error { return nil }}, nil
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// exists says yes to everything but an empty file: what is none is refused by open.
func (e sqlite) exists(context.Context) (bool, error) {
	info, err := os.Lstat(e.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && (info.Size() > 0 || !info.Mode().IsRegular()), err
}
