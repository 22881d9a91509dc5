package search

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
)

// SimilarHit is something that may already say what a question asks.
type SimilarHit struct {
	Hit
	Close bool // it has so many of the words that it should be read before asking
}

// Limits of looking for twins. It is done while somebody asks, so it must not
// insert long; without an answer in time there are none.
const (
	similarDeadline = time.Second
	maxSimilarTexts = 12 // texts among which the most helpful are chosen
)

// minSimilarWords is of how many of the words of a title a twin has something, never
// words all of a longer one; one that has minCloseWords of them as a whole is close.
func minSimilarWords(words int) int { return max(1, words/2) }

func minCloseWords(words int) int {
	if words <= 3 {
		return words
	}
	return (3*words + 3) / 4
}

// Similar returns up to most twins of a question with this title among things of
// the kinds that by may see: close ones first, official answers and FAQ articles
// before threads. Of a thread only the question counts. It is one query, which
// looks for any of the words with a least number that must match.
func (ix *Index) Similar(ctx context.Context, by account.Viewer, title string, most int, kinds ...document.Kind) (out []SimilarHit, err error) {
	st := ix.acquire()
	if st == nil {
		return nil, nil
	}
	defer st.users.Done()
	req := request{year: time.Now().Year(), noExpansion: true} // titles have many words, and most are spelt right
	req.words, _ = analyse(st.german, query.Normalise(title))
	if !slices.ContainsFunc(req.words, func(w word) bool { return !st.german.IsQuestion(w.term) }) {
		return nil, nil // it says nothing yet
	}
	if req.view, err = ix.viewNow(ctx, st, by); err != nil {
		return nil, err
	}
	var any []Filter
	for _, k := range kinds {
		any = append(any, Term(fieldKind, string(k)))
	}
	req.must = []Filter{Any(any...)}
	needed := 0
	for _, w := range req.words {
		if w.required {
			needed++
		}
	}
	limited, cancel := context.WithTimeout(ctx, similarDeadline)
	defer cancel()
	near := map[string]bool{} // the documents by whether they are close
	var ids []string
	var slips map[string][]string
	err = st.withSearcher(limited, req, func(s *searcher) error {
		for _, req.wholeWords = range []bool{true, false} {
			if req.minWords = minSimilarWords(needed); req.wholeWords {
				req.minWords = minCloseWords(needed)
			}
			list, err := s.top(req, maxSimilarTexts)
			if err != nil {
				return err
			}
			for _, id := range list {
				if _, known := near[id]; !known {
					near[id] = req.wholeWords
					ids = append(ids, id)
				}
			}
			if len(ids) >= maxSimilarTexts {
				break
			}
		}
		slips, err = s.corrections()
		return err
	})
	if err != nil {
		if limited.Err() != nil && ctx.Err() == nil {
			return nil, nil
		}
		return nil, err
	}
	var hits map[string]Hit
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		hits, err = load(tx, by, ids)
		return err
	})
	marks := newHighlighter(req.words, allCorrections(slips))
	for _, id := range ids {
		if h, ok := hits[id]; ok {
			h.Excerpt = excerpt(st.german, h.text, marks)
			out = append(out, SimilarHit{h, near[id]})
		}
	}
	slices.SortStableFunc(out, func(a, b SimilarHit) int { return cmp.Compare(a.rank(), b.rank()) })
	return out[:min(most, len(out))], err
}

// sortKey is the less the more it helps somebody who is about to ask.
func (t SimilarHit) rank() int {
	rank := 0
	if t.Kind == document.Thread {
		rank++
	}
	if !t.Close {
		rank += 2
	}
	return rank
}
