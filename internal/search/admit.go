package search

import (
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// see works out what the viewer may see at all. How frequent words are is counted
// within it, so that no score and no order of hits speaks of anything else.
func (l *look) see() error {
	for number, s := range l.segments {
		docs, err := l.matched(number, l.ask.view.query())
		if err != nil {
			return err
		}
		docs = docs.Clone()
		s.drop(docs)
		for _, b := range l.ask.view.narrowed {
			not, err := s.docs(fieldBoard, boardTerm(b))
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		if len(l.ask.except) > 0 {
			not, err := s.file.DocNumbers(l.ask.except)
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		l.seen = append(l.seen, docs)
		l.docs += docs.GetCardinality()
	}
	return nil
}

// admit works out what may be found: of what the viewer may see, that which the
// conditions leave but for the choices of facets.
func (l *look) admit() error {
	for number, docs := range l.seen {
		if len(l.ask.only)+len(l.ask.never) > 0 {
			docs = docs.Clone()
		}
		for _, q := range l.ask.only {
			only, err := l.matched(number, q)
			if err != nil {
				return err
			}
			docs.And(only)
		}
		for _, q := range l.ask.never {
			not, err := l.matched(number, q)
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		l.admitted = append(l.admitted, docs)
	}
	return nil
}

// matched returns the documents of a segment for which a condition holds, among
// them perhaps deleted ones. The set must not be changed.
func (l *look) matched(number int, q query.Query) (*roaring.Bitmap, error) {
	if err := l.ctx.Err(); err != nil {
		return nil, err
	}
	s := l.segments[number]
	switch q := q.(type) {
	case *query.TermQuery:
		return s.docs(q.FieldVal, q.Term)
	case *query.MatchNoneQuery:
		return nobody, nil
	case *query.DisjunctionQuery:
		any, err := l.matchedEach(number, q.Disjuncts)
		return roaring.FastOr(any...), err
	case *query.ConjunctionQuery:
		each, err := l.matchedEach(number, q.Conjuncts)
		return roaring.FastAnd(each...), err
	case *query.NumericRangeQuery:
		return l.between(s, *q.Min, *q.Max)
	case *query.PhraseQuery:
		return s.phrase(q.FieldVal, q.Terms)
	}
	return nil, fmt.Errorf("no way to filter by %T", q)
}

func (l *look) matchedEach(number int, list []query.Query) (out []*roaring.Bitmap, err error) {
	for _, q := range list {
		docs, err := l.matched(number, q)
		if err != nil {
			return nil, err
		}
		out = append(out, docs)
	}
	return out, nil
}

// phrase returns the documents that have the terms in the field in this order;
// "" stands for any word. Only those that have all of them are looked at.
func (s *segment) phrase(field string, terms []string) (*roaring.Bitmap, error) {
	out := roaring.New()
	var each []*roaring.Bitmap
	for _, t := range terms {
		if t != "" {
			docs, err := s.docs(field, t)
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
	s.drop(all)
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
		list, err := s.postings(field, term)
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
