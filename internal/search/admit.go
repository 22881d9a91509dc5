package search

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// findVisible works out what the viewer may see at all. How frequent words are is counted
// within it, so that no score and no order of hits speaks of anything else.
func (s *searcher) findVisible() error {
	for number, seg := range s.segments {
		docs, err := s.evaluate(number, s.req.view.filter())
		if err != nil {
			return err
		}
		docs = docs.Clone()
		seg.drop(docs)
		for _, b := range s.req.view.narrowed {
			not, err := seg.docs(fieldBoard, boardTerm(b))
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		if len(s.req.exclude) > 0 {
			not, err := seg.file.DocNumbers(s.req.exclude)
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		s.visible = append(s.visible, docs)
		s.visibleDocs += docs.GetCardinality()
	}
	return nil
}

// applyFilters works out what may be found: of what the viewer may see, that which the
// addFields leave but for the choices of facets.
func (s *searcher) applyFilters() error {
	for number, docs := range s.visible {
		if len(s.req.must)+len(s.req.mustNot) > 0 {
			docs = docs.Clone()
		}
		for _, q := range s.req.must {
			only, err := s.evaluate(number, q)
			if err != nil {
				return err
			}
			docs.And(only)
		}
		for _, q := range s.req.mustNot {
			not, err := s.evaluate(number, q)
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		s.filtered = append(s.filtered, docs)
	}
	return nil
}

// evaluate returns the documents of a segment for which a condition holds, among
// them perhaps deleted ones. The set must not be changed.
func (s *searcher) evaluate(number int, q query.Query) (*roaring.Bitmap, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	seg := s.segments[number]
	switch q := q.(type) {
	case *query.TermQuery:
		return seg.docs(q.FieldVal, q.Term)
	case *query.MatchNoneQuery:
		return noDocs, nil
	case *query.DisjunctionQuery:
		any, err := s.evaluateEach(number, q.Disjuncts)
		return roaring.FastOr(any...), err
	case *query.ConjunctionQuery:
		each, err := s.evaluateEach(number, q.Conjuncts)
		return roaring.FastAnd(each...), err
	case *query.NumericRangeQuery:
		return s.writtenBetween(seg, *q.Min, *q.Max)
	case *query.PhraseQuery:
		return seg.phrase(q.FieldVal, q.Terms)
	}
	return nil, fmt.Errorf("no way to filter by %T", q)
}

func (s *searcher) evaluateEach(number int, list []query.Query) (out []*roaring.Bitmap, err error) {
	for _, q := range list {
		docs, err := s.evaluate(number, q)
		if err != nil {
			return nil, err
		}
		out = append(out, docs)
	}
	return out, nil
}

// phrase returns the documents that have the terms in the field in this order;
// "" stands for any word. Only those that have all of them are looked at.
func (seg *segment) phrase(field string, terms []string) (*roaring.Bitmap, error) {
	out := roaring.New()
	var each []*roaring.Bitmap
	for _, t := range terms {
		if t != "" {
			docs, err := seg.docs(field, t)
			if err != nil || docs.IsEmpty() {
				return out, err
			}
			each = append(each, docs)
		}
	}
	if len(each) == 1 {
		return each[0], nil
	}
	all := roaring.FastAnd(each...)
	seg.drop(all)
	if all.IsEmpty() {
		return out, nil
	}
	// The places of the terms, one after the other, so that each list is read
	// once and in its order: where the phrase could begin shrinks with each.
	begins := make([][]uint32, all.GetCardinality())
	first := true
	for offset, term := range terms {
		if term == "" {
			continue
		}
		list, err := seg.postings(field, term)
		if err != nil {
			return nil, err
		}
		walk := list.Iterator(true, true, true, nil)
		restrict(walk, all)
		for rank := 0; ; {
			p, err := walk.Next()
			if err != nil {
				return nil, err
			}
			if p == nil {
				break
			}
			if !all.Contains(uint32(p.Number())) {
				continue // a term with a single document is not restricted
			}
			var places []uint32
			for _, at := range p.Locations() {
				if begin := uint32(at.Pos()) - uint32(offset); first || slices.Contains(begins[rank], begin) {
					places = append(places, begin)
				}
			}
			begins[rank] = places
			rank++
		}
		first = false
	}
	rank := 0
	all.Iterate(func(doc uint32) bool {
		if len(begins[rank]) > 0 {
			out.Add(doc)
		}
		rank++
		return true
	})
	return out, nil
}
