package search

import (
	"math/bits"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
)

// maxCounted is up to how many texts entries and facets are counted: it costs a
// searcher at every one of them.
const maxCounted = 10_000

// facetFields are the fields by which a search can be narrowed by a choice.
var facetFields = []string{fieldKind, fieldBoard, fieldState, fieldLand, fieldOrganisationKind, fieldYear}

// KindCount says how many entries are of a kind. Replies count as their thread.
type KindCount struct {
	Kind  document.Kind
	Count int
}

// BoardCount says how many entries stand on a board.
type BoardCount struct {
	Board board.Board
	Count int
}

// ValueCount says how many entries a value of a condition leaves; the value is
// written as after the operator of the search line.
type ValueCount struct {
	Value string
	Count int
}

// Facets say what choosing a value would lead to: each leaves its own choice
// out and keeps all others. Values without an entry are missing.
type Facets struct {
	Kinds             []KindCount  // in the order of Kinds
	Boards            []BoardCount // in the order of the boards
	States            []ValueCount
	Lands             []ValueCount
	OrganisationKinds []ValueCount // kinds of organisations
	Years             []ValueCount // the latest first
}

// facetCounts counts different entries by the values of some fields.
type facetCounts struct {
	entries map[uint64]int // their numbers by key
	texts   []int          // words each entry
	values  map[string]map[string][]uint64
}

// countEntries looks at texts and counts their entries by the values of fields. One
// that stands for several texts of a thread counts once for each value.
func (s *searcher) countEntries(texts matches, fields []string) (*facetCounts, error) {
	counts := &facetCounts{entries: map[uint64]int{}, values: map[string]map[string][]uint64{}}
	for _, f := range fields {
		counts.values[f] = map[string][]uint64{}
	}
	for number, docs := range texts {
		if docs.IsEmpty() {
			continue
		}
		column, err := s.store.columns.of(s.segments[number], s.segments)
		if err != nil {
			return nil, err
		}
		for walk := docs.Iterator(); walk.HasNext(); {
			doc := walk.Next()
			entry := counts.entryNumber(column.entries[doc])
			for _, f := range fields {
				if values := column.facets[f]; values.codes[doc] > 0 {
					counts.add(f, values.values[values.codes[doc]], entry)
				}
			}
		}
	}
	return counts, nil
}

func (counts *facetCounts) entryNumber(entry uint64) int {
	n, ok := counts.entries[entry]
	if !ok {
		n = len(counts.entries)
		counts.entries[entry] = n
		counts.texts = append(counts.texts, 0)
	}
	counts.texts[n]++
	return n
}

func (counts *facetCounts) add(field, value string, entry int) {
	if field == fieldKind && value == string(document.Reply) {
		value = string(document.Thread)
	}
	seen := counts.values[field][value]
	for len(seen) <= entry/64 {
		seen = append(seen, 0)
	}
	seen[entry/64] |= 1 << (entry % 64)
	counts.values[field][value] = seen
}

// words returns how many entries have the value.
func (counts *facetCounts) count(field, value string) (n int) {
	for _, b := range counts.values[field][value] {
		n += bits.OnesCount64(b)
	}
	return n
}

// textsOf returns how many texts an entry has; nothing was counted by nil.
func (counts *facetCounts) textsOf(entry uint64) int {
	if counts == nil {
		return 0
	}
	return counts.texts[counts.entries[entry]]
}

// loadHits writes what was counted of a field into the facets.
func (f *Facets) fill(counts *facetCounts, field string, v view) {
	switch field {
	case fieldKind:
		for _, k := range document.Kinds {
			if n := counts.count(field, string(k)); n > 0 {
				f.Kinds = append(f.Kinds, KindCount{k, n})
			}
		}
	case fieldBoard:
		for _, b := range v.boards { // those that the viewer may know of
			if n := counts.count(field, boardTerm(b.ID)); n > 0 {
				f.Boards = append(f.Boards, BoardCount{b, n})
			}
		}
	case fieldState:
		for _, word := range query.StateWords {
			f.States = appendCount(f.States, word, counts.count(field, query.StateOf(word)))
		}
	case fieldLand:
		for _, land := range catalogue.States() {
			f.Lands = appendCount(f.Lands, land, counts.count(field, land))
		}
	case fieldOrganisationKind:
		for _, kind := range account.OrganisationKinds {
			f.OrganisationKinds = appendCount(f.OrganisationKinds, query.OrganisationKindWord(kind), counts.count(field, string(kind)))
		}
	case fieldYear:
		for year := range counts.values[field] {
			f.Years = appendCount(f.Years, year, counts.count(field, year))
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
