package db

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// ErrNoFile means that the database is on a server, whose own tools copy it.
var ErrNoFile = errors.New("Die Datenbank liegt auf einem Server. Gesichert wird sie mit dessen Werkzeugen, etwa pg_dump.")

// CopyFile writes one state of the database into a new file at the path, page by page, so
// that pages which did not change are the same in every copy. Others read and write
// meanwhile. The copy is durable when CopyFile returns nil; otherwise the caller removes
// what is there. progress is called with the pages that are copied and that there are. A
// database on a server returns ErrNoFile.
func (d *DB) CopyFile(ctx context.Context, path string, progress func(done, all int)) error {
	return d.copyFile(ctx, d.pools, path, progress)
}

// FileSize returns how many bytes a copy of the database takes. A database on a server
// returns ErrNoFile.
func (d *DB) FileSize(ctx context.Context) (int64, error) { return d.fileSize(ctx, d.read) }

// Inspection says what is in a copy of a database.
type Inspection struct {
	Schema  int64            // its newest migration
	Known   int64            // the newest that this program knows
	Rows    map[string]int64 // of each table
	Defects []string         // of its structure, a few; none of a sound copy
}

// maxDefects is how many defects of a copy are told.
const maxDefects = 5

// InspectFile looks at a copy of a database that nobody uses, and changes nothing. with
// may read more of it; nil reads nothing. A schema older than this program's is no error.
func InspectFile(ctx context.Context, path string, with func(*Tx, Inspection) error) (out Inspection, err error) {
	d, _, err := OpenReadOnly(ctx, path, false)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if out.Schema, out.Known, err = d.SchemaVersion(ctx); err != nil {
		return out, err
	}
	return out, d.Read(ctx, func(tx *Tx) error {
		if out.Defects, err = Column[string](tx, `PRAGMA quick_check(`+strconv.Itoa(maxDefects)+`)`); err != nil {
			return err
		}
		if slices.Equal(out.Defects, []string{"ok"}) {
			out.Defects = nil
		}
		if out.Rows, err = countRows(tx); err != nil || with == nil {
			return err
		}
		return with(tx, out)
	})
}

// countRows counts the rows of all tables of the forum, also of an older schema.
func countRows(tx *Tx) (map[string]int64, error) {
	names, err := Column[string](tx, `SELECT name FROM sqlite_schema WHERE type = 'table'`)
	out := map[string]int64{}
	for _, name := range names {
		if strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, litestreamPrefix) {
			continue
		}
		if out[name], err = Scalar[int64](tx, `SELECT COUNT(*) FROM `+quoted(name)); err != nil {
			return nil, err
		}
	}
	return out, err
}

// litestreamPrefix begins the names of the tables that Litestream keeps in a database that
// it replicates. They are none of ours.
const litestreamPrefix = "_litestream_"
