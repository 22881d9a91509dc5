package engine

import (
	"context"

	index "github.com/blevesearch/bleve_index_api"
)

// Ranking is the ranked result of a request.
type Ranking struct {
	Matches Matches
	Total   int     // documents
	Best    []Entry // the best entries, the best first
}

// Rank returns the best entries of the matches, at most limit of them.
func (s *Searcher) Rank(r Request, matches Matches, limit int) (out Ranking, err error) {
	out.Total, out.Matches = matches.Count(), matches
	c := newCollector(s, r.Newest, limit)
	if r.Newest {
		err = s.rankByDate(matches, c)
	} else {
		err = s.rankByScore(matches, c)
	}
	out.Best = c.sorted()
	return out, err
}

// farBetter is by which factor a score is higher than that of what fits less by far.
const farBetter = 1.5

// BetterByFar reports whether e fits far better than the best of others, which are ranked.
func (e Entry) BetterByFar(others []Entry) bool {
	return len(others) == 0 || e.score > farBetter*others[0].score
}

// Fit returns how well an entry fits: its score as a share of what a text would get that
// has nothing but the words of the request, each as often as counts.
func (s *Searcher) Fit(e Entry) float64 {
	ideal := 0.0
	for _, w := range s.words {
		if !w.MayBeMisspelt { // what is composed of others
			continue
		}
		best := 0.0
		for _, v := range w.variants {
			sum := 0.0
			for _, t := range v.terms {
				if t.docFreq == 0 {
					sum = 0
					break
				}
				sum += t.maxScore
			}
			best = max(best, v.weight*sum)
		}
		if best == 0 { // nobody has written it
			best = maxTermScore(idf(1, s.visibleDocs))
		}
		ideal += w.weight * best
	}
	if ideal == 0 {
		return 0
	}
	return e.score / ideal
}

// Top returns the ids of the documents that represent the best entries of r.
func (s *Searcher) Top(r Request, limit int) ([]string, error) {
	matches, err := s.Match(r)
	if err != nil {
		return nil, err
	}
	ranking, err := s.Rank(r, matches, limit)
	if err != nil {
		return nil, err
	}
	return s.DocIDs(ranking.Best)
}

// Top returns the ids of the documents that represent the best entries of r.
func (s *Store) Top(ctx context.Context, r Request, limit int) (ids []string, err error) {
	err = s.WithSearcher(ctx, r, func(searcher *Searcher) error {
		ids, err = searcher.Top(r, limit)
		return err
	})
	return ids, err
}

// WithWord returns the ids of up to limit documents that have a whole folded word,
// in their titles if there are any: those of the entries with the lowest keys.
func (s *Searcher) WithWord(word string, limit int) ([]string, error) {
	c := newCollector(s, false, limit)
	for _, field := range []string{FieldTitle, FieldBody} {
		for number, seg := range s.segments {
			docs, err := seg.docs(field, word)
			if err != nil {
				return nil, err
			}
			if err := c.collectAll(number, docs); err != nil {
				return nil, err
			}
		}
		if len(c.heap) > 0 {
			break
		}
	}
	return s.DocIDs(c.sorted())
}

// DocIDs returns the ids of the documents that represent the entries.
func (s *Searcher) DocIDs(entries []Entry) (out []string, err error) {
	for _, e := range entries {
		id, err := s.docID(e.doc)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

func (s *Searcher) docID(doc uint64) (string, error) {
	return s.reader.ExternalID(index.NewIndexInternalID(nil, doc))
}
