package search

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// Twin is something that may already say what a question asks.
type Twin struct {
	Hit
	Close bool // it has so many of the words that it should be read before asking
}

// Limits of looking for twins. It is done while somebody asks, so it must not
// take long; without an answer in time there are none.
const (
	twinsDeadline = time.Second
	twinsLooks    = 12 // texts among which the most helpful are chosen
)

// twinsLeast is of how many of the words of a title a twin has something, never
// of all of a longer one; one that has closeLeast of them as a whole is close.
func twinsLeast(words int) int { return max(1, words/2) }

func closeLeast(words int) int {
	if words <= 3 {
		return words
	}
	return (3*words + 3) / 4
}

// Similar returns up to most twins of a question with this title among things of
// the kinds that by may see: close ones first, official answers and FAQ articles
// before threads. Of a thread only the question counts. It is one query, which
// looks for any of the words with a least number that must match.
func (ix *Index) Similar(ctx context.Context, by account.Viewer, title string, most int, kinds ...Kind) (out []Twin, err error) {
	s := ix.acquire()
	if s == nil {
		return nil, nil
	}
	defer s.users.Done()
	a := ask{year: time.Now().Year(), plain: true} // titles have many words, and most are spelt right
	a.words, _ = understand(s.german, cut(title))
	if !slices.ContainsFunc(a.words, func(w word) bool { return !s.german.IsQuestion(w.term) }) {
		return nil, nil // it says nothing yet
	}
	if a.view, err = ix.viewNow(ctx, s, by); err != nil {
		return nil, err
	}
	var any []query.Query
	for _, k := range kinds {
		any = append(any, exact(fieldKind, string(k)))
	}
	a.only = []query.Query{bleve.NewDisjunctionQuery(any...)}
	needed := 0
	for _, w := range a.words {
		if w.need {
			needed++
		}
	}
	limited, cancel := context.WithTimeout(ctx, twinsDeadline)
	defer cancel()
	near := map[string]bool{} // the documents by whether they are close
	var ids []string
	var slips map[string][]string
	err = s.looking(limited, a, func(l *look) error {
		for _, a.whole = range []bool{true, false} {
			if a.least = twinsLeast(needed); a.whole {
				a.least = closeLeast(needed)
			}
			list, err := l.top(a, twinsLooks)
			if err != nil {
				return err
			}
			for _, id := range list {
				if _, known := near[id]; !known {
					near[id] = a.whole
					ids = append(ids, id)
				}
			}
			if len(ids) >= twinsLooks {
				break
			}
		}
		slips, err = l.slips()
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
	marks := wantedOf(a.words, meant(slips))
	for _, id := range ids {
		if h, ok := hits[id]; ok {
			h.Excerpt = excerpt(s.german, h.text, marks)
			out = append(out, Twin{h, near[id]})
		}
	}
	slices.SortStableFunc(out, func(a, b Twin) int { return cmp.Compare(a.rank(), b.rank()) })
	return out[:min(most, len(out))], err
}

// rank is the less the more it helps somebody who is about to ask.
func (t Twin) rank() int {
	rank := 0
	if t.Kind == Thread {
		rank++
	}
	if !t.Close {
		rank += 2
	}
	return rank
}
