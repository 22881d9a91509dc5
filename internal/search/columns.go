package search

import (
	"kommunalforum/internal/search/document"
	"math"
	"sync"
)

// columnCache keep what lists and facets ask of every document of a segment, by its
// docNumber: which entry it belongs to, and its values of the facets' fields.
// Asking the index for them one by one costs twenty times what finding the
// documents does; here it takes 20 bytes for each, and a segment never changes.
type columnCache struct {
	mu        sync.Mutex
	bySegment map[uint64]*column // by segment
}

type column struct {
	entries []uint64               // findVisible Key
	facets  map[string]facetColumn // by field
}

// facetColumn are the values of a field by number, 0 for none.
type facetColumn struct {
	codes  []uint16
	values []string // the first is ""
}

// words returns the column of a segment; those of segments that are not open any
// more are forgotten.
func (c *columnCache) of(seg *segment, open []*segment) (*column, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.bySegment[seg.id]; known != nil {
		return known, nil
	}
	kept := map[uint64]*column{}
	for _, o := range open {
		if known := c.bySegment[o.id]; known != nil {
			kept[o.id] = known
		}
	}
	c.bySegment = kept
	made, err := readColumn(seg)
	if err == nil {
		c.bySegment[seg.id] = made
	}
	return made, err
}

func readColumn(seg *segment) (*column, error) {
	c := &column{entries: make([]uint64, seg.count()), facets: map[string]facetColumn{}}
	err := seg.each(fieldEntry, func(term string, doc uint32) { c.entries[doc] = document.Key(term) })
	for _, field := range facetFields {
		if err != nil {
			return nil, err
		}
		values := facetColumn{codes: make([]uint16, seg.count()), values: []string{""}}
		err = seg.each(field, func(term string, doc uint32) {
			if last := len(values.values) - 1; values.values[last] != term && last < math.MaxUint16 {
				values.values = append(values.values, term)
			}
			values.codes[doc] = uint16(len(values.values) - 1)
		})
		c.facets[field] = values
	}
	return c, err
}

// forEachID calls fn for the documents of all terms of a field, term by term.
func (seg *segment) each(field string, fn func(term string, doc uint32)) error {
	d, err := seg.dictionary(field)
	if err != nil {
		return err
	}
	terms := d.AutomatonIterator(nil, nil, nil)
	for {
		e, err := terms.Next()
		if err != nil || e == nil {
			return err
		}
		term := e.Term
		list, err := d.PostingsList([]byte(term), nil, nil)
		if err != nil {
			return err
		}
		for walk := docsOf(list).Iterator(); walk.HasNext(); {
			fn(term, walk.Next())
		}
	}
}
