package search

import (
	"slices"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
)

// list is what a result lists, page by page, and the services beside it.
type list struct {
	entries       []engine.Entry // those that were found, then those that are similar
	near          int            // how many of them are similar only
	services      []engine.Entry
	servicesFirst bool // they fit better by far than everything else
}

// listOf ranks what belongs to a result. There are hundreds of services, and nearly every
// word is in the names of one. They stand in a block of their own unless only services
// were asked for or found, or a date decides.
func listOf(s *engine.Searcher, r *request, m matched) (list, error) {
	if r.Newest || r.Facets[engine.FieldKind] != "" || len(r.Words) == 0 {
		return rank(s, r, m, maxEntries)
	}
	texts, services, err := m.split(s, engine.Term(engine.FieldKind, string(document.Service)))
	if err != nil {
		return list{}, err
	}
	if texts.docs.Count() == 0 && services.docs.Count() > 0 || texts.near.Count() == 0 && texts.docs.Count() == 0 {
		return rank(s, r, m, maxEntries)
	}
	out, err := rank(s, r, texts, maxEntries)
	if err != nil {
		return out, err
	}
	block, err := rank(s, r, services, maxServices)
	out.services = block.entries[:len(block.entries)-block.near]
	out.servicesFirst = len(out.services) > 0 && out.services[0].BetterByFar(out.entries)
	return out, err
}

// rank ranks what was found, and below it what is similar.
func rank(s *engine.Searcher, r *request, m matched, limit int) (out list, err error) {
	found, err := s.Rank(r.Request, m.docs, limit)
	if err != nil || m.near == nil {
		return list{entries: found.Best}, err
	}
	similar, err := s.Rank(r.Request, m.near.Without(m.docs), min(limit, maxNear)+len(found.Best))
	out.entries = found.Best
	for _, e := range similar.Best {
		listed := slices.ContainsFunc(found.Best, func(f engine.Entry) bool { return f.Key == e.Key })
		if !listed && out.near < maxNear && len(out.entries) < limit {
			out.entries = append(out.entries, e)
			out.near++
		}
	}
	return out, err
}

// split divides what belongs to a result by a condition.
func (m matched) split(s *engine.Searcher, f engine.Filter) (without, with matched, err error) {
	if without.docs, with.docs, err = s.Split(m.docs, f); err != nil || m.near == nil {
		return without, with, err
	}
	without.near, with.near, err = s.Split(m.near, f)
	return without, with, err
}
