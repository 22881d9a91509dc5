// Package testdb gives tests of the domains a database of their own. It migrates, and
// loads the catalogue, once per process, and makes copies.
package testdb

import (
	"context"
	"sync"
	"testing"

	"kommunalforum/data"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
)

var (
	empty  = Template(func(context.Context, *db.DB) error { return nil })
	filled = Template(func(ctx context.Context, d *db.DB) error { return catalogue.Load(ctx, d, data.FS) })
)

// New returns an empty database of this program's schema, which goes when the test
// ends.
func New(t testing.TB) *db.DB { return Copy(t, empty, db.Options{}) }

// WithCatalogue returns one that holds the catalogue which the program ships.
func WithCatalogue(t testing.TB) *db.DB { return Copy(t, filled, db.Options{}) }

// WithOptions is New with options.
func WithOptions(t testing.TB, o db.Options) *db.DB { return Copy(t, empty, o) }

// Copy returns a copy of the template, which goes when the test ends.
func Copy(t testing.TB, template func() (dbtest.Template, error), o db.Options) *db.DB {
	t.Helper()
	from, err := template()
	if err != nil {
		t.Fatalf("build the database: %v", err)
	}
	folder := t.TempDir()
	source, err := from.Copy(folder)
	if err != nil {
		t.Fatalf("copy the database: %v", err)
	}
	d, err := db.Open(context.Background(), source, o)
	if err != nil {
		t.Fatalf("open the copy: %v", err)
	}
	t.Cleanup(func() {
		d.Close()
		if err := dbtest.Drop(folder); err != nil {
			t.Errorf("remove the database: %v", err)
		}
	})
	return d
}

// Template returns a database with what fill writes, made when it is first asked for.
func Template(fill func(context.Context, *db.DB) error) func() (dbtest.Template, error) {
	return sync.OnceValues(func() (dbtest.Template, error) {
		return dbtest.NewTemplate(func(source string) error {
			ctx := context.Background()
			d, err := db.Open(ctx, source, db.Options{})
			if err != nil {
				return err
			}
			err = fill(ctx, d)
			if closed := d.Close(); err == nil { // which brings the write-ahead log into the file
				err = closed
			}
			return err
		})
	})
}
