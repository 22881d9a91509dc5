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
// takes twenty times as long as finding the documents; here they take 20 bytes
// each, and a segment never changes.
type columnCache struct {
	mu        sync.Mutex
	bySegment map[uint64]*column
}

type column struct {
	entries []uint64               // by document: the key of its entry
	facets  map[string]facetColumn // by field
}

// facetColumn has the values of a field by document.
type facetColumn struct {
	codes  []uint16 // by document: index in values, 0 for none
	values []string // the first is ""
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
	made, err := readColumn(s)
	if err == nil {
		c.bySegment[s.id] = made
	}
	return made, err
}

func readColumn(s *segment) (*column, error) {
	c := &column{entries: make([]uint64, s.count()), facets: map[string]facetColumn{}}
	err := s.each(fieldEntry, func(term string, doc uint32) { c.entries[doc] = document.Key(term) })
	for _, field := range FacetFields {
		if err != nil {
			return nil, err
		}
		f := facetColumn{codes: make([]uint16, s.count()), values: []string{""}}
		err = s.each(field, func(term string, doc uint32) {
			if last := len(f.values) - 1; f.values[last] != term && last < math.MaxUint16 {
				f.values = append(f.values, term)
			}
			f.codes[doc] = uint16(len(f.values) - 1)
		})
		c.facets[field] = f
	}
	return c, err
}

// Warm fills the caches of dates and columns, so that no search has to wait for
// it.
func (s *Store) Warm(ctx context.Context) error {
	return s.WithSearcher(ctx, Request{}, func(searcher *Searcher) error {
		for _, seg := range searcher.segments {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := s.columns.of(seg, searcher.segments); err != nil {
				return err
			}
			if _, err := s.dates.of(seg, searcher.segments); err != nil {
				return err
			}
		}
		return nil
	})
}
