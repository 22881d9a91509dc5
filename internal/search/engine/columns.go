package engine

import (
	"context"
	"math"
	"sync"

	"kommunalforum/internal/search/document"
)

// FacetFields are the fields whose values are counted.
var FacetFields = []string{FieldKind, FieldBoard, FieldState, FieldLand, FieldOrganisationKind, FieldYear}

// columnCache keeps what lists and facets need of every document of a segment: its
// entry, and its values of the facet fields. Asking the index for them one by one
// takes twenty times as long as finding the documents; here they take 16 bytes
// each, and a segment never changes. Entries and values have numbers that hold in
// all segments, so that they are counted without looking anything up.
type columnCache struct {
	mu        sync.Mutex
	bySegment map[uint64]*column
	entries   *numbering[uint64]            // of entries, by their keys; the first is 0, for none
	values    map[string]*numbering[string] // of the values of a field; the first is "", for none
}

// numbering numbers what it has seen. It only grows, so what was seen when the list was
// taken may be read while it grows.
type numbering[T comparable] struct {
	list    []T
	numbers map[T]int
}

// newNumbering returns a numbering in which 0 stands for none.
func newNumbering[T comparable]() *numbering[T] {
	var none T
	return &numbering[T]{[]T{none}, map[T]int{none: 0}}
}

// of returns the number of x, a new one if it has none, unless there are limit of them.
func (n *numbering[T]) of(x T, limit int) int {
	number, ok := n.numbers[x]
	if !ok && len(n.list) < limit {
		number = len(n.list)
		n.list, n.numbers[x] = append(n.list, x), number
	}
	return number
}

// column is what a segment has, by document.
type column struct {
	entries []uint32            // numbers of the entries
	facets  map[string][]uint16 // numbers of the values by field
	keys    []uint64            // of entries, by number: at least those here
	kinds   []string            // by number: at least those here
}

// key returns the key of the entry of a document.
func (c *column) key(doc uint32) uint64 { return c.keys[c.entries[doc]] }

// part reports whether a document is a part of its entry, such as a reply.
func (c *column) part(doc uint32) bool {
	kind := document.Kind(c.kinds[c.facets[FieldKind][doc]])
	return kind != kind.Listed()
}

// of returns the column of a segment. It drops segments that are not open any
// more.
func (c *columnCache) of(s *segment, open []*segment) (*column, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.bySegment[s.id]; known != nil {
		return known, nil
	}
	kept := map[uint64]*column{}
	for _, o := range open {
		if known := c.bySegment[o.id]; known != nil {
			kept[o.id] = known
		}
	}
	c.bySegment = kept
	made, err := c.read(s)
	if err == nil {
		c.bySegment[s.id] = made
	}
	return made, err
}

// read reads the column of a segment. Beyond 65,535 values of a field further ones count as
// none. The caller holds mu.
func (c *columnCache) read(s *segment) (*column, error) {
	if c.entries == nil {
		c.entries = newNumbering[uint64]()
	}
	out := &column{entries: make([]uint32, s.count()), facets: map[string][]uint16{}}
	err := s.eachTerm(fieldEntry, func(term string) func(uint32) {
		number := uint32(c.entries.of(document.Key(term), math.MaxUint32))
		return func(doc uint32) { out.entries[doc] = number }
	})
	for _, field := range FacetFields {
		if err != nil {
			return nil, err
		}
		codes := make([]uint16, s.count())
		out.facets[field] = codes
		err = s.eachTerm(field, func(value string) func(uint32) {
			code := uint16(c.valuesOf(field).of(value, math.MaxUint16))
			return func(doc uint32) { codes[doc] = code }
		})
	}
	out.keys, out.kinds = c.entries.list, c.valuesOf(FieldKind).list
	return out, err
}

// valuesOf returns the values of a field. The caller holds mu.
func (c *columnCache) valuesOf(field string) *numbering[string] {
	if c.values == nil {
		c.values = map[string]*numbering[string]{}
		for _, f := range FacetFields {
			c.values[f] = newNumbering[string]()
		}
		for _, kind := range document.Kinds { // parts count as wholes, of which there may be none
			c.values[FieldKind].of(string(kind), math.MaxUint16)
		}
	}
	return c.values[field]
}

// known returns the values of a field by number.
func (c *columnCache) known(field string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.valuesOf(field).list
}

// size returns how many entries have a number.
func (c *columnCache) size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries == nil {
		return 0
	}
	return len(c.entries.list)
}

// Warm fills the caches of dates and columns, so that no search has to wait for
// it.
func (s *Store) Warm(ctx context.Context) error {
	return s.WithSearcher(ctx, Request{}, func(searcher *Searcher) error {
		for number, seg := range searcher.segments {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := searcher.column(number); err != nil {
				return err
			}
			if _, err := s.dates.of(seg, searcher.segments); err != nil {
				return err
			}
		}
		return nil
	})
}

// column returns the column of the segment with the number.
func (s *Searcher) column(number int) (*column, error) {
	return s.store.columns.of(s.segments[number], s.segments)
}
