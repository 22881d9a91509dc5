package search

import (
	"math/bits"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
)

// countMost is up to how many texts entries and facets are counted: it costs a
// look at every one of them.
const countMost = 10_000

// facetFields are the fields by which a search can be narrowed by a choice.
var facetFields = []string{fieldKind, fieldBoard, fieldState, fieldLand, fieldSort, fieldYear}

// KindCount says how many entries are of a kind. Replies count as their thread.
type KindCount struct {
	Kind  Kind
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
	Kinds  []KindCount  // in the order of Kinds
	Boards []BoardCount // in the order of the boards
	States []ValueCount
	Lands  []ValueCount
	Sorts  []ValueCount // kinds of organisations
	Years  []ValueCount // the latest first
}

// tally counts different entries by the values of some fields.
type tally struct {
	entries map[uint64]int // their numbers by key
	texts   []int          // of each entry
	values  map[string]map[string][]uint64
}

// count looks at texts and counts their entries by the values of fields. One
// that stands for several texts of a thread counts once for each value.
func (l *look) count(texts result, fields []string) (*tally, error) {
	t := &tally{entries: map[uint64]int{}, values: map[string]map[string][]uint64{}}
	for _, f := range fields {
		t.values[f] = map[string][]uint64{}
	}
	for number, docs := range texts {
		if docs.IsEmpty() {
			continue
		}
		column, err := l.store.columns.of(l.segments[number], l.segments)
		if err != nil {
			return nil, err
		}
		for walk := docs.Iterator(); walk.HasNext(); {
			doc := walk.Next()
			entry := t.number(column.entries[doc])
			for _, f := range fields {
				if values := column.facets[f]; values.of[doc] > 0 {
					t.add(f, values.names[values.of[doc]], entry)
				}
			}
		}
	}
	return t, nil
}

func (t *tally) number(entry uint64) int {
	n, ok := t.entries[entry]
	if !ok {
		n = len(t.entries)
		t.entries[entry] = n
		t.texts = append(t.texts, 0)
	}
	t.texts[n]++
	return n
}

func (t *tally) add(field, value string, entry int) {
	if field == fieldKind && value == string(Reply) {
		value = string(Thread)
	}
	seen := t.values[field][value]
	for len(seen) <= entry/64 {
		seen = append(seen, 0)
	}
	seen[entry/64] |= 1 << (entry % 64)
	t.values[field][value] = seen
}

// of returns how many entries have the value.
func (t *tally) of(field, value string) (n int) {
	for _, b := range t.values[field][value] {
		n += bits.OnesCount64(b)
	}
	return n
}

// textsOf returns how many texts an entry has; nothing was counted by nil.
func (t *tally) textsOf(entry uint64) int {
	if t == nil {
		return 0
	}
	return t.texts[t.entries[entry]]
}

// fill writes what was counted of a field into the facets.
func (f *Facets) fill(t *tally, field string, v view) {
	switch field {
	case fieldKind:
		for _, k := range Kinds {
			if n := t.of(field, string(k)); n > 0 {
				f.Kinds = append(f.Kinds, KindCount{k, n})
			}
		}
	case fieldBoard:
		for _, b := range v.boards { // those that the viewer may know of
			if n := t.of(field, boardTerm(b.ID)); n > 0 {
				f.Boards = append(f.Boards, BoardCount{b, n})
			}
		}
	case fieldState:
		for _, word := range StateWords {
			f.States = appendCount(f.States, word, t.of(field, states[word]))
		}
	case fieldLand:
		for _, land := range catalogue.States() {
			f.Lands = appendCount(f.Lands, land, t.of(field, land))
		}
	case fieldSort:
		for _, kind := range account.OrganisationKinds {
			f.Sorts = appendCount(f.Sorts, SortWord(kind), t.of(field, string(kind)))
		}
	case fieldYear:
		for year := range t.values[field] {
			f.Years = appendCount(f.Years, year, t.of(field, year))
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
