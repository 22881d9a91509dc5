package search

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// searcher is one look into the index, of one ask. It works on sets of documents:
// which belong to the result is a matter of cutting and joining sets, so totals
// and counts are exact and cost next to nothing; only what may come to the page
// is scored (see best). It is bleve's index without bleve's search, whose
// scorer is not BM25 and whose filters and facets cost as much as every hit.
//
// It is used by one goroutine, within guard, and closed.
type searcher struct {
	ctx         context.Context
	store       *store
	req         request
	reader      index.IndexReader
	segments    []*segment
	visible     []*roaring.Bitmap // by segment: what the viewer may see; nothing else counts
	visibleDocs uint64            // words these
	means       means
	words       []*wordPostings
	needed      uint64 // bits of the words that matter
	terms       map[termKey]*termPostings
	filtered    []*roaring.Bitmap // by segment: what may be found, but for the choices of facets
}

// wordPostings is a word of the ask with what the index knows of it.
type wordPostings struct {
	word
	variants []variantPostings
	similar  [][]similarScore // by segment, in the order of documents; nil for none
}

type variantPostings struct {
	weight float64
	terms  []*termPostings
}

type termKey struct {
	term  string
	parts bool
}

// termPostings is a term in all segments.
type termPostings struct {
	termKey
	docs          []*roaring.Bitmap // deleted ones among them
	inThreadTitle []*roaring.Bitmap // the replies below titles that have it
	impacts       []*impacts        // nil until they are needed
	docFreq       uint64            // documents that have it, of those that the viewer may see
	maxScore      float64           // its score when it tells all it could
}

// newSearcher looks the words of an ask up; the caller closes the result.
func (st *store) newSearcher(ctx context.Context, req request) (s *searcher, err error) {
	inner, err := st.index.Advanced()
	if err != nil {
		return nil, err
	}
	s = &searcher{ctx: ctx, store: st, req: req, means: st.lengths.Load()[req.view.audience()].means(), terms: map[termKey]*termPostings{}}
	if s.reader, err = inner.Reader(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.segments, err = segmentsOf(s.reader); err != nil {
		return nil, err
	}
	if err := s.findVisible(); err != nil {
		return nil, err
	}
	for _, w := range req.words {
		postings := &wordPostings{word: w}
		for _, way := range w.variants {
			if err := s.addVariant(postings, way.weight, way.parts, way.terms...); err != nil {
				return nil, err
			}
		}
		s.words = append(s.words, postings)
	}
	s.dropSubsumed()
	if err := s.expand(st.dictionary.Load().of(req.view)); err != nil {
		return nil, err
	}
	for _, w := range s.words {
		if w.required {
			s.needed |= w.covers
		}
	}
	return s, s.applyFilters()
}

func (s *searcher) close() { s.reader.Close() }

// docNumber is that of a document in the whole index.
func (s *searcher) docNumber(segment int, doc uint32) uint64 {
	return s.segments[segment].first + uint64(doc)
}

func (s *searcher) addVariant(w *wordPostings, weight float64, parts bool, terms ...string) error {
	way := variantPostings{weight: weight}
	for _, term := range terms {
		t, err := s.term(termKey{term, parts})
		if err != nil {
			return err
		}
		way.terms = append(way.terms, t)
	}
	w.variants = append(w.variants, way)
	return nil
}

// term looks a term up in all segments.
func (s *searcher) term(key termKey) (*termPostings, error) {
	if t := s.terms[key]; t != nil {
		return t, nil
	}
	t := &termPostings{termKey: key}
	titles, bodies := textFields(key.parts)
	for number, seg := range s.segments {
		if err := s.ctx.Err(); err != nil {
			return nil, err
		}
		above, err := seg.docs(threadTitleField(key.parts), key.term)
		if err != nil {
			return nil, err
		}
		t.inThreadTitle = append(t.inThreadTitle, above)
		impacts := s.store.impacts.find(impactKeyOf(seg, key.term, key.parts, s.means))
		t.impacts = append(t.impacts, impacts)
		if impacts != nil {
			t.docs = append(t.docs, impacts.docs)
		} else {
			title, err := seg.docs(titles, key.term)
			if err != nil {
				return nil, err
			}
			docs, err := seg.docs(bodies, key.term)
			if err != nil {
				return nil, err
			}
			if !title.IsEmpty() {
				docs = roaring.Or(title, docs)
			}
			t.docs = append(t.docs, docs)
		}
		t.docFreq += t.docs[number].AndCardinality(s.visible[number])
	}
	t.maxScore = maxTermScore(idf(t.docFreq, s.visibleDocs))
	s.terms[key] = t
	return t, nil
}

// sparseFactor says by how many times the documents that are scored must be fewer than
// those with a term for the others to be passed over.
const sparseFactor = 16

// impactsOf returns the impacts of a term in the segment with the number, at least
// for the documents within.
func (s *searcher) impactsOf(t *termPostings, number int, within *roaring.Bitmap) (*impacts, error) {
	if t.impacts[number] != nil {
		return t.impacts[number], nil
	}
	seg, all := s.segments[number], t.docs[number].GetCardinality()
	if all >= minCachedDocs && t.docs[number].AndCardinality(within) < all/sparseFactor {
		return readImpacts(seg, t.term, t.parts, s.means, within)
	}
	made, err := readImpacts(seg, t.term, t.parts, s.means, nil)
	if err != nil {
		return nil, err
	}
	t.impacts[number] = made
	s.store.impacts.keep(impactKeyOf(seg, t.term, t.parts, s.means), made)
	return made, nil
}

// dropSubsumed leaves the pieces of a number or name out that stands in the index
// as a whole: who looks for FPM-2026-0042 does not want every 2026.
func (s *searcher) dropSubsumed() {
	var gone uint64
	for _, w := range s.words {
		if w.identifier && w.docFreq() > 0 {
			gone |= w.covers
			w.required = true
		}
	}
	kept := s.words[:0]
	for _, w := range s.words {
		if w.identifier || w.covers&^gone != 0 {
			kept = append(kept, w)
		}
	}
	s.words = kept
}

// docFreq says in how many documents that the viewer may see the word stands as it
// was typed.
func (w *wordPostings) docFreq() uint64 { return w.variants[0].terms[0].docFreq }
