package db

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Copied says what was copied of a table, and found again in the copy.
type Copied struct {
	Table string
	Rows  int64
	Sum   string // of all rows, in hexadecimal digits
}

// ErrWritten means that somebody wrote into the database while it was copied.
var ErrWritten = errors.New("In das Forum wurde geschrieben, während es kopiert wurde. Die Kopie wäre unvollständig und wurde verworfen. " +
	"Bitte halten Sie das Forum auf allen Knoten an, und wiederholen Sie das Kopieren.")

// progressEvery is after how many rows of a table progress is told.
const progressEvery = 10_000

// CopyTo makes a database at the source to, where there is none, and copies all tables
// into it, with the ids that were given out last. Afterwards it compares: schema, rows,
// checksums and references. It returns ErrWritten when the database changed meanwhile.
// What it made is of no use after an error. progress is called now and then.
func (d *DB) CopyTo(ctx context.Context, to string, progress func(table string, rows int64)) ([]Copied, error) {
	have, known, err := d.SchemaVersion(ctx)
	if err == nil && have != known {
		err = errSchema(d.engine, have, known)
	}
	if err != nil {
		return nil, err
	}
	made, err := describe(ctx, to, Options{})
	if err != nil {
		return nil, err
	}
	before, err := d.state(ctx, d.read)
	if err != nil {
		return nil, d.translate(err)
	}
	c := copying{from: d, made: made, progress: progress}
	if err = c.run(ctx, to); err == nil {
		err = c.compare(ctx, to)
	}
	if err != nil {
		return nil, err
	}
	after, err := d.state(ctx, d.read)
	switch {
	case err != nil:
		return nil, d.translate(err)
	case before != after:
		return nil, ErrWritten
	}
	return c.copied, nil
}

// Others names other running programs of the forum, each once, as far as the database
// knows them. It waits a moment for those that are about to end.
func (d *DB) Others(ctx context.Context) ([]string, error) { return d.others(ctx, d.read) }

// description is what must be the same before and after a database is filled.
type description struct {
	schema []string
	tables []table
}

// describe opens the database at the source, migrates it, and describes it.
func describe(ctx context.Context, source string, o Options) (out description, err error) {
	d, err := Open(ctx, source, o)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.describe(ctx)
}

func (d *DB) describe(ctx context.Context) (out description, err error) {
	err = d.Read(ctx, func(tx *Tx) (err error) {
		if out.schema, err = d.schema(tx); err == nil {
			out.tables, err = d.tables(tx)
		}
		return err
	})
	return out, err
}

// copying is one run of CopyTo.
type copying struct {
	from     *DB
	made     description // of the new database
	progress func(string, int64)

	last   map[string]int64 // ids
	copied []Copied
}

// run fills the new database from one state of the old one.
func (c *copying) run(ctx context.Context, to string) error {
	e, err := engineOf(to)
	if err != nil {
		return err
	}
	into, err := e.load(ctx, c.made.tables)
	if err != nil {
		return e.translate(err)
	}
	defer into.close()
	err = c.from.Read(ctx, func(tx *Tx) (err error) {
		tables, err := c.from.tables(tx)
		if err != nil {
			return err
		}
		if err := sameTables(tables, c.made.tables); err != nil {
			return err
		}
		for _, t := range tables {
			if err := c.table(tx, into, t); err != nil {
				return fmt.Errorf("copy table %s: %w", t.name, e.translate(err))
			}
		}
		c.last, err = c.from.lastIDs(tx)
		return err
	})
	if err != nil {
		return err
	}
	if err := into.finish(ctx, c.last); err != nil {
		return fmt.Errorf("finish the copy: %w", e.translate(err))
	}
	return into.close()
}

