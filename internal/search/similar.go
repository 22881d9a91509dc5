package search

import (
	"context"
	"errors"
	"slices"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/query"
)

// SimilarHit is something that may already answer a question.
type SimilarHit struct {
	Hit
	Close bool    // it has so many of the words that it should be read before asking
	Fit   float64 // how well it fits, 1 for a text of nothing but the words
}

const (
	maxSimilarTexts = 12  // among which the most helpful are chosen
	minSimilarFit   = .26 // see engine.Searcher.Fit
)

// minSimilarWords is how many words of a title a similar hit has something of: never
// all of a longer one.
func minSimilarWords(words int) int { return max(1, words/2) }

// minCloseWords is how many whole words of a title a close hit has.
func minCloseWords(words int) int {
	if words <= 3 {
		return words
	}
	return (3*words + 3) / 4
}

// Similar returns up to limit hits of the kinds that are similar to a question with
// this title, the best first; official answers and FAQ articles are slightly ahead. What
// has only something in common with the title is left out: nothing is better than noise.
// Of a thread only the question counts. It is called while somebody types, so if it
// takes too long, or the index cannot be read, there are no hits.
func (s *Search) Similar(ctx context.Context, by account.Viewer, title string, limit int, kinds ...document.Kind) ([]SimilarHit, error) {
	l := s.lookup(by)
	if l == nil {
		return nil, nil
	}
	defer l.Release()
	// Titles have many words, and most are spelt correctly.
	r := engine.Request{Year: time.Now().Year(), NoExpansion: true, Must: []engine.Filter{ofKinds(kinds)}}
	r.Words, _ = engine.Analyse(l.Language(), query.Normalise(title))
	if !slices.ContainsFunc(r.Words, func(w engine.Word) bool { return !l.Language().IsQuestion(w.Term) }) {
		return nil, nil // it says nothing yet
	}
	if err := l.readView(ctx, func(*db.Tx) error { return nil }); err != nil {
		return nil, err
	}
	r.Scope = l.view.Scope
	limited, cancel := context.WithTimeout(ctx, similarTimeout)
	defer cancel()
	found, corrections, err := l.findSimilar(limited, r)
	if err != nil {
		if limited.Err() != nil && ctx.Err() == nil || errors.Is(err, engine.ErrDamaged) {
			return nil, nil
		}
		return nil, err
	}
	return l.loadSimilar(ctx, found, newHighlighter(r.Words, allWords(corrections)), limit)
}

// similarRef is a similar hit that is still to be loaded.
type similarRef struct {
	id    string
	close bool
	fit   float64
}

// findSimilar finds what fits well enough, the best first, and the words that may be meant
// by unknown ones.
func (l *lookup) findSimilar(ctx context.Context, r engine.Request) (found []similarRef, corrections map[string][]string, err error) {
	required := 0
	for _, w := range r.Words {
		if w.Required {
			required++
		}
	}
	err = l.WithSearcher(ctx, r, func(s *engine.Searcher) error {
		whole := r
		whole.WholeWords, whole.MinWords = true, minCloseWords(required)
		close, err := s.Top(whole, maxSimilarTexts)
		if err != nil {
			return err
		}
		r.MinWords = minSimilarWords(required)
		matches, err := s.Match(r)
		if err != nil {
			return err
		}
		ranking, err := s.Rank(r, matches, maxSimilarTexts)
		if err != nil {
			return err
		}
		ids, err := s.DocIDs(ranking.Best)
		for i, id := range ids {
			f := similarRef{id, slices.Contains(close, id), s.Fit(ranking.Best[i])}
			if f.fit >= minSimilarFit {
				found = append(found, f)
			}
		}
		if err == nil {
			corrections, err = s.Corrections(maxWordCorrections)
		}
		return err
	})
	return found, corrections, err
}

// loadSimilar loads up to limit similar hits.
func (l *lookup) loadSimilar(ctx context.Context, found []similarRef, marks highlighter, limit int) (out []SimilarHit, err error) {
	var ids []string
	for _, f := range found {
		ids = append(ids, f.id)
	}
	hits, err := l.load(ctx, ids)
	for _, f := range found {
		if h, ok := hits[f.id]; ok && len(out) < limit {
			h.mark(l.Language(), marks)
			out = append(out, SimilarHit{h, f.close, f.fit})
		}
	}
	return out, err
}
