package search

import (
	"cmp"
	"context"
	"maps"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// Which words of a query are looked up in the dictionary.
const (
	nearMost     = 100    // words of the index that a query is widened by
	nearRare     = .02    // only words in no more of the documents than this
	nearFew      = 50     // or in no more than so many
	nearDocs     = 10_000 // documents that are scored for words that are near
	meantMost    = 5      // words that an unknown one may be a slip of
	nearExponent = 1.5    // how much the less alike count less
	// From which likeness on, and for words of how many letters, a text with the
	// other word is a result by that alone.
	alikeLeast   = .35
	alikeLetters = 6
)

// wordCursor walks over the documents that have a word in one of its ways.
type wordCursor struct {
	word
	open []wayCursor
	near *scoreList // nil when there is none
	doc  uint64
}

// wayCursor holds the cursors of a way's terms.
type wayCursor struct {
	weight float64
	terms  []*termCursor
}

// openWord opens the cursors of a word.
func (q *wordsQuery) openWord(ctx context.Context, reader index.IndexReader, w word, docs uint64) (c *wordCursor, err error) {
	c = &wordCursor{word: w}
	for _, way := range w.ways {
		open := wayCursor{weight: way.weight}
		for _, term := range way.terms {
			t, err := openTerm(ctx, reader, term, way.parts, q.lengths, docs)
			if err != nil {
				c.close()
				return nil, err
			}
			open.terms = append(open.terms, t)
		}
		c.open = append(c.open, open)
	}
	return c, nil
}

// found says in about how many documents the word stands as it was typed.
func (c *wordCursor) found() uint64 { return c.open[0].terms[0].found }

// made reports whether the word is made of parts that the index knows.
func (c *wordCursor) made() bool {
	return slices.ContainsFunc(c.open[1:], func(w wayCursor) bool {
		return len(w.terms) > 0 && !slices.ContainsFunc(w.terms, func(t *termCursor) bool { return t.found == 0 })
	})
}

// widen looks words up that are rare or unknown.
func (q *wordsQuery) widen(ctx context.Context, reader index.IndexReader, words []*wordCursor, docs uint64) (err error) {
	if q.grams == nil {
		return nil
	}
	var rare []*wordCursor
	for _, c := range words {
		if c.typo && float64(c.found()) <= max(nearFew, nearRare*float64(docs)) {
			rare = append(rare, c)
		}
	}
	for _, c := range rare {
		likes := q.grams.near(c.term, nearMost/len(rare))
		if c.found() == 0 && !c.made() {
			if likes, err = q.takeMeant(ctx, reader, c, likes, docs); err != nil {
				return err
			}
		}
		if c.near, err = q.scoreNear(ctx, reader, c.term, likes, docs, nearDocs/len(rare)); err != nil {
			return err
		}
	}
	return nil
}

// takeMeant makes words that an unknown one is probably a slip of ways to find
// it, and returns the other words that are like it.
func (q *wordsQuery) takeMeant(ctx context.Context, reader index.IndexReader, c *wordCursor, likes []near, docs uint64) (others []near, err error) {
	taken := 0
	for _, n := range likes {
		if taken == meantMost || !misspelt(c.term, n.term) {
			others = append(others, n)
			continue
		}
		t, err := openTerm(ctx, reader, n.term, false, q.lengths, docs)
		if err != nil {
			return nil, err
		}
		c.open = append(c.open, wayCursor{nearWeight, []*termCursor{t}})
		taken++
	}
	return others, nil
}

func (c *wordCursor) seek(doc uint64) error {
	c.doc = end
	for _, way := range c.open {
		for _, t := range way.terms {
			if err := t.seek(doc); err != nil {
				return err
			}
			c.doc = min(c.doc, t.doc)
		}
	}
	if c.near != nil {
		c.near.seek(doc)
		c.doc = min(c.doc, c.near.doc())
	}
	return nil
}

// score returns the score of the word in the current document, whether the
// document has some of it, and whether it has the whole word and not only some
// of its parts. What is merely like the word counts for the score alone.
func (c *wordCursor) score() (best float64, some, whole bool) {
	for _, way := range c.open {
		sum, have := 0.0, 0
		for _, t := range way.terms {
			if t.doc == c.doc {
				sum += t.score()
				have++
			}
		}
		best = max(best, way.weight*sum)
		some = some || have > 0
		whole = whole || have == len(way.terms)
	}
	if c.near != nil && c.near.doc() == c.doc {
		n := c.near.all[c.near.at]
		best = max(best, n.score)
		some = some || n.alike
	}
	return best * c.weight, some, whole
}

func (c *wordCursor) close() {
	for _, way := range c.open {
		for _, t := range way.terms {
			t.close()
		}
	}
}

// scoreList is a list of documents with their scores, made ahead.
type scoreList struct {
	all []nearScore
	at  int
}

type nearScore struct {
	doc   uint64
	score float64
	alike bool // the words are so alike that the document is a result
}

func (l *scoreList) doc() uint64 {
	if l.at == len(l.all) {
		return end
	}
	return l.all[l.at].doc
}

func (l *scoreList) seek(doc uint64) {
	for l.at < len(l.all) && l.all[l.at].doc < doc {
		l.at++
	}
}

// scoreNear scores the documents that have a word that is like the term, up to
// some documents: frequent ones are passed over.
func (q *wordsQuery) scoreNear(ctx context.Context, reader index.IndexReader, term string, likes []near, docs uint64, most int) (*scoreList, error) {
	best := map[uint64]nearScore{}
	for _, n := range likes {
		c, err := openTerm(ctx, reader, n.term, false, q.lengths, docs)
		if err != nil {
			return nil, err
		}
		weight := likenessWeight(n.likeness)
		alike := n.likeness >= alikeLeast && len(term) >= alikeLetters
		if found := int(c.found); found <= most {
			most -= found
			err = c.each(func() {
				s := best[c.doc]
				best[c.doc] = nearScore{c.doc, max(s.score, weight*c.score()), s.alike || alike}
			})
		}
		c.close()
		if err != nil {
			return nil, err
		}
	}
	l := &scoreList{all: slices.Collect(maps.Values(best))}
	slices.SortFunc(l.all, func(a, b nearScore) int { return cmp.Compare(a.doc, b.doc) })
	return l, nil
}
