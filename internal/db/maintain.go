package db

import (
	"context"
	"time"
)

// SchemaVersion returns the number of the newest migration applied to the
// database, and of the newest that this program knows.
func (d *DB) SchemaVersion(ctx context.Context) (have, known int64, err error) {
	p, err := d.migrations(d.read)
	if err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	err = d.Read(ctx, func(tx *Tx) error {
		have, err = Scalar[int64](tx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`)
		return err
	})
	return have, sources[len(sources)-1].Version, err
}

// Check verifies structure and references of the whole database. It returns one
// sentence per defect, none for a sound database.
func (d *DB) Check(ctx context.Context) (defects []string, err error) {
	return View(ctx, d, d.check)
}

// Schema returns the statements of the current schema as the database records
// them, ordered by kind and name.
func (d *DB) Schema(ctx context.Context) (out []string, err error) { return View(ctx, d, d.schema) }

// Key is a column that an index holds.
type Key struct{ Table, Column string }

// EraseTraces removes what deleted and overwritten rows left in the database's files.
// Indexes may keep copies of their keys for longer than the rows are there: those of
// the given columns are made afresh where they do. It fails while a reader still uses
// an older state; try again later.
func (d *DB) EraseTraces(ctx context.Context, keys ...Key) error {
	return d.eraseTraces(ctx, d.write, keys)
}

// DropCopies removes the copies of the database that were made before a migration,
// once they are older than until.
func (d *DB) DropCopies(until time.Time) error { return d.dropCopies(until) }

// Warnings returns German sentences about what is no defect of the database but keeps
// nodes from working together.
func (d *DB) Warnings(ctx context.Context) ([]string, error) { return d.warnings(ctx, d.pools) }
