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
	// enoughForWords is the same for a few words, where the others are shown below.
	enoughForWords = 10
	// maxNear is the maximum number of entries that are listed below those with all
	// words.
	maxNear = 20
	// maxServices is how many services stand in a block of their own.
	maxServices = 3
)

// ref is a hit that is still to be loaded.
type ref struct {
	id    string // of the document that represents the entry
	texts int    // documents of the entry that were found, 0 if they are not counted
	near  bool   // it does not have all the words, other than those before it
}

// refs are the hits of a page that are still to be loaded.
type refs struct{ list, services []ref }

func (f refs) all() []ref { return slices.Concat(f.list, f.services) }

// find fills in everything of the result but the hits, which it returns for
// loading, with the words that may be meant by unknown ones.
func find(ctx context.Context, g *index.Generation, r *request, boards []board.Board, page int, out *Result) (found refs,
	corrections map[string][]string, err error) {
	err = g.WithSearcher(ctx, r.Request, func(s *engine.Searcher) (err error) {
		if found, err = findPage(s, r, boards, page, out); err == nil {
			corrections, err = s.Corrections(maxWordCorrections)
		}
		return err
	})
	return found, corrections, err
}

func findPage(s *engine.Searcher, r *request, boards []board.Board, page int, out *Result) (found refs, err error) {
	m, err := match(s, r)
	if err != nil {
		return found, err
	}
	out.AnyWord = !m.complete && m.docs.Count() > 0
	counts, err := countFacets(s, r, m.docs, boards, out)
	if err != nil {
		return found, err
	}
	l, err := listOf(s, r, m, page)
	if err != nil {
		return found, err
	}
	out.Near, out.ServicesFirst = l.near, l.servicesFirst
	out.LastPage, out.Page = lastPage(l.length), clampPage(page, l.length)
	from := (out.Page - 1) * HitsPerPage
	to := min(from+HitsPerPage, len(l.entries))
	if found.list, err = refsOf(s, l.entries[from:to], counts); err != nil {
		return found, err
	}
	for i := range found.list {
		found.list[i].near = from+i >= l.length-l.near
	}
	if out.Page == 1 {
		found.services, err = refsOf(s, l.services, nil)
	}
	return found, err
}

// refsOf returns the hits of entries; without counts their texts are not counted.
func refsOf(s *engine.Searcher, entries []engine.Entry, counts *engine.FacetCounts) ([]ref, error) {
	ids, err := s.DocIDs(entries)
	out := make([]ref, len(ids))
	for i, id := range ids {
		out[i].id = id
		if counts != nil {
			out[i].texts = counts.Texts(entries[i])
		}
	}
	return out, err
}

// matched is what belongs to a result.
type matched struct {
	docs     engine.Matches // what was found
	near     engine.Matches // what is similar, and may be listed below; nil for nothing
	complete bool           // there is any document with all words
}

// match returns the documents with all of the words. If these are too few, it returns
// those with some of them: for a question together with them, otherwise beside them. r
// says what was chosen.
func match(s *engine.Searcher, r *request) (m matched, err error) {
	r.AllWords = true
	if m.docs, err = s.Match(r.Request); err != nil {
		return m, err
	}
	m.complete = m.docs.Count() > 0
	enough := r.enough()
	if m.docs.Count() >= enough || len(r.Words) == 0 {
		return m, nil
	}
	// This is decided without the facets, or the counts beside them would be those
	// of another search.
	unfaceted, err := s.Match(r.WithoutFacets())
	if err != nil || unfaceted.Count() >= enough {
		return m, err
	}
	some := r.Request
	some.AllWords = false
	near, err := s.Match(some)
	switch {
	case r.isQuestion || unfaceted.Count() == 0 && r.required() > 1:
		r.AllWords = false
		m.docs = near
	case !r.Newest:
		m.near = near
	}
	return m, err
}

// required returns how many words a document with all of them has.
func (r request) required() (n int) {
	for _, w := range r.Words {
		if w.Required {
			n++
		}
	}
	return n
}

// enough is how many documents with all words are enough. Somebody who types a few
// words wants them all, if there are such documents; hardly any document has all the
// words of a question.
func (r request) enough() int {
	switch {
	case r.strict:
		return 0
	case r.isQuestion:
		return enoughForQuestion
	}
	return enoughForWords
}

// countFacets counts the entries of the documents that were found and what each choice
// of a facet would lead to, apart from what is similar. It returns nil if there are too
// many documents for that.
func countFacets(s *engine.Searcher, r *request, docs engine.Matches, boards []board.Board, out *Result) (*engine.FacetCounts, error) {
	out.Texts = docs.Count()
	out.Total, out.Facets, out.Counted = out.Texts, Facets{}, out.Texts <= maxCounted
	if !out.Counted {
		return nil, nil
	}
	open := slices.DeleteFunc(slices.Clone(engine.FacetFields), func(f string) bool { return r.Facets[f] != "" })
	counts, err := s.Count(docs, open)
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
