package search

import (
	"github.com/RoaringBitmap/roaring/v2"
)

// result is which documents belong to the result, by segment.
type result []*roaring.Bitmap

func (r result) total() (n int) {
	for _, docs := range r {
		n += int(docs.GetCardinality())
	}
	return n
}

// result returns the documents that an ask finds with the words of the look:
// those with all that matter, some, or any of them. Without words it is
// everything. Of the ask's conditions only the choices of facets may differ from
// those that the look was opened with.
func (l *look) result(a ask) (result, error) {
	out := make(result, len(l.segments))
	for number := range l.segments {
		docs := l.matching(number, a)
		docs.And(l.admitted[number])
		for field, value := range a.chosen {
			only, err := l.matched(number, chosen(field, value))
			if err != nil {
				return nil, err
			}
			docs.And(only)
		}
		out[number] = docs
	}
	return out, nil
}

// matching returns the documents of a segment that have the words.
func (l *look) matching(number int, a ask) *roaring.Bitmap {
	switch {
	case len(l.ask.words) == 0:
		return l.segments[number].all()
	case l.needed == 0:
		return roaring.New() // no word is needed: there is nothing to find
	case a.all:
		return l.withAll(number)
	case a.least > 1 || a.whole:
		return l.withSome(number, a.least, a.whole)
	}
	var any []*roaring.Bitmap
	for _, w := range l.words {
		if w.covers&l.needed != 0 {
			any = append(any, w.touched(number))
		}
	}
	return roaring.FastOr(any...)
}

// withSome returns the documents that have at least so many of the words that
// matter: the whole words, or something of them.
func (l *look) withSome(number, least int, whole bool) *roaring.Bitmap {
	have := make([]*roaring.Bitmap, least) // documents with one, two … of the words so far
	for i := range have {
		have[i] = roaring.New()
	}
	for bit := uint64(1); bit != 0 && bit <= l.needed; bit <<= 1 {
		if l.needed&bit == 0 {
			continue
		}
		var any []*roaring.Bitmap
		for _, w := range l.words {
			switch {
			case w.covers&bit == 0:
			case whole:
				any = append(any, w.complete(number))
			default:
				any = append(any, w.touched(number))
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

// withAll returns the documents that have, for each of the words that matter,
// one that covers it. A reply may leave some of them to the title above it.
func (l *look) withAll(number int) *roaring.Bitmap {
	var out *roaring.Bitmap
	own := roaring.New()
	for bit := uint64(1); bit != 0 && bit <= l.needed; bit <<= 1 {
		if l.needed&bit == 0 {
			continue
		}
		var any []*roaring.Bitmap
		for _, w := range l.words {
			if w.covers&bit != 0 {
				docs := w.complete(number)
				own.Or(docs)
				any = append(any, docs, w.above(number))
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

// touched returns the documents of a segment that have something of the word.
func (w *lookedWord) touched(number int) *roaring.Bitmap {
	any := []*roaring.Bitmap{w.alike(number)}
	for _, way := range w.ways {
		for _, t := range way.terms {
			any = append(any, t.docs[number])
		}
	}
	return roaring.FastOr(any...)
}

// complete returns the documents of a segment that have the word and not only some
// of its parts. What is merely like the word counts for the score alone.
func (w *lookedWord) complete(number int) *roaring.Bitmap {
	var any []*roaring.Bitmap
	for _, way := range w.ways {
		var each []*roaring.Bitmap
		for _, t := range way.terms {
			each = append(each, t.docs[number])
		}
		any = append(any, roaring.FastAnd(each...))
	}
	return roaring.FastOr(any...)
}

// above returns the replies of a segment below titles that have the word.
func (w *lookedWord) above(number int) *roaring.Bitmap {
	var any []*roaring.Bitmap
	for _, way := range w.ways {
		any = append(any, way.above(number))
	}
	return roaring.FastOr(any...)
}

// above returns the same for one way; the set must not be changed.
func (w lookedWay) above(number int) *roaring.Bitmap {
	if len(w.terms) == 1 {
		return w.terms[0].above[number]
	}
	var each []*roaring.Bitmap
	for _, t := range w.terms {
		each = append(each, t.above[number])
	}
	return roaring.FastAnd(each...)
}

// aboveScore is what a title above a reply gives for the way.
func (w lookedWay) aboveScore() float64 {
	sum := 0.0
	for _, t := range w.terms {
		sum += t.most
	}
	return w.weight * sum * aboveShare
}
