package engine

import (
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"kommunalforum/internal/search/document"
)

// FacetCounts counts different entries by their values of some fields.
type FacetCounts struct {
	rows   []uint32                  // by number of an entry: its row in texts, counted from 1; 0 for none
	texts  []uint32                  // by row: documents of the entry
	counts map[string]map[string]int // entries by field and value
}

// Count counts the entries of the matches by their values of the fields. An entry
// counts once for each value that any of its documents has.
func (s *Searcher) Count(matches Matches, fields []string) (*FacetCounts, error) {
	columns, err := s.columns(matches)
	if err != nil {
		return nil, err
	}
	c := counter{FacetCounts: FacetCounts{rows: make([]uint32, s.store.columns.size()), counts: map[string]map[string]int{}}}
	for _, name := range fields {
		values := s.store.columns.known(name)
		c.fields = append(c.fields, countedField{name, values, countedAs(name, values), c.all})
		c.all += len(values)
	}
	c.width = (c.all + 63) / 64
	some := matches.Count() / usualTexts
	c.texts, c.bits = make([]uint32, 0, some), make([]uint64, 0, some*c.width)
	for number, docs := range matches {
		if columns[number] != nil {
			c.add(columns[number], docs)
		}
	}
	c.sum()
	return &c.FacetCounts, nil
}

// usualTexts is about how many documents of an entry are found.
const usualTexts = 4

// columns returns the columns of the segments with matches, nil for the others.
func (s *Searcher) columns(matches Matches) (out []*column, err error) {
	out = make([]*column, len(matches))
	for number, docs := range matches {
		if docs.IsEmpty() {
			continue
		}
		if out[number], err = s.column(number); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// counter makes FacetCounts. It knows for each entry which values it has as bits.
type counter struct {
	FacetCounts
	fields []countedField
	all    int      // values of all fields
	width  int      // words of a row
	bits   []uint64 // row by row
}

type countedField struct {
	name   string
	values []string
	as     []uint16 // by number of a value: the one that it counts as
	at     int      // which bit of a row is its first
}

// countedAs says as what the values of a field are counted: parts of something as the whole.
func countedAs(field string, values []string) []uint16 {
	out := make([]uint16, len(values))
	for code, value := range values {
		out[code] = uint16(code)
		if field != FieldKind {
			continue
		}
		out[code] = uint16(slices.Index(values, string(document.Kind(value).Listed())))
	}
	return out
}

// add counts documents of a segment.
func (c *counter) add(from *column, docs *roaring.Bitmap) {
	codes := make([][]uint16, len(c.fields))
	for i, f := range c.fields {
		codes[i] = from.facets[f.name]
	}
	empty := make([]uint64, c.width)
	eachDoc(docs, func(doc uint32) {
		row := &c.rows[from.entries[doc]]
		if *row == 0 {
			c.texts, c.bits = append(c.texts, 0), append(c.bits, empty...)
			*row = uint32(len(c.texts))
		}
		c.texts[*row-1]++
		values := c.bits[int(*row-1)*c.width:][:c.width]
		for i, f := range c.fields {
			bit := f.at + int(f.as[codes[i][doc]])
			values[bit/64] |= 1 << (bit % 64)
		}
	})
}

// eachDoc calls fn for the documents of a set in their order.
func eachDoc(docs *roaring.Bitmap, fn func(doc uint32)) {
	var buffer [256]uint32
	for it := docs.ManyIterator(); ; {
		n := it.NextMany(buffer[:])
		if n == 0 {
			return
		}
		for _, doc := range buffer[:n] {
			fn(doc)
		}
	}
}

// sum counts the entries with each value.
func (c *counter) sum() {
	sums := make([]int, c.all)
	for at, word := range c.bits {
		for first := at % c.width * 64; word != 0; word &= word - 1 {
			sums[first+bits.TrailingZeros64(word)]++
		}
	}
	for _, f := range c.fields {
		counts := map[string]int{}
		for code, n := range sums[f.at : f.at+len(f.values)] {
			if code > 0 && n > 0 {
				counts[f.values[code]] = n
			}
		}
		c.counts[f.name] = counts
	}
}

// Entries returns the number of entries.
func (c *FacetCounts) Entries() int { return len(c.texts) }

// Of returns the number of entries with a value of a field.
func (c *FacetCounts) Of(field, value string) int { return c.counts[field][value] }

// Values returns the values of a field that any entry has, in no order.
func (c *FacetCounts) Values(field string) (out []string) {
	for value := range c.counts[field] {
		out = append(out, value)
	}
	return out
}

// Texts returns the number of documents of an entry that matched.
func (c *FacetCounts) Texts(e Entry) int {
	if int(e.number) >= len(c.rows) || c.rows[e.number] == 0 {
		return 0
	}
	return int(c.texts[c.rows[e.number]-1])
}

// CountEntries returns the number of different entries of the matches, at most limit.
func (s *Searcher) CountEntries(matches Matches, limit int) (n int, err error) {
	columns, err := s.columns(matches)
	if err != nil {
		return 0, err
	}
	seen := make([]bool, s.store.columns.size())
	for number, docs := range matches {
		if columns[number] == nil {
			continue
		}
		for it := docs.Iterator(); it.HasNext() && n < limit; {
			if entry := columns[number].entries[it.Next()]; !seen[entry] {
				seen[entry] = true
				n++
			}
		}
	}
	return n, nil
}
