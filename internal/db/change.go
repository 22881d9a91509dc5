package db

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"sync"
)

// Each write leaves a row in the table data_change, with the tables that its statements
// wrote. From these rows every process learns which of its kept results still hold. A
// commit that left no row, as by an older program, may have changed everything.

// written collects what a transaction writes.
type written struct{ places []place }

// maxPlaces is how many of them a row names; more are everything.
const maxPlaces = 200

func (w *written) add(tables []string, rows Rows) {
	for _, table := range tables {
		for part := range rows.partsOf(table) {
			w.places = noted(w.places, place{table, part})
		}
	}
}

func (w *written) addAll(other *written) {
	for _, p := range other.places {
		w.places = noted(w.places, p)
	}
}

// String lists the places as they stand in a row: „table“ or „table:part“.
func (w *written) String() string {
	if len(w.places) > maxPlaces {
		return everything
	}
	var out strings.Builder
	for i, p := range w.places {
		if i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(p.table)
		if p.part != "" {
			out.WriteString(":" + p.part)
		}
	}
	return out.String()
}

const (
	// changesKept is how many rows stay. A process that did not look for so many writes
	// takes everything for changed.
	changesKept = 1000
	// pruneEvery is after how many writes a process deletes older ones.
	pruneEvery = 200
)

// leaveChange leaves the row of a write that is about to be committed.
func (d *DB) leaveChange(ctx context.Context, raw *sql.Tx, w *written) error {
	statement := d.changeSQL(len(w.places) > 0)
	if statement == "" {
		return nil
	}
	_, err := raw.ExecContext(queued(ctx), statement, w.String())
	if err == nil && d.writes.Add(1)%pruneEvery == 0 {
		_, err = raw.ExecContext(queued(ctx), fmt.Sprintf(`DELETE FROM data_change WHERE n <= (SELECT MAX(n) FROM data_change) - %d`, changesKept))
	}
	if err != nil {
		return fmt.Errorf("note what was written: %w", d.translate(err))
	}
	return nil
}

// change is such a row.
type change struct {
	n    int64
	what string
}

// changes is what a process knows of them. Numbers are versions, see counter.
type changes struct {
	mu    sync.RWMutex
	head  int64 // of the newest commit
	all   int64 // of the newest that may have changed everything
	of    map[string]*tableChanges
	parts int // known ones of all tables
}

// tableChanges are the newest changes of a table.
type tableChanges struct {
	some  int64            // of any of its rows
	whole int64            // of rows that no part was named for
	parts map[string]int64 // of the rows that belong to a part
}

// maxParts bounds what is known of parts; beyond it everything is taken for changed.
const maxParts = 20_000

// forget takes everything for changed at the version. The caller holds mu.
func (c *changes) forget(version int64) {
	c.head, c.all, c.of, c.parts = version, version, map[string]*tableChanges{}, 0
}

// follow takes in what was committed after the present head: the changes, of which none
// is missing unless a commit up to the version left no row.
func (c *changes) follow(version int64, found []change) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if int64(len(found)) != version-c.head {
		c.forget(version)
		return
	}
	for _, f := range found {
		for entry := range strings.SplitSeq(f.what, " ") {
			c.note(f.n, entry)
		}
	}
	c.head = version
	if c.parts > maxParts {
		c.forget(version)
	}
}

func (c *changes) note(n int64, entry string) {
	table, part, _ := strings.Cut(entry, ":")
	if table == everything {
		c.all = n
		return
	}
	t := c.of[table]
	if t == nil {
		t = &tableChanges{parts: map[string]int64{}}
		c.of[table] = t
	}
	t.some = n
	if part == "" {
		t.whole = n
		return
	}
	if _, known := t.parts[part]; !known {
		c.parts++
	}
	t.parts[part] = n
}

func (c *changes) known() int64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.head
}

// unchangedSince reports whether no commit after the version is known that changed one of
// the places.
func (c *changes) unchangedSince(version int64, places []place) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.head <= version {
		return true
	}
	if c.all > version {
		return false
	}
	for _, p := range places {
		if c.newest(p) > version {
			return false
		}
	}
	return true
}

// newest returns the version of the newest known change of the place.
func (c *changes) newest(p place) int64 {
	if p.table == everything {
		return math.MaxInt64
	}
	t := c.of[p.table]
	switch {
	case t == nil:
		return 0
	case p.part == "":
		return t.some
	}
	return max(t.whole, t.parts[p.part])
}
