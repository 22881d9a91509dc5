//go:build !postgres

// They read the schema as SQLite tells it. The other engines' is the same, which a
// test of package db holds.

package textfield_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// TestEveryColumnOfTextIsAFieldOrSaysWhyNot fails when a column of text is new:
// say in otherColumns why nobody types it, or in fields how it is written.
func TestEveryColumnOfTextIsAFieldOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	w := New(t)
	written := map[string]bool{}
	for _, f := range fields {
		for _, c := range f.columns {
			written[c] = true
		}
	}
	columns := textColumns(t, w)
	for _, c := range columns {
		_, name, _ := strings.Cut(c, ".")
		_, other := otherColumns[c]
		switch {
		case written[c] && other:
			t.Errorf("%s is a field and is none", c)
		case !written[c] && !other && !slices.Contains(machine, name):
			t.Errorf("%s: let package textfield read it and say in fields how it is written, or say in otherColumns why nobody types it", c)
		}
	}
	for _, c := range slices.Concat(slices.Collect(maps.Keys(written)), slices.Collect(maps.Keys(otherColumns))) {
		if !slices.Contains(columns, c) {
			t.Errorf("%s is no column of text", c)
		}
	}
}

func textColumns(t *testing.T, w *World) (out []string) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		out, err = db.Column[string](tx, `
			SELECT m.name || '.' || c.name
			FROM sqlite_schema m
			JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND c.type = 'TEXT' AND m.name NOT LIKE 'goose_%' AND m.name NOT LIKE 'sqlite_%'`)
		return err
	})
	if err != nil || len(out) < 100 {
		t.Fatalf("only %d columns found: %v", len(out), err)
	}
	return out
}
