package engine

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// phrase returns the documents that have the terms in the field in this order;
// "" stands for any word. Positions are read only of documents with all terms.
func (s *segment) phrase(field string, terms []string) (*roaring.Bitmap, error) {
	var each []*roaring.Bitmap
	for _, t := range terms {
		if t != "" {
			docs, err := s.docs(field, t)
			if err != nil || docs.IsEmpty() {
				return roaring.New(), err
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
		return all, nil
	}
	begins, err := s.phraseBegins(field, terms, all)
	if err != nil {
		return nil, err
	}
	out := roaring.New()
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

// phraseBegins returns the positions at which the phrase begins in each of the
// documents, by their rank in the set. The postings of each term are read once
// and in order; the positions that are still possible shrink with each term.
func (s *segment) phraseBegins(field string, terms []string, docs *roaring.Bitmap) ([][]uint32, error) {
	begins := make([][]uint32, docs.GetCardinality())
	first := true
	for offset, term := range terms {
		if term == "" {
			continue
		}
		list, err := s.postings(field, term)
		if err != nil {
			return nil, err
		}
		it := list.Iterator(true, true, true, nil)
		restrict(it, docs)
		for rank := 0; ; {
			p, err := it.Next()
			if err != nil {
				return nil, err
			}
			if p == nil {
				break
			}
			if !docs.Contains(uint32(p.Number())) {
				continue // the postings of a term with a single document are not restricted
			}
			var possible []uint32
			for _, at := range p.Locations() {
				if begin := uint32(at.Pos()) - uint32(offset); first || slices.Contains(begins[rank], begin) {
					possible = append(possible, begin)
				}
			}
			begins[rank] = possible
			rank++
		}
		first = false
	}
	return begins, nil
}
