package search

import (
	"math"
	"sync"
)

// columns keep what lists and facets ask of every document of a segment, by its
// number: which entry it belongs to, and its values of the facets' fields.
// Asking the index for them one by one costs twenty times what finding the
// documents does; here it takes 20 bytes for each, and a segment never changes.
type columns struct {
	mu   sync.Mutex
	kept map[uint64]*column // by segment
}

type column struct {
	entries []uint64         // see entryKey
	facets  map[string]codes // by field
}

// codes are the values of a field by number, 0 for none.
type codes struct {
	of    []uint16
	names []string // the first is ""
}

// of returns the column of a segment; those of segments that are not open any
// more are forgotten.
func (c *columns) of(s *segment, open []*segment) (*column, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.kept[s.id]; known != nil {
		return known, nil
	}
	kept := map[uint64]*column{}
	for _, o := range open {
		if known := c.kept[o.id]; known != nil {
			kept[o.id] = known
		}
	}
	c.kept = kept
	made, err := readColumn(s)
	if err == nil {
		c.kept[s.id] = made
	}
	return made, err
}

func readColumn(s *segment) (*column, error) {
	c := &column{entries: make([]uint64, s.count()), facets: map[string]codes{}}
	err := s.each(fieldEntry, func(term string, doc uint32) { c.entries[doc] = entryKey(term) })
	for _, field := range facetFields {
		if err != nil {
			return nil, err
		}
		values := codes{of: make([]uint16, s.count()), names: []string{""}}
		err = s.each(field, func(term string, doc uint32) {
			if last := len(values.names) - 1; values.names[last] != term && last < math.MaxUint16 {
				values.names = append(values.names, term)
			}
			values.of[doc] = uint16(len(values.names) - 1)
		})
		c.facets[field] = values
	}
	return c, err
}

// each calls fn for the documents of all terms of a field, term by term.
func (s *segment) each(field string, fn func(term string, doc uint32)) error {
	d, err := s.dictionary(field)
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

// entryKey packs the id of an entry's document into a number.
func entryKey(id string) uint64 {
	kind, n := splitID(id)
	if kind == "" {
		return 0
	}
	return uint64(prefixes[kind][0])<<56 | uint64(n)
}
