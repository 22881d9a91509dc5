package db

import (
	"context"
	"slices"
	"sync"
)

// Basis is what a result was made from that is kept: the tables that were read for it, or
// the rows of them that Within named, at a version of the data.
type Basis struct {
	at    int64
	mu    sync.Mutex
	reads []place
}

// place is a table, or the rows of one part of it.
type place struct{ table, part string }

type basisKey struct{}

// Watch returns a context and notes what is read under it from then on. Like Version it
// ends the snapshot that ctx shares, so that a result of later reads may be kept for as
// long as Holds.
func (d *DB) Watch(ctx context.Context) (context.Context, *Basis, error) {
	version, err := d.Version(ctx)
	b := &Basis{at: version}
	return context.WithValue(ctx, basisKey{}, b), b, err
}

// Holds reports whether nothing of what a result was made from had changed when the
// version of the data was last asked for, as Watch does.
func (d *DB) Holds(b *Basis) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return d.latest.changes.unchangedSince(b.at, b.reads)
}

// ReadsAll says of what is made under a context of Watch that any commit may change it:
// for what does not come from the database, but from something that follows it.
func ReadsAll(ctx context.Context) { basisOf(ctx).add([]string{everything}, Rows{}) }

func basisOf(ctx context.Context) *Basis {
	b, _ := ctx.Value(basisKey{}).(*Basis)
	return b
}

// add notes that the tables were read, of those that rows is about no more than these. A
// nil Basis notes nothing.
func (b *Basis) add(tables []string, rows Rows) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, table := range tables {
		for part := range rows.partsOf(table) {
			b.reads = noted(b.reads, place{table, part})
		}
	}
}

// addAll notes what another was made from.
func (b *Basis) addAll(other *Basis) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range other.reads {
		b.reads = noted(b.reads, p)
	}
}

// noted adds a place to those that are noted. There are a few dozen.
func noted(all []place, p place) []place {
	if slices.Contains(all, p) || p.part != "" && slices.Contains(all, place{table: p.table}) {
		return all
	}
	return append(all, p)
}

// Rows are the rows of some tables that belong to something, such as a thread, or to
// several things at once.
type Rows struct{ tables, parts []string }

// RowsOf returns the rows of the tables that belong to each of the parts, whose names are
// words without blanks and colons.
func RowsOf(tables []string, parts ...string) Rows { return Rows{tables, parts} }

// whole are all rows of a table.
var whole = []string{""}

// Unshown are all rows of the tables, for statements that write columns of them which no
// result shows that is kept.
func Unshown(tables ...string) Rows { return Rows{tables: tables} }

func (r Rows) partsOf(table string) func(yield func(string) bool) {
	if slices.Contains(r.tables, table) {
		return slices.Values(r.parts)
	}
	return slices.Values(whole)
}

// Within runs fn. It promises of the tables of rows that the statements of fn write only
// rows that belong to all of its parts, and that what they read depends on no rows but
// those that belong to one of them. So a page about one part is kept while another is
// written. Without the promise a statement concerns its tables whole, which is always
// right.
func (tx *Tx) Within(rows Rows, fn func() error) error {
	before := tx.rows
	tx.rows = rows
	defer func() { tx.rows = before }()
	return fn()
}
