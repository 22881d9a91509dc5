package search

import (
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// ages keeps when the documents of segments were written, in Unix seconds: to
// order by it and to cut by it needs all of them, and reading them one by one
// from the index costs a quarter of a second for a million.
type ages struct {
	mu   sync.Mutex
	kept map[uint64][]uint32 // by segment
}

// of returns when the documents of the segment were written, 0 for those that
// carry no time.
func (g *ages) of(s *segment, open []*segment) ([]uint32, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at, ok := g.kept[s.id]; ok {
		return at, nil
	}
	kept := map[uint64][]uint32{} // without segments that were merged away
	for _, o := range open {
		if at, ok := g.kept[o.id]; ok {
			kept[o.id] = at
		}
	}
	g.kept = kept
	at, err := readAges(s)
	if err == nil {
		g.kept[s.id] = at
	}
	return at, err
}

func readAges(s *segment) ([]uint32, error) {
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

// between returns the documents that were written from one moment on and before
// the other, in Unix seconds.
func (l *look) between(s *segment, from, to float64) (*roaring.Bitmap, error) {
	at, err := l.store.ages.of(s, l.segments)
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

// newest offers the documents of the result by their age.
func (l *look) newest(r result, list *ranking) error {
	for number, docs := range r {
		if docs.IsEmpty() {
			continue
		}
		at, err := l.store.ages.of(l.segments[number], l.segments)
		if err != nil {
			return err
		}
		for walk := docs.Iterator(); walk.HasNext(); {
			doc := walk.Next()
			if written := float64(at[doc]); list.takes(written) {
				if err := list.offer(number, doc, written); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
