// Package testdb gives tests of the domains a database of their own. It migrates, and
// loads the catalogue, once per process, and copies the file.
package testdb

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

var (
	empty  = sync.OnceValues(func() ([]byte, error) { return build(func(context.Context, *db.DB) error { return nil }) })
	filled = sync.OnceValues(func() ([]byte, error) {
		return build(func(ctx context.Context, d *db.DB) error { return catalogue.Load(ctx, d, data.FS) })
	})
)

// New returns an empty database of this program's schema in a folder of the test,
// closed when the test ends.
func New(t testing.TB) *db.DB { return open(t, empty) }

// WithCatalogue returns one that holds the catalogue which the program ships.
func WithCatalogue(t testing.TB) *db.DB { return open(t, filled) }

func open(t testing.TB, content func() ([]byte, error)) *db.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "forum.db")
	file, err := content()
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatalf("copy the database: %v", err)
	}
	d, err := db.Open(context.Background(), path, db.Options{})
	if err != nil {
		t.Fatalf("open the copy: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// build returns the file of a database after fill.
func build(fill func(context.Context, *db.DB) error) ([]byte, error) {
	dir, err := os.MkdirTemp("", "kommunalforum-testdb-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx, path := context.Background(), filepath.Join(dir, "forum.db")
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		return nil, err
	}
	err = fill(ctx, d)
	if closed := d.Close(); err == nil { // which brings the write-ahead log into the file
		err = closed
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}
