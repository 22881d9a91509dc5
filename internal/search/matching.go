package search

import (
	"github.com/RoaringBitmap/roaring/v2"
)

// matches is which documents belong to the result, by segment.
type matches []*roaring.Bitmap

func (r matches) count() (n int) {
	for _, docs := range r {
		n += int(docs.GetCardinality())
	}
	return n
}

// matches returns the documents that an ask finds with the words of the look:
// those with all that matter, some, or any of them. Without words it is
// everything. Of the ask's conditions only the choices of facets may differ from
// those that the look was opened with.
func (s *searcher) match(req request) (matches, error) {
	out := make(matches, len(s.segments))
	for number := range s.segments {
		docs := s.withWords(number, req)
		docs.And(s.filtered[number])
		for field, value := range req.facets {
			only, err := s.filter(number, facetFilter(field, value))
			if err != nil {
				return nil, err
			}
			docs.And(only)
		}
		out[number] = docs
	}
	return out, nil
}

// withWords returns the documents of a segment that have the words.
func (s *searcher) withWords(number int, req request) *roaring.Bitmap {
	switch {
	case len(s.req.words) == 0:
		return s.segments[number].all()
	case s.needed == 0:
		return roaring.New() // no word is needed: there is nothing to find
	case req.allWords:
		return s.withAllWords(number)
	case req.minWords > 1 || req.wholeWords:
		return s.withSomeWords(number, req.minWords, req.wholeWords)
	}
	var any []*roaring.Bitmap
	for _, w := range s.words {
		if w.covers&s.needed != 0 {
			any = append(any, w.partialMatches(number))
		}
	}
	return roaring.FastOr(any...)
}

// withSomeWords returns the documents that have at least so many of the words that
// matter: the whole words, or something of them.
func (s *searcher) withSomeWords(number, least int, whole bool) *roaring.Bitmap {
	have := make([]*roaring.Bitmap, least) // documents with one, two … of the words so far
	for i := range have {
		have[i] = roaring.New()
	}
	for bit := uint64(1); bit != 0 && bit <= s.needed; bit <<= 1 {
		if s.needed&bit == 0 {
			continue
		}
		var any []*roaring.Bitmap
		for _, w := range s.words {
			switch {
			case w.covers&bit == 0:
			case whole:
				any = append(any, w.fullMatches(number))
			default:
				any = append(any, w.partialMatches(number))
			}
		}
		docs := roaring.FastOr(any...)
		for i := least - 1; i > 0; i-- {
			have[i].Or(roaring.And(have[i-1], docs))
		}
		have[0].Or(docs)
	}
	return have[least-1]
}

// withAllWords returns the documents that have, for each of the words that matter,
// one that covers it. A reply may leave some of them to the title above it.
func (s *searcher) withAllWords(number int) *roaring.Bitmap {
	var out *roaring.Bitmap
	own := roaring.New()
	for bit := uint64(1); bit != 0 && bit <= s.needed; bit <<= 1 {
		if s.needed&bit == 0 {
			continue
		}
		var any []*roaring.Bitmap
		for _, w := range s.words {
			if w.covers&bit != 0 {
				docs := w.fullMatches(number)
				own.Or(docs)
				any = append(any, docs, w.inThreadTitle(number))
			}
		}
		if docs := roaring.FastOr(any...); out == nil {
			out = docs
		} else {
			out.And(docs)
		}
	}
	out.And(own)
	return out
}

// partialMatches returns the documents of a segment that have something of the word.
func (w *wordPostings) partialMatches(number int) *roaring.Bitmap {
	any := []*roaring.Bitmap{w.similarMatches(number)}
	for _, way := range w.variants {
		for _, t := range way.terms {
			any = append(any, t.docs[number])
		}
	}
	return roaring.FastOr(any...)
}

// fullMatches returns the documents of a segment that have the word and not only some
// words its parts. What is merely like the word counts for the score alone.
func (w *wordPostings) fullMatches(number int) *roaring.Bitmap {
	var any []*roaring.Bitmap
	for _, way := range w.variants {
		var each []*roaring.Bitmap
		for _, t := range way.terms {
			each = append(each, t.docs[number])
		}
		any = append(any, roaring.FastAnd(each...))
	}
	return roaring.FastOr(any...)
}

// inThreadTitle returns the replies of a segment below titles that have the word.
func (w *wordPostings) inThreadTitle(number int) *roaring.Bitmap {
	var any []*roaring.Bitmap
	for _, way := range w.variants {
		any = append(any, way.inThreadTitle(number))
	}
	return roaring.FastOr(any...)
}

// inThreadTitle returns the same for one way; the set must not be changed.
func (w variantPostings) inThreadTitle(number int) *roaring.Bitmap {
	if len(w.terms) == 1 {
		return w.terms[0].inThreadTitle[number]
	}
	var each []*roaring.Bitmap
	for _, t := range w.terms {
		each = append(each, t.inThreadTitle[number])
	}
	return roaring.FastAnd(each...)
}

// threadTitleScore is what a title above a reply gives for the way.
func (w variantPostings) threadTitleScore() float64 {
	sum := 0.0
	for _, t := range w.terms {
		sum += t.maxScore
	}
	return w.weight * sum * threadTitleShare
}
