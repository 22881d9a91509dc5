package textfield_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/db/dbtest"
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
	for _, c := range dbtest.Columns(t, w.DB) {
		if c.Kind == "text" {
			out = append(out, c.Table+"."+c.Name)
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d columns of text found", len(out))
	}
	return out
}
