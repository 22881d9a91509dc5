package engine

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Matches are the documents that belong to a result, by segment.
type Matches []*roaring.Bitmap

// Count returns the number of documents.
func (m Matches) Count() (n int) {
	for _, docs := range m {
		n += int(docs.GetCardinality())
	}
	return n
}

// Without returns the documents that are not in other.
func (m Matches) Without(other Matches) Matches {
	out := make(Matches, len(m))
	for number := range m {
		out[number] = roaring.AndNot(m[number], other[number])
	}
	return out
}

// Split divides documents by a condition.
func (s *Searcher) Split(m Matches, f Filter) (without, with Matches, err error) {
	with = make(Matches, len(m))
	for number, docs := range m {
		met, err := s.filter(number, f)
		if err != nil {
			return nil, nil, err
		}
		with[number] = roaring.And(docs, met)
	}
	return m.Without(with), with, nil
}

// Match returns the documents with the words that meet the conditions of r, all
// documents if there are no words. Numbers and single letters find nothing alone unless
// there is nothing else. From the request of the searcher r may differ in
// its facets, and in how many of the words are needed.
func (s *Searcher) Match(r Request) (Matches, error) {
	if !r.AllWords {
		if err := s.needSimilar(); err != nil {
			return nil, err
		}
	}
	out := make(Matches, len(s.segments))
	for number := range s.segments {
		docs := s.withWords(number, r)
		docs.And(s.filtered[number])
		for field, value := range r.Facets {
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
func (s *Searcher) withWords(number int, r Request) *roaring.Bitmap {
	switch {
	case len(s.req.Words) == 0:
		return s.segments[number].all()
	case s.needed == 0:
		return roaring.New() // no word is required, so there is nothing to find
	case r.AllWords:
		return s.withAllWords(number)
	case r.MinWords > 1 || r.WholeWords:
		return s.withSomeWords(number, r.MinWords, r.WholeWords)
	}
	var any []*roaring.Bitmap
	for _, w := range s.words {
		if w.covers&s.carrying != 0 {
			any = append(any, w.partialMatches(number))
		}
	}
	return roaring.FastOr(any...)
}

// withSomeWords returns the documents with at least n of the required words: with
// whole words only, or with something of them.
func (s *Searcher) withSomeWords(number, n int, whole bool) *roaring.Bitmap {
	have := make([]*roaring.Bitmap, n) // documents with at least one, two … of the words so far
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
		for i := n - 1; i > 0; i-- {
			have[i].Or(roaring.And(have[i-1], docs))
		}
		have[0].Or(docs)
	}
	return have[n-1]
}

// withAllWords returns the documents that have a covering word for each of the
// required words. A reply may have some of them in the title of its thread only.
func (s *Searcher) withAllWords(number int) *roaring.Bitmap {
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

// wordSets are the documents of a segment that have a word in some way, nil until they are
// needed. They must not be changed.
type wordSets struct{ partial, full, inThreadTitle, scored *roaring.Bitmap }

// partialMatches returns the documents of a segment that have something of the
// word.
func (w *wordPostings) partialMatches(number int) *roaring.Bitmap {
	return once(&w.sets[number].partial, func() *roaring.Bitmap {
		any := []*roaring.Bitmap{w.similarMatches(number)}
		for _, v := range w.variants {
			for _, t := range v.terms {
				any = append(any, t.parts[number].docs)
			}
		}
		return union(any)
	})
}

// fullMatches returns the documents of a segment that have the word and not only
// some of its parts. Words that are merely similar do not count.
func (w *wordPostings) fullMatches(number int) *roaring.Bitmap {
	return once(&w.sets[number].full, func() *roaring.Bitmap {
		var any []*roaring.Bitmap
		for _, v := range w.variants {
			any = append(any, v.all(number, func(t *segmentTerm) *roaring.Bitmap { return t.docs }))
		}
		return union(any)
	})
}

// inThreadTitle returns the replies of a segment in threads with the word in their
// titles.
func (w *wordPostings) inThreadTitle(number int) *roaring.Bitmap {
	return once(&w.sets[number].inThreadTitle, func() *roaring.Bitmap {
		var any []*roaring.Bitmap
		for _, v := range w.variants {
			any = append(any, v.inThreadTitle(number))
		}
		return union(any)
	})
}

// inThreadTitle returns the same for one variant; the set must not be changed.
func (v variantPostings) inThreadTitle(number int) *roaring.Bitmap {
	return v.all(number, func(t *segmentTerm) *roaring.Bitmap { return t.inThreadTitle })
}

// all returns the documents that are in the sets of all terms; the set must not be changed.
func (v variantPostings) all(number int, of func(*segmentTerm) *roaring.Bitmap) *roaring.Bitmap {
	if len(v.terms) == 1 {
		return of(v.terms[0].parts[number])
	}
	var each []*roaring.Bitmap
	for _, t := range v.terms {
		docs := of(t.parts[number])
		if docs.IsEmpty() {
			return noDocs
		}
		each = append(each, docs)
	}
	return roaring.FastAnd(each...)
}

// once returns a set that is made when it is needed first.
func once(kept **roaring.Bitmap, make func() *roaring.Bitmap) *roaring.Bitmap {
	if *kept == nil {
		*kept = make()
	}
	return *kept
}

// union returns the documents that are in any of the sets; the set must not be changed.
func union(any []*roaring.Bitmap) *roaring.Bitmap {
	any = slices.DeleteFunc(any, (*roaring.Bitmap).IsEmpty)
	switch len(any) {
	case 0:
		return noDocs
	case 1:
		return any[0]
	}
	return roaring.FastOr(any...)
}

// threadTitleScore is the score of a reply for the variant in the title of its
// thread.
func (v variantPostings) threadTitleScore() float64 {
	sum := 0.0
	for _, t := range v.terms {
		sum += t.maxScore
	}
	return v.weight * sum * threadTitleShare
}
