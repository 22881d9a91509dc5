package search

import (
	"context"
	"slices"
)

// find asks the index and fills in all of the result but the hits, whose places
// it returns, and what may be meant by words that were not found.
func find(ctx context.Context, st *store, req *request, page int, out *Result) (found []hitRef, slips map[string][]string, err error) {
	err = st.withSearcher(ctx, *req, func(s *searcher) (err error) {
		if found, err = s.find(req, page, out); err == nil {
			slips, err = s.corrections()
		}
		return err
	})
	return found, slips, err
}

// hitRef is one line of the page that was asked for.
type hitRef struct {
	id    string // words the document that stands for the entry
	texts int    // words the entry that were found, 0 when they are not counted
}

func (s *searcher) find(req *request, page int, out *Result) ([]hitRef, error) {
	req.allWords = true
	texts, err := s.match(*req)
	if err != nil {
		return nil, err
	}
	complete := texts.count() > 0
	if enough := req.enough(); texts.count() < enough && len(req.words) > 1 {
		// Whether to be content with some of the words is decided without the
		// facets, or the counts beside them would speak of another search.
		whole, err := s.match(req.withoutFacets())
		if err != nil {
			return nil, err
		}
		if whole.count() < enough {
			req.allWords = false
			if texts, err = s.match(*req); err != nil {
				return nil, err
			}
		}
	}
	found, err := s.rank(*req, texts, maxEntries)
	if err != nil {
		return nil, err
	}
	out.AnyWord = !complete && found.total > 0
	out.Texts, out.Total = found.total, found.total
	out.LastPage = max(1, (len(found.best)+HitsPerPage-1)/HitsPerPage)
	out.Page = min(max(1, page), out.LastPage)
	counted, err := s.facets(*req, found, out)
	if err != nil {
		return nil, err
	}
	from := (out.Page - 1) * HitsPerPage
	shown := found.best[from:min(from+HitsPerPage, len(found.best))]
	ids, err := s.docIDs(shown)
	places := make([]hitRef, len(ids))
	for i, id := range ids {
		places[i] = hitRef{id, counted.textsOf(shown[i].key)}
	}
	return places, err
}

// facets counts the entries and what each choice would lead to. Where there are
// too many texts for that, it returns nil.
func (s *searcher) facets(req request, found ranking, out *Result) (*facetCounts, error) {
	out.Facets, out.Counted = Facets{}, found.total <= maxCounted
	if !out.Counted {
		return nil, nil
	}
	open := slices.DeleteFunc(slices.Clone(facetFields), func(f string) bool { return req.facets[f] != "" })
	counts, err := s.countEntries(found.texts, open)
	if err != nil {
		return nil, err
	}
	out.Total = len(counts.entries)
	for _, field := range open {
		out.Facets.fill(counts, field, req.view)
	}
	for field := range req.facets {
		wider, err := s.match(req.withoutFacet(field))
		if err != nil {
			return nil, err
		}
		if wider.count() > maxCounted {
			continue
		}
		alone, err := s.countEntries(wider, []string{field})
		if err != nil {
			return nil, err
		}
		out.Facets.fill(alone, field, req.view)
	}
	return counts, nil
}

func idsOf(places []hitRef) (ids []string) {
	for _, p := range places {
		ids = append(ids, p.id)
	}
	return ids
}
