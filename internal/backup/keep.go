package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// nameLayout names the backups that the server makes in a folder, in UTC, so that their
// names have their order.
const nameLayout = "sicherung-20060102T150405Z"

var keptName = regexp.MustCompile(`^sicherung-\d{8}T\d{6}Z$`)

// NameAt names a backup that the server makes at that time.
func NameAt(t time.Time) string { return t.UTC().Format(nameLayout) }

// Kept is a backup in a folder of several.
type Kept struct {
	Path string
	Manifest
}

// List returns the backups that the server made in a folder, oldest first. What is not
// finished or damaged is left out.
func List(ctx context.Context, dir string) (out []Kept, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries { // by name
		if !e.IsDir() || !keptName.MatchString(e.Name()) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if m, err := Read(ctx, path); err == nil {
			out = append(out, Kept{path, m})
		}
	}
	return out, err
}

// Newest returns the newest whole backup among several in a folder, and the path itself
// where it is one.
func Newest(ctx context.Context, path string) (string, error) {
	_, err := Read(ctx, path)
	if none := (ErrNone{}); !errors.As(err, &none) {
		return path, err
	}
	all, listErr := List(ctx, path)
	if listErr != nil {
		return path, err
	}
	for _, k := range slices.Backward(all) {
		if k.Whole() {
			return k.Path, nil
		}
	}
	if len(all) > 0 {
		return all[len(all)-1].Path, nil
	}
	return path, err
}

// Thin removes the oldest backups of a folder beyond a number, and what interrupted ones
// left. The newest whole one stays in every case. It returns what it removed.
func Thin(ctx context.Context, dir string, keep int) (removed []string, err error) {
	all, err := List(ctx, dir)
	if err != nil {
		return nil, err
	}
	newest := ""
	for _, k := range all {
		if k.Whole() {
			newest = k.Path
		}
	}
	for _, k := range all[:max(0, len(all)-keep)] {
		if k.Path == newest {
			continue
		}
		if err := remove(k.Path); err != nil {
			return removed, err
		}
		removed = append(removed, k.Path)
	}
	return removed, dropInterrupted(ctx, dir)
}

// remove removes a backup, which is none from the first moment on.
func remove(path string) error {
	if err := os.Remove(filepath.Join(path, manifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.RemoveAll(path)
}

// dropInterrupted removes what is neither a backup nor being made.
func dropInterrupted(ctx context.Context, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if keptName.MatchString(e.Name()) && e.IsDir() {
			if _, err := Read(ctx, path); errors.As(err, new(ErrNone)) {
				if err := os.RemoveAll(path); err != nil {
					return err
				}
			}
			continue
		}
		to, ours := strings.CutSuffix(e.Name(), workSuffix)
		if !ours || !keptName.MatchString(to) {
			continue
		}
		if w, err := beginWork(ctx, filepath.Join(dir, to)); err == nil { // nobody makes it any more
			if err := w.drop(); err != nil {
				return err
			}
		}
	}
	return nil
}
