package search

import (
	"slices"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
)

// list is what a result lists, page by page, and the services beside it.
type list struct {
	entries       []engine.Entry // those that were found, then those that are similar; to the end of the page at least
	length        int            // how many there are
	near          int            // how many of them are similar only
	services      []engine.Entry
	servicesFirst bool // they fit better by far than everything else
}

// listOf ranks what belongs to a result. There are hundreds of services, and nearly every
// word is in the names of one. They stand in a block of their own unless only services
// were asked for or found, or a date decides.
func listOf(s *engine.Searcher, r *request, m matched, page int) (list, error) {
	if r.Newest || r.Facets[engine.FieldKind] != "" || len(r.Words) == 0 {
		return rank(s, r, m, page)
	}
	texts, services, err := m.split(s, engine.Term(engine.FieldKind, string(document.Service)))
	if err != nil {
		return list{}, err
	}
	if texts.docs.Count() == 0 && services.docs.Count() > 0 || texts.near.Count() == 0 && texts.docs.Count() == 0 {
		return rank(s, r, m, page)
	}
	out, err := rank(s, r, texts, page)
	if err != nil {
		return out, err
	}
	block, err := s.Rank(r.Request, services.docs, maxServices)
	out.services = block.Best
	out.servicesFirst = len(out.services) > 0 && out.services[0].BetterByFar(out.entries)
	return out, err
}

// rank ranks what was found, and below it what is similar: to the end of a page, or of
// the last one, because each further entry costs.
func rank(s *engine.Searcher, r *request, m matched, page int) (out list, err error) {
	if out.length, err = s.CountEntries(m.docs, maxEntries); err != nil {
		return out, err
	}
	limit := out.length
	if m.near == nil {
		limit = min(HitsPerPage*clampPage(page, out.length), out.length)
	}
	found, err := s.Rank(r.Request, m.docs, limit)
	out.entries = found.Best
	if err != nil || m.near == nil {
		return out, err
	}
	similar, err := s.Rank(r.Request, m.near.Without(m.docs), maxNear+len(found.Best))
	for _, e := range similar.Best {
		listed := slices.ContainsFunc(found.Best, func(f engine.Entry) bool { return f.Key == e.Key })
		if !listed && out.near < maxNear && len(out.entries) < maxEntries {
			out.entries = append(out.entries, e)
			out.near++
		}
	}
	out.length = len(out.entries)
	return out, err
}

// clampPage returns the page, or the last one of so many entries.
func clampPage(page, entries int) int { return min(max(1, page), lastPage(entries)) }

func lastPage(entries int) int { return max(1, (entries+HitsPerPage-1)/HitsPerPage) }

// split divides what belongs to a result by a condition.
func (m matched) split(s *engine.Searcher, f engine.Filter) (without, with matched, err error) {
	if without.docs, with.docs, err = s.Split(m.docs, f); err != nil || m.near == nil {
		return without, with, err
	}
	without.near, with.near, err = s.Split(m.near, f)
	return without, with, err
}
