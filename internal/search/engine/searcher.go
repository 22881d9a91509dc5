package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"

	"kommunalforum/internal/search/dictionary"
)

// Searcher answers one request on the index as it was when the request began. It
// works on sets of documents: cutting and joining sets decides what belongs to the
// result, so totals and counts are exact and cost next to nothing; only documents
// that may reach the page are scored (see rankByScore).
//
// It must be used by one goroutine.
type Searcher struct {
	ctx         context.Context
	store       *Store
	req         Request
	reader      index.IndexReader
	segments    []*segment
	ids         []uint64          // of the segments
	visible     []*roaring.Bitmap // by segment: what the viewer may read; nothing else counts
	visibleDocs uint64            // their number
	means       means
	dictionary  *dictionary.Visible // nil for none
	words       []*wordPostings
	rare        []*wordPostings // those that similar ones are looked for
	needed      uint64          // bits of the required words
	carrying    uint64          // bits of those that are enough to find something
	terms       map[termKey]*termPostings
	filtered    []*roaring.Bitmap // by segment: what meets the conditions, apart from facets
}

// wordPostings is a word of the request with what the index knows of it.
type wordPostings struct {
	Word
	variants []variantPostings
	others   *[]dictionary.Similar // similar words that are not variants, once they were looked up
	similar  [][]similarScore      // by segment, in the order of documents; nil for none, see needSimilar
	sets     []wordSets            // by segment
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
	parts    []*segmentTerm // by segment
	docFreq  uint64         // visible documents that have it
	maxScore float64        // the limit of its score
}

// WithSearcher runs fn on a searcher for the request. A failure is ErrDamaged and marks
// the index as suspect, unless ctx has ended.
func (s *Store) WithSearcher(ctx context.Context, r Request, fn func(*Searcher) error) error {
	err := guard(func() error {
		searcher, err := s.newSearcher(ctx, r)
		if err != nil {
			return err
		}
		defer searcher.close()
		if err := fn(searcher); err != nil {
			return err
		}
		return s.whole(searcher.segments)
	})
	if err == nil {
		return nil
	}
	if ctx.Err() == nil {
		s.suspect.Store(true)
		guard(s.noteCut)
		if !errors.Is(err, ErrDamaged) {
			err = errors.Join(ErrDamaged, err)
		}
	}
	return fmt.Errorf("search: %w", err)
}

// newSearcher looks up the words of a request; the caller closes the result.
func (s *Store) newSearcher(ctx context.Context, r Request) (out *Searcher, err error) {
	inner, err := s.index.Advanced()
	if err != nil {
		return nil, err
	}
	audience := dictionary.AudienceOf(r.Scope.ACLs)
	out = &Searcher{ctx: ctx, store: s, req: r, means: s.lengths.Load()[audience].means(), terms: map[termKey]*termPostings{}}
	if out.reader, err = inner.Reader(); err != nil {
		return nil, err
	}
	if err := out.lookUp(); err != nil {
		out.close()
		return nil, err
	}
	return out, nil
}

// lookUp prepares the searcher: what is visible, the postings of all words with
// their expansions, and what meets the conditions.
func (s *Searcher) lookUp() (err error) {
	if s.segments, err = segmentsOf(s.reader); err != nil {
		return err
	}
	s.ids = s.store.termCache.use(s.segments)
	if err := s.findVisible(); err != nil {
		return err
	}
	for _, w := range s.req.Words {
		postings := &wordPostings{Word: w, sets: make([]wordSets, len(s.segments))}
		for _, v := range w.Variants {
			if err := s.addVariant(postings, v.weight, v.Parts, v.Terms...); err != nil {
				return err
			}
		}
		s.words = append(s.words, postings)
	}
	s.dropCovered()
	s.dictionary = s.store.Dictionary().VisibleTo(s.req.Scope.ACLs)
	if err := s.expand(s.dictionary); err != nil {
		return err
	}
	for _, w := range s.words {
		if w.Required {
			s.needed |= w.covers
		}
		if w.Required && !w.weak {
			s.carrying |= w.covers
		}
	}
	if s.carrying == 0 {
		s.carrying = s.needed
	}
	return s.applyFilters()
}

func (s *Searcher) close() { s.reader.Close() }

