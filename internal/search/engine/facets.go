package engine

import (
	"math/bits"

	"kommunalforum/internal/search/document"
)

// FacetCounts counts different entries by their values of some fields.
type FacetCounts struct {
	numbers map[uint64]int // of entries, by their keys
	texts   []int          // by number of an entry: its documents
	values  map[string]map[string]bitset
}

// bitset is a set of entries by their numbers.
type bitset []uint64

// Count counts the entries of the matches by their values of the fields. An entry
// counts once for each value that any of its documents has.
func (s *Searcher) Count(matches Matches, fields []string) (*FacetCounts, error) {
	c := &FacetCounts{numbers: map[uint64]int{}, values: map[string]map[string]bitset{}}
	for _, f := range fields {
		c.values[f] = map[string]bitset{}
	}
	for number, docs := range matches {
		if docs.IsEmpty() {
			continue
		}
		column, err := s.store.columns.of(s.segments[number], s.segments)
		if err != nil {
			return nil, err
		}
		for it := docs.Iterator(); it.HasNext(); {
			doc := it.Next()
			entry := c.add(column.entries[doc])
			for _, f := range fields {
				if values := column.facets[f]; values.codes[doc] > 0 {
					c.addValue(f, values.values[values.codes[doc]], entry)
				}
			}
		}
	}
	return c, nil
}

// add counts a document of an entry and returns the number of the entry.
func (c *FacetCounts) add(key uint64) int {
	n, ok := c.numbers[key]
	if !ok {
		n = len(c.numbers)
		c.numbers[key] = n
		c.texts = append(c.texts, 0)
	}
	c.texts[n]++
	return n
}

// addValue counts an entry for a value. Parts of something count as the whole.
func (c *FacetCounts) addValue(field, value string, entry int) {
	if field == FieldKind {
		value = string(document.Kind(value).Listed())
	}
	set := c.values[field][value]
	for len(set) <= entry/64 {
		set = append(set, 0)
	}
	set[entry/64] |= 1 << (entry % 64)
	c.values[field][value] = set
}

// Entries returns the number of entries.
func (c *FacetCounts) Entries() int { return len(c.numbers) }

// Of returns the number of entries with a value of a field.
func (c *FacetCounts) Of(field, value string) (n int) {
	for _, b := range c.values[field][value] {
		n += bits.OnesCount64(b)
	}
	return n
}

// Values returns the values of a field that any entry has, in no order.
func (c *FacetCounts) Values(field string) (out []string) {
	for value := range c.values[field] {
		out = append(out, value)
	}
	return out
}

// Texts returns the number of documents of an entry that matched.
func (c *FacetCounts) Texts(e Entry) int {
	if n, ok := c.numbers[e.Key]; ok {
		return c.texts[n]
	}
	return 0
}
