package search

import (
	"slices"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/query"
)

// KindCount is the number of entries of a kind. Replies count as their thread.
type KindCount struct {
	Kind  document.Kind
	Count int
}

// BoardCount is the number of entries on a board.
type BoardCount struct {
	Board board.Board
	Count int
}

// ValueCount is the number of entries that a value of a condition leaves; the value
// is written as after the operator of the search line.
type ValueCount struct {
	Value string
	Count int
}

// Facets say what choosing a value would lead to: each facet ignores the choice of
// its own value and keeps all others. Values without an entry are missing.
type Facets struct {
	Kinds             []KindCount  // in the order of document.Kinds
	Boards            []BoardCount // in the order of the boards
	States            []ValueCount
	Lands             []ValueCount
	OrganisationKinds []ValueCount
	Years             []ValueCount // the latest first
}

// fill sets the facet of a field; of boards only those that are given.
func (f *Facets) fill(counts *engine.FacetCounts, field string, boards []board.Board) {
	switch field {
	case engine.FieldKind:
		for _, k := range document.Kinds {
			if n := counts.Of(field, string(k)); n > 0 {
				f.Kinds = append(f.Kinds, KindCount{k, n})
			}
		}
	case engine.FieldBoard:
		for _, b := range boards {
			if n := counts.Of(field, engine.IDTerm(b.ID)); n > 0 {
				f.Boards = append(f.Boards, BoardCount{b, n})
			}
		}
	case engine.FieldState:
		for _, word := range query.StateWords {
			f.States = appendCount(f.States, word, counts.Of(field, query.StateOf(word)))
		}
	case engine.FieldLand:
		for _, land := range catalogue.States() {
			f.Lands = appendCount(f.Lands, land, counts.Of(field, land))
		}
	case engine.FieldOrganisationKind:
		for _, kind := range organisation.Kinds {
			f.OrganisationKinds = appendCount(f.OrganisationKinds, query.OrganisationKindWord(kind), counts.Of(field, string(kind)))
		}
	case engine.FieldYear:
		for _, year := range counts.Values(field) {
			f.Years = appendCount(f.Years, year, counts.Of(field, year))
		}
		slices.SortFunc(f.Years, func(a, b ValueCount) int { return strings.Compare(b.Value, a.Value) })
	}
}

func appendCount(list []ValueCount, value string, n int) []ValueCount {
	if n == 0 {
		return list
	}
	return append(list, ValueCount{value, n})
}
