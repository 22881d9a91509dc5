package search

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// look is one look into the index, of one ask. It works on sets of documents:
// which belong to the result is a matter of cutting and joining sets, so totals
// and counts are exact and cost next to nothing; only what may come to the page
// is scored (see best). It is bleve's index without bleve's search, whose
// scoring is not BM25 and whose filters and facets cost as much as every hit.
//
// It is used by one goroutine, within guard, and closed.
type look struct {
	ctx      context.Context
	store    *store
	ask      ask
	reader   index.IndexReader
	segments []*segment
	seen     []*roaring.Bitmap // by segment: what the viewer may see; nothing else counts
	docs     uint64            // of these
	means    means
	words    []*lookedWord
	needed   uint64 // bits of the words that matter
	known    map[termKey]*lookedTerm
	admitted []*roaring.Bitmap // by segment: what may be found, but for the choices of facets
}

// lookedWord is a word of the ask with what the index knows of it.
type lookedWord struct {
	word
	ways []lookedWay
	near [][]nearScore // by segment, in the order of documents; nil for none
}

type lookedWay struct {
	weight float64
	terms  []*lookedTerm
}

type termKey struct {
	term  string
	parts bool
}

// lookedTerm is a term in all segments.
type lookedTerm struct {
	termKey
	docs    []*roaring.Bitmap // deleted ones among them
	above   []*roaring.Bitmap // the replies below titles that have it
	impacts []*impacts        // nil until they are needed
	found   uint64            // documents that have it, of those that the viewer may see
	most    float64           // its score when it tells all it could
}

// openLook looks the words of an ask up; the caller closes the result.
func (s *store) openLook(ctx context.Context, a ask) (l *look, err error) {
	inner, err := s.index.Advanced()
	if err != nil {
		return nil, err
	}
	l = &look{ctx: ctx, store: s, ask: a, means: s.lengths.Load()[a.view.audience()].means(), known: map[termKey]*lookedTerm{}}
	if l.reader, err = inner.Reader(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			l.close()
		}
	}()
	if l.segments, err = segmentsOf(l.reader); err != nil {
		return nil, err
	}
	if err := l.see(); err != nil {
		return nil, err
	}
	for _, w := range a.words {
		looked := &lookedWord{word: w}
		for _, way := range w.ways {
			if err := l.addWay(looked, way.weight, way.parts, way.terms...); err != nil {
				return nil, err
			}
		}
		l.words = append(l.words, looked)
	}
	l.dropPieces()
	if err := l.widen(s.grams.Load().of(a.view)); err != nil {
		return nil, err
	}
	for _, w := range l.words {
		if w.need {
			l.needed |= w.covers
		}
	}
	return l, l.admit()
}

func (l *look) close() { l.reader.Close() }

// number is that of a document in the whole index.
func (l *look) number(segment int, doc uint32) uint64 { return l.segments[segment].first + uint64(doc) }

func (l *look) addWay(w *lookedWord, weight float64, parts bool, terms ...string) error {
	way := lookedWay{weight: weight}
	for _, term := range terms {
		t, err := l.term(termKey{term, parts})
		if err != nil {
			return err
		}
		way.terms = append(way.terms, t)
	}
	w.ways = append(w.ways, way)
	return nil
}

// term looks a term up in all segments.
func (l *look) term(key termKey) (*lookedTerm, error) {
	if t := l.known[key]; t != nil {
		return t, nil
	}
	t := &lookedTerm{termKey: key}
	titles, bodies := textFields(key.parts)
	for number, s := range l.segments {
		if err := l.ctx.Err(); err != nil {
			return nil, err
		}
		above, err := s.docs(aboveField(key.parts), key.term)
		if err != nil {
			return nil, err
		}
		t.above = append(t.above, above)
		impacts := l.store.impacts.find(keyOf(s, key.term, key.parts, l.means))
		t.impacts = append(t.impacts, impacts)
		if impacts != nil {
			t.docs = append(t.docs, impacts.docs)
		} else {
			title, err := s.docs(titles, key.term)
			if err != nil {
				return nil, err
			}
			docs, err := s.docs(bodies, key.term)
			if err != nil {
				return nil, err
			}
			if !title.IsEmpty() {
				docs = roaring.Or(title, docs)
			}
			t.docs = append(t.docs, docs)
		}
		t.found += t.docs[number].AndCardinality(l.seen[number])
	}
	t.most = most(rarity(t.found, l.docs))
	l.known[key] = t
	return t, nil
}

// sparse says by how many times the documents that are scored must be fewer than
// those with a term for the others to be passed over.
const sparse = 16

// weigh returns the impacts of a term in the segment with the number, at least
// for the documents within.
func (l *look) weigh(t *lookedTerm, number int, within *roaring.Bitmap) (*impacts, error) {
	if t.impacts[number] != nil {
		return t.impacts[number], nil
	}
	s, all := l.segments[number], t.docs[number].GetCardinality()
	if all >= cacheLeast && t.docs[number].AndCardinality(within) < all/sparse {
		return readImpacts(s, t.term, t.parts, l.means, within)
	}
	made, err := readImpacts(s, t.term, t.parts, l.means, nil)
	if err != nil {
		return nil, err
	}
	t.impacts[number] = made
	l.store.impacts.keep(keyOf(s, t.term, t.parts, l.means), made)
	return made, nil
}

// dropPieces leaves the pieces of a number or name out that stands in the index
// as a whole: who looks for FPM-2026-0042 does not want every 2026.
func (l *look) dropPieces() {
	var gone uint64
	for _, w := range l.words {
		if w.whole && w.found() > 0 {
			gone |= w.covers
			w.need = true
		}
	}
	kept := l.words[:0]
	for _, w := range l.words {
		if w.whole || w.covers&^gone != 0 {
			kept = append(kept, w)
		}
	}
	l.words = kept
}

// found says in how many documents that the viewer may see the word stands as it
// was typed.
func (w *lookedWord) found() uint64 { return w.ways[0].terms[0].found }