// sameTables refuses databases whose tables are not made alike, whatever the numbers of
// their schemas say.
func sameTables(from, to []table) error {
	for _, t := range from {
		if i := slices.IndexFunc(to, func(o table) bool { return o.name == t.name }); i < 0 || !slices.Equal(to[i].columns, t.columns) {
			return fmt.Errorf("Die Tabelle %s ist in den beiden Datenbanken nicht gleich. Nichts wurde kopiert.", t.name)
		}
	}
	if len(from) != len(to) {
		return errors.New("Die beiden Datenbanken haben nicht dieselben Tabellen. Nichts wurde kopiert.")
	}
	return nil
}

// goesAlong is the condition on the rows of a table that are copied. These are all but
// those that belong to one node: they are of no use without its folder, and other nodes
// serve the copy. They have kept nothing yet, either, that could have changed.
func (t table) goesAlong() string {
	switch {
	case t.name == "node", t.name == "data_change":
		return `FALSE`
	case slices.Contains(t.columnNames(), "node"):
		return `node = ''` // how far its index is, and what it has to do
	}
	return `TRUE`
}

// table copies one table.
func (c *copying) table(tx *Tx, into loader, t table) error {
	var sum digest
	var failed error
	rows := func(yield func([]any) bool) {
		failed = t.read(tx, t.goesAlong(), func(values []any) error {
			sum.add(values)
			if sum.rows%progressEvery == 0 {
				c.progress(t.name, sum.rows)
			}
			if !yield(values) {
				return errStopped
			}
			return nil
		})
	}
	err := into.fill(tx.ctx, t, rows)
	if failed != nil && !errors.Is(failed, errStopped) {
		return failed
	}
	c.progress(t.name, sum.rows)
	c.copied = append(c.copied, Copied{t.name, sum.rows, sum.String()})
	return err
}

var errStopped = errors.New("nobody takes more rows")

// loader fills a database that was just made and that nobody else uses. It first takes
// away what slows that down, and what would want an order of the tables.
type loader interface {
	// fill writes the rows into the empty table. The values of a row are valid until
	// the next one.
	fill(ctx context.Context, t table, rows iter.Seq[[]any]) error
	// finish sets the ids that tables gave out last, and puts back what was taken away.
	finish(ctx context.Context, last map[string]int64) error
	// close may be called again.
	close() error
}

// compare reads the copy and compares it with what was copied.
func (c *copying) compare(ctx context.Context, to string) (err error) {
	d, _, err := OpenReadOnly(ctx, to, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	have, err := d.describe(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(have.schema, c.made.schema) {
		return errors.New("Das Schema der Kopie ist nicht, wie es sein soll. Die Kopie wurde verworfen.")
	}
	err = d.Read(ctx, func(tx *Tx) error {
		for i, t := range have.tables {
			if err := c.compareTable(tx, t, c.copied[i]); err != nil {
				return err
			}
		}
		last, err := d.lastIDs(tx)
		if err == nil && !maps.Equal(last, c.last) {
			err = errors.New("Die zuletzt vergebenen Nummern stimmen in der Kopie nicht. Die Kopie wurde verworfen.")
		}
		return err
	})
	if err != nil {
		return err
	}
	defects, err := d.Check(ctx)
	if err == nil && len(defects) > 0 {
		err = fmt.Errorf("Die Kopie hat Mängel und wurde verworfen: %s", strings.Join(defects[:min(len(defects), 5)], "; "))
	}
	return err
}

func (c *copying) compareTable(tx *Tx, t table, want Copied) error {
	var sum digest
	err := t.read(tx, `TRUE`, func(values []any) error {
		sum.add(values)
		if sum.rows%progressEvery == 0 {
			c.progress(t.name, sum.rows)
		}
		return nil
	})
	if err == nil && (t.name != want.Table || sum.rows != want.Rows || sum.String() != want.Sum) {
		err = fmt.Errorf("Die Tabelle %s stimmt nicht überein: kopiert wurden %d Zeilen (%s), gelesen %d (%s). Die Kopie wurde verworfen.",
			t.name, want.Rows, want.Sum, sum.rows, &sum)
	}
	return err
}