// whole returns ErrDamaged if what was read of the segments may have been zeros.
func (s *Store) whole(segments []*segment) error {
	for _, seg := range segments {
		if err := seg.whole(); err != nil {
			s.cut.Store(true)
			return err
		}
	}
	return nil
}

// noteCut looks whether a search failed because files were cut.
func (s *Store) noteCut() error {
	reader, err := s.inner.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	segments, err := segmentsOf(reader)
	if err != nil {
		return err
	}
	return s.whole(segments)
}

// docNumber returns the number of a document in the whole index.
func (s *Searcher) docNumber(segment int, doc uint32) uint64 {
	return s.segments[segment].first + uint64(doc)
}

func (s *Searcher) addVariant(w *wordPostings, weight float64, parts bool, terms ...string) error {
	v := variantPostings{weight: weight}
	for _, term := range terms {
		t, err := s.term(termKey{term, parts})
		if err != nil {
			return err
		}
		v.terms = append(v.terms, t)
	}
	w.variants = append(w.variants, v)
	return nil
}

// term looks a term up in all segments.
func (s *Searcher) term(key termKey) (*termPostings, error) {
	if t := s.terms[key]; t != nil {
		return t, nil
	}
	t := &termPostings{termKey: key, parts: s.store.termCache.find(s.cachedKey(key), s.ids)}
	missing := false
	for number, seg := range s.segments {
		if t.parts[number] == nil {
			if err := s.ctx.Err(); err != nil {
				return nil, err
			}
			var err error
			if t.parts[number], err = readTerm(seg, key); err != nil {
				return nil, err
			}
			missing = true
		}
		t.docFreq += t.parts[number].docs.AndCardinality(s.visible[number])
	}
	if missing {
		s.store.termCache.keep(s.cachedKey(key), s.ids, t.parts)
	}
	t.maxScore = maxTermScore(idf(t.docFreq, s.visibleDocs))
	s.terms[key] = t
	return t, nil
}

func (s *Searcher) cachedKey(key termKey) cachedKey {
	titles, bodies := textFields(key.parts)
	return cachedKey{key, s.means[titles], s.means[bodies]}
}

// docsWith returns the documents that have a term in title or body. The set must
// not be changed.
func (s *segment) docsWith(key termKey) (*roaring.Bitmap, error) {
	titles, bodies := textFields(key.parts)
	title, err := s.docs(titles, key.term)
	if err != nil {
		return nil, err
	}
	docs, err := s.docs(bodies, key.term)
	if err == nil && !title.IsEmpty() {
		docs = roaring.Or(title, docs)
	}
	return docs, err
}

// Of a frequent term only the impacts that are needed are read if they are few.
const (
	minFrequentDocs = 256
	sparseFactor    = 16 // by how many times they are fewer
)

// impactsOf returns the impacts of a term in a segment, at least for the documents
// within the set.
func (s *Searcher) impactsOf(t *termPostings, number int, within *roaring.Bitmap) (*impacts, error) {
	part, seg := t.parts[number], s.segments[number]
	if part.impacts != nil {
		return part.impacts, nil
	}
	if all := part.docs.GetCardinality(); all >= minFrequentDocs && part.docs.AndCardinality(within) < all/sparseFactor {
		return readImpacts(seg, t.termKey, s.means, within)
	}
	made, err := readImpacts(seg, t.termKey, s.means, nil)
	if err != nil {
		return nil, err
	}
	made.shares = slices.Clip(slices.Clone(made.shares)) // they are kept
	made.docs.RunOptimize()
	t.parts[number] = &segmentTerm{made.docs, part.inThreadTitle, made}
	s.store.termCache.keep(s.cachedKey(t.termKey), s.ids, t.parts)
	return made, nil
}

// dropCovered drops the pieces of an identifier that the index has as a whole:
// somebody who looks for FPM-2026-0042 does not want every 2026.
func (s *Searcher) dropCovered() {
	var covered uint64
	for _, w := range s.words {
		if w.identifier && w.docFreq() > 0 {
			covered |= w.covers
			w.Required = true
		}
	}
	kept := s.words[:0]
	for _, w := range s.words {
		if w.identifier || w.covers&^covered != 0 {
			kept = append(kept, w)
		}
	}
	s.words = kept
}

// docFreq returns how many visible documents have the word as it was typed.
func (w *wordPostings) docFreq() uint64 { return w.variants[0].terms[0].docFreq }
