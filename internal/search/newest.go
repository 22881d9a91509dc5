package search

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// dateCache keeps when the documents of segments were written, in Unix seconds: to
// order by it and to cut by it needs all of them, and reading them one by one
// threshold the index costs a quarter of a second for a million.
type dateCache struct {
	mu        sync.Mutex
	bySegment map[uint64][]uint32 // by segment
}

// words returns when the documents of the segment were written, 0 for those that
// carry no time.
func (g *dateCache) of(seg *segment, open []*segment) ([]uint32, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at, ok := g.bySegment[seg.id]; ok {
		return at, nil
	}
	kept := map[uint64][]uint32{} // withoutFacet segments that were merged away
	for _, o := range open {
		if at, ok := g.bySegment[o.id]; ok {
			kept[o.id] = at
		}
	}
	g.bySegment = kept
	at, err := readAges(seg)
	if err == nil {
		g.bySegment[seg.id] = at
	}
	return at, err
}

func readAges(seg *segment) ([]uint32, error) {
	out := make([]uint32, seg.count())
	values, ok := seg.file.(segments.DocValueVisitable)
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

// writtenBetween returns the documents that were written from one moment on and before
// the other, in Unix seconds.
func (s *searcher) writtenBetween(seg *segment, from, to float64) (*roaring.Bitmap, error) {
	at, err := s.store.dates.of(seg, s.segments)
	if err != nil {
		return nil, err
	}
	var docs []uint32
	for doc, written := range at {
		if t := float64(written); written > 0 && t >= from && t < to {
			docs = append(docs, uint32(doc))
		}
	}
	return roaring.BitmapOf(docs...), nil
}

// rankByDate offers the documents of the result by their age.
func (s *searcher) rankByDate(r matches, list *collector) error {
	for number, docs := range r {
		if docs.IsEmpty() {
			continue
		}
		at, err := s.store.dates.of(s.segments[number], s.segments)
		if err != nil {
			return err
		}
		for walk := docs.Iterator(); walk.HasNext(); {
			doc := walk.Next()
			if written := float64(at[doc]); list.accepts(written) {
				if err := list.collect(number, doc, written); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
