package search

import (
	"context"
	"slices"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/index"
)

const (
	// maxEntries is how many entries of a list anybody can page to.
	maxEntries = HitsPerPage * MaxPages
	// maxCounted is the maximum number of documents up to which entries and facets
	// are counted: it costs a look at every one of them.
	maxCounted = 10_000
	// enoughForQuestion is how many documents with all words answer a question;
	// with fewer, those with some of the words are shown as well.
	enoughForQuestion = 20
)

// ref is a hit that is still to be loaded.
type ref struct {
	id    string // of the document that represents the entry
	texts int    // documents of the entry that were found, 0 if they are not counted
}

// find fills in everything of the result but the hits, which it returns for
// loading, with the words that may be meant by unknown ones.
func find(ctx context.Context, g *index.Generation, r *request, boards []board.Board, page int, out *Result) (found []ref,
	corrections map[string][]string, err error) {
	err = g.WithSearcher(ctx, r.Request, func(s *engine.Searcher) (err error) {
		if found, err = findPage(s, r, boards, page, out); err == nil {
			corrections, err = s.Corrections(maxWordCorrections)
		}
		return err
	})
	return found, corrections, err
}

func findPage(s *engine.Searcher, r *request, boards []board.Board, page int, out *Result) ([]ref, error) {
	matches, complete, err := match(s, r)
	if err != nil {
		return nil, err
	}
	ranking, err := s.Rank(r.Request, matches, maxEntries)
	if err != nil {
		return nil, err
	}
	out.AnyWord = !complete && ranking.Total > 0
	out.Texts, out.Total = ranking.Total, ranking.Total
	out.LastPage = max(1, (len(ranking.Best)+HitsPerPage-1)/HitsPerPage)
	out.Page = min(max(1, page), out.LastPage)
	counts, err := countFacets(s, r, ranking, boards, out)
	if err != nil {
		return nil, err
	}
	from := (out.Page - 1) * HitsPerPage
	shown := ranking.Best[from:min(from+HitsPerPage, len(ranking.Best))]
	ids, err := s.DocIDs(shown)
	refs := make([]ref, len(ids))
	for i, id := range ids {
		refs[i].id = id
		if counts != nil {
			refs[i].texts = counts.Texts(shown[i])
		}
	}
	return refs, err
}

// match returns the documents with all of the words or, if these are too few, with
// some of them; r says which was chosen. complete reports that there is any
// document with all words.
func match(s *engine.Searcher, r *request) (matches engine.Matches, complete bool, err error) {
	r.AllWords = true
	if matches, err = s.Match(r.Request); err != nil {
		return nil, false, err
	}
	complete = matches.Count() > 0
	if enough := r.enough(); matches.Count() < enough && len(r.Words) > 1 {
		// This is decided without the facets, or the counts beside them would be those
		// of another search.
		unfaceted, err := s.Match(r.WithoutFacets())
		if err != nil {
			return nil, false, err
		}
		if unfaceted.Count() < enough {
			r.AllWords = false
			matches, err = s.Match(r.Request)
			return matches, complete, err
		}
	}
	return matches, complete, nil
}

// enough is how many documents with all words are enough. Somebody who types a few
// words wants them all, if there is such a document; hardly any document has all
// the words of a question.
func (r request) enough() int {
	if r.isQuestion {
		return enoughForQuestion
	}
	return 1
}

// countFacets counts the entries and what each choice of a facet would lead to. It
// returns nil if there are too many documents for that.
func countFacets(s *engine.Searcher, r *request, ranking engine.Ranking, boards []board.Board, out *Result) (*engine.FacetCounts, error) {
	out.Facets, out.Counted = Facets{}, ranking.Total <= maxCounted
	if !out.Counted {
		return nil, nil
	}
	open := slices.DeleteFunc(slices.Clone(engine.FacetFields), func(f string) bool { return r.Facets[f] != "" })
	counts, err := s.Count(ranking.Matches, open)
	if err != nil {
		return nil, err
	}
	out.Total = counts.Entries()
	for _, field := range open {
		out.Facets.fill(counts, field, boards)
	}
	for field := range r.Facets {
		wider, err := s.Match(r.WithoutFacet(field))
		if err != nil {
			return nil, err
		}
		if wider.Count() > maxCounted {
			continue
		}
		alone, err := s.Count(wider, []string{field})
		if err != nil {
			return nil, err
		}
		out.Facets.fill(alone, field, boards)
	}
	return counts, nil
}

func idsOf(refs []ref) (ids []string) {
	for _, r := range refs {
		ids = append(ids, r.id)
	}
	return ids
}
