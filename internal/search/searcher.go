package search

import (
	"context"
	"errors"
	"math/bits"

	"github.com/blevesearch/bleve/v2/mapping"
	bleve "github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// wordsQuery is a query of bleve's for documents with all, or any, of some
// words, scored by our formula. bleve's own scoring is not BM25: it takes the
// root of the count, the rarity twice, and for the length of a field the number
// of its different words.
type wordsQuery struct {
	words   []word
	all     bool // all of the words that matter, otherwise any of them
	least   int  // or at least so many of them
	lengths lengths
	grams   *dictionary // nil for none
	year    int
}

// Searcher returns a searcher over the documents of the query.
func (q *wordsQuery) Searcher(ctx context.Context, reader index.IndexReader, _ mapping.IndexMapping, _ bleve.SearcherOptions) (bleve.Searcher, error) {
	s := &wordsSearcher{ctx: ctx, all: q.all, least: q.least}
	if err := q.open(ctx, reader, s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (q *wordsQuery) open(ctx context.Context, reader index.IndexReader, s *wordsSearcher) error {
	docs, err := reader.DocCount()
	if err != nil {
		return err
	}
	for _, w := range q.words {
		c, err := q.openWord(ctx, reader, w, docs)
		if err != nil {
			return err
		}
		s.words = append(s.words, c)
	}
	s.dropPieces()
	if err := q.widen(ctx, reader, s.words, docs); err != nil {
		return err
	}
	for _, c := range s.words {
		if c.need {
			s.needed |= c.covers
		}
	}
	for _, l := range lifts(q.year) {
		list, err := openList(ctx, reader, l.field, l.term, false)
		if err != nil {
			return err
		}
		s.lifts = append(s.lifts, liftCursor{list, l.factor})
	}
	return nil
}

// wordsSearcher walks over the documents of a query in their order.
type wordsSearcher struct {
	ctx    context.Context
	words  []*wordCursor
	all    bool
	least  int
	needed uint64 // bits of the words that matter
	lifts  []liftCursor
	next   uint64 // the first document that was not looked at
	steps  int
}

type liftCursor struct {
	*list
	factor float64
}

// dropPieces leaves the pieces of a number or name out that stands in the index
// as a whole: who looks for FPM-2026-0042 does not want every 2026.
func (s *wordsSearcher) dropPieces() {
	var gone uint64
	for _, c := range s.words {
		if c.whole && c.found() > 0 {
			gone |= c.covers
			c.need = true
		}
	}
	kept := s.words[:0]
	for _, c := range s.words {
		if !c.whole && c.covers&^gone == 0 {
			c.close()
			continue
		}
		kept = append(kept, c)
	}
	s.words = kept
}

// Next returns the next document, nil after the last one.
func (s *wordsSearcher) Next(c *bleve.SearchContext) (*bleve.DocumentMatch, error) {
	for {
		doc, err := s.candidate(s.next)
		if err != nil || doc == end {
			s.next = end
			return nil, err
		}
		s.next = doc + 1
		score, ok, err := s.score(doc)
		if err != nil {
			return nil, err
		}
		if ok {
			m := c.DocumentMatchPool.Get()
			m.IndexInternalID = index.NewIndexInternalID(m.IndexInternalID, doc)
			m.Score = score
			return m, nil
		}
	}
}

// Advance returns the first document from the one on.
func (s *wordsSearcher) Advance(c *bleve.SearchContext, id index.IndexInternalID) (*bleve.DocumentMatch, error) {
	s.next = max(s.next, id.Value())
	return s.Next(c)
}

// candidate returns the first document from the number on that may belong to
// the result: one that has something of each word that is needed, or of any.
func (s *wordsSearcher) candidate(from uint64) (uint64, error) {
	for {
		// bleve looks at the deadline only when something is found.
		if s.steps++; s.steps%1024 == 0 && s.ctx.Err() != nil {
			return end, s.ctx.Err()
		}
		if from == end {
			return end, nil
		}
		low, high := uint64(end), from
		for bit := uint64(1); bit != 0 && bit <= s.needed; bit <<= 1 {
			if s.needed&bit == 0 {
				continue
			}
			first, err := s.firstOf(bit, from)
			if err != nil {
				return end, err
			}
			low, high = min(low, first), max(high, first)
		}
		if !s.all {
			return low, nil
		}
		if high == from {
			if low == end {
				return end, nil // no word is needed: there is nothing to find
			}
			return from, nil
		}
		from = high
	}
}

// firstOf returns the first document from the number on with a word of the bit.
func (s *wordsSearcher) firstOf(bit, from uint64) (uint64, error) {
	first := uint64(end)
	for _, c := range s.words {
		if c.covers&bit == 0 {
			continue
		}
		if err := c.seek(from); err != nil {
			return end, err
		}
		first = min(first, c.doc)
	}
	return first, nil
}

// score scores a document; ok is false when it does not belong to the result.
func (s *wordsSearcher) score(doc uint64) (sum float64, ok bool, err error) {
	var have, touched uint64 // words that it has, or has something of
	for _, c := range s.words {
		if err := c.seek(doc); err != nil {
			return 0, false, err
		}
		if c.doc != doc {
			continue
		}
		score, some, whole := c.score()
		sum += score
		if some {
			touched |= c.covers
		}
		if whole {
			have |= c.covers
		}
	}
	if s.all && have&s.needed != s.needed || touched&s.needed == 0 || bits.OnesCount64(touched&s.needed) < s.least {
		return 0, false, nil
	}
	for _, l := range s.lifts {
		if err := l.seek(doc); err != nil {
			return 0, false, err
		}
		if l.doc == doc {
			sum *= l.factor
		}
	}
	return sum, true, nil
}

// Close closes the cursors.
func (s *wordsSearcher) Close() error {
	for _, c := range s.words {
		c.close()
	}
	for _, l := range s.lifts {
		l.reader.Close()
	}
	return nil
}

// Weight is none: scores are not brought to a norm.
func (s *wordsSearcher) Weight() float64 { return 0 }

// SetQueryNorm does nothing.
func (s *wordsSearcher) SetQueryNorm(float64) {}

// Count returns about how many documents there are at most.
func (s *wordsSearcher) Count() uint64 {
	var n uint64
	for _, c := range s.words {
		n += c.found()
	}
	return n
}

// Min is the number of clauses that must match, which is not counted here.
func (s *wordsSearcher) Min() int { return 0 }

// Size is about how much memory a searcher takes.
func (s *wordsSearcher) Size() int { return 1024 * (1 + len(s.words)) }

// DocumentMatchPoolSize is how many matches it holds at once.
func (s *wordsSearcher) DocumentMatchPoolSize() int { return 1 }
