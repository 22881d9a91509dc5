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
	entries map[string]int // their numbers
	texts   []int          // of each entry
	values  map[string]map[string][]uint64
}

// count looks at texts and counts their entries by the values of fields. One
// that stands for several texts of a thread counts once for each value.
func (l *look) count(texts result, fields []string) (*tally, error) {
	reader, err := l.fields(append([]string{fieldEntry}, fields...)...)
	if err != nil {
		return nil, err
	}
	t := &tally{entries: map[string]int{}, values: map[string]map[string][]uint64{}}
	for _, f := range fields {
		t.values[f] = map[string][]uint64{}
	}
	found := make([][]byte, len(fields))
	for number, docs := range texts {
		for walk := docs.Iterator(); walk.HasNext(); {
			entry := 0
			for i := range found {
				found[i] = found[i][:0]
			}
			err := reader.visit(l.number(number, walk.Next()), func(field string, value []byte) {
				if field == fieldEntry {
					entry = t.number(value)
				} else if i := slices.Index(fields, field); i >= 0 {
					found[i] = append(found[i][:0], value...)
				}
			})
			if err != nil {
				return nil, err
			}
			for i, f := range fields {
				if len(found[i]) > 0 {
					t.add(f, found[i], entry)
				}
			}
		}
	}
	return t, nil
}

func (t *tally) number(entry []byte) int {
	n, ok := t.entries[string(entry)]
	if !ok {
		n = len(t.entries)
		t.entries[string(entry)] = n
		t.texts = append(t.texts, 0)
	}
	t.texts[n]++
	return n
}

func (t *tally) add(field string, value []byte, entry int) {
	if field == fieldKind && string(value) == string(Reply) {
		value = []byte(Thread)
	}
	seen := t.values[field][string(value)]
	for len(seen) <= entry/64 {
		seen = append(seen, 0)
	}
	seen[entry/64] |= 1 << (entry % 64)
	t.values[field][string(value)] = seen
}

// of returns how many entries have the value.
func (t *tally) of(field, value string) (n int) {
	for _, b := range t.values[field][value] {
		n += bits.OnesCount64(b)
	}
	return n
}

// textsOf returns how many texts an entry has; nothing was counted by nil.
func (t *tally) textsOf(entry string) int {
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
