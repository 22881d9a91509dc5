package search

import (
	"context"
	"slices"
)

// find asks the index and fills in all of the result but the hits, whose places
// it returns, and what may be meant by words that were not found.
func find(ctx context.Context, s *store, a *ask, page int, out *Result) (found []place, slips map[string][]string, err error) {
	err = s.looking(ctx, *a, func(l *look) (err error) {
		if found, err = l.find(a, page, out); err == nil {
			slips, err = l.slips()
		}
		return err
	})
	return found, slips, err
}

// place is one line of the page that was asked for.
type place struct {
	id    string // of the document that stands for the entry
	texts int    // of the entry that were found, 0 when they are not counted
}

func (l *look) find(a *ask, page int, out *Result) ([]place, error) {
	a.all = true
	texts, err := l.result(*a)
	if err != nil {
		return nil, err
	}
	complete := texts.total() > 0
	if enough := a.enough(); texts.total() < enough && len(a.words) > 1 {
		// Whether to be content with some of the words is decided without the
		// facets, or the counts beside them would speak of another search.
		whole, err := l.result(a.wide())
		if err != nil {
			return nil, err
		}
		if whole.total() < enough {
			a.all = false
			if texts, err = l.result(*a); err != nil {
				return nil, err
			}
		}
	}
	found, err := l.walk(*a, texts, entriesMost)
	if err != nil {
		return nil, err
	}
	out.AnyWord = !complete && found.total > 0
	out.Texts, out.Total = found.total, found.total
	out.Last = max(1, (len(found.best)+HitsPerPage-1)/HitsPerPage)
	out.Page = min(max(1, page), out.Last)
	counted, err := l.facets(*a, found, out)
	if err != nil {
		return nil, err
	}
	from := (out.Page - 1) * HitsPerPage
	shown := found.best[from:min(from+HitsPerPage, len(found.best))]
	ids, err := l.ids(shown)
	places := make([]place, len(ids))
	for i, id := range ids {
		places[i] = place{id, counted.textsOf(shown[i].key)}
	}
	return places, err
}

// facets counts the entries and what each choice would lead to. Where there are
// too many texts for that, it returns nil.
func (l *look) facets(a ask, found walked, out *Result) (*tally, error) {
	out.Facets, out.Counted = Facets{}, found.total <= countMost
	if !out.Counted {
		return nil, nil
	}
	open := slices.DeleteFunc(slices.Clone(facetFields), func(f string) bool { return a.chosen[f] != "" })
	t, err := l.count(found.texts, open)
	if err != nil {
		return nil, err
	}
	out.Total = len(t.entries)
	for _, field := range open {
		out.Facets.fill(t, field, a.view)
	}
	for field := range a.chosen {
		wider, err := l.result(a.without(field))
		if err != nil {
			return nil, err
		}
		if wider.total() > countMost {
			continue
		}
		alone, err := l.count(wider, []string{field})
		if err != nil {
			return nil, err
		}
		out.Facets.fill(alone, field, a.view)
	}
	return t, nil
}

func idsOf(places []place) (ids []string) {
	for _, p := range places {
		ids = append(ids, p.id)
	}
	return ids
}
