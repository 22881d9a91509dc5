package engine

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// dateCache keeps when the documents of segments were written, in Unix seconds:
// ordering and filtering by date need all of them, and reading them one by one from
// the index takes a quarter of a second for a million.
type dateCache struct {
	mu        sync.Mutex
	bySegment map[uint64][]uint32
}

// of returns when the documents of a segment were written, 0 for those without a
// time. It drops segments that are not open any more.
func (c *dateCache) of(s *segment, open []*segment) ([]uint32, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if dates, ok := c.bySegment[s.id]; ok {
		return dates, nil
	}
	kept := map[uint64][]uint32{}
	for _, o := range open {
		if dates, ok := c.bySegment[o.id]; ok {
			kept[o.id] = dates
		}
	}
	c.bySegment = kept
	dates, err := readDates(s)
	if err == nil {
		c.bySegment[s.id] = dates
	}
	return dates, err
}

func readDates(s *segment) ([]uint32, error) {
	out := make([]uint32, s.count())
	values, ok := s.file.(segments.DocValueVisitable)
	if !ok {
		return out, nil
	}
	fields := []string{fieldAt}
	var state segments.DocVisitState
	for doc := range out {
		var err error
		state, err = values.VisitDocValues(uint64(doc), fields, func(_ string, term []byte) {
			if valid, shift := numeric.ValidPrefixCodedTermBytes(term); valid && shift == 0 {
				n, _ := numeric.PrefixCoded(term).Int64() // it was just found valid
				out[doc] = uint32(numeric.Int64ToFloat64(n))
			}
		}, state)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// writtenBetween returns the documents that were written at from or later and
// before to, in Unix seconds.
func (s *Searcher) writtenBetween(seg *segment, from, to float64) (*roaring.Bitmap, error) {
	dates, err := s.store.dates.of(seg, s.segments)
	if err != nil {
		return nil, err
	}
	var docs []uint32
	for doc, written := range dates {
		if t := float64(written); written > 0 && t >= from && t < to {
			docs = append(docs, uint32(doc))
		}
	}
	return roaring.BitmapOf(docs...), nil
}

// rankByDate collects the matches by their dates.
func (s *Searcher) rankByDate(matches Matches, c *collector) error {
	for number, docs := range matches {
		if docs.IsEmpty() {
			continue
		}
		dates, err := s.store.dates.of(s.segments[number], s.segments)
		if err != nil {
			return err
		}
		for it := docs.Iterator(); it.HasNext(); {
			doc := it.Next()
			if written := float64(dates[doc]); c.accepts(written) {
				if err := c.collect(number, doc, written); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
