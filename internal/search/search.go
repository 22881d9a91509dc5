package search

import (
	"context"
	"fmt"
	"time"

	"github.com/blevesearch/bleve/v2"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// deadline is how long a search may take.
const deadline = 2 * time.Second

// Query is what somebody searches for.
type Query struct {
	Text  string
	Kind  Kind   // "" for all; unknown ones count as that
	Board string // slug, "" for all
	Page  int    // from 1; beyond the last one means the last one
	// Conditions of the form; those within the text come on top.
	State  string // offen, beantwortet, offiziell, überholt
	Land   string
	Newest bool // newest first instead of the best
}

// Result is a page of what was found. All of it, counts included, is only of
// what the viewer may see.
type Result struct {
	Text  string    // what was searched for: the text within the limits
	Words bool      // there was a word or a condition to search for
	Wrong []Problem // parts of the text that could not be understood
	// AnyWord says that nothing has all the words; the hits have some of them.
	// Without it the hits of a whole question may still have only some.
	AnyWord bool
	Hits    []Hit
	Total   int
	Page    int
	Last    int
	Kinds   []KindCount  // without the filter by kind, those with hits, in the order of Kinds
	Boards  []BoardCount // without the filter by board, those with hits, in the order of the boards
	// Suggestion is the text with misspelt words put right, "" for none. All of
	// its words are in texts that the viewer may read.
	Suggestion string
	Partial    bool // the index is being built: there may be more
	Took       time.Duration
}

// Search returns a page of what by may find. An unknown board is
// fault.NotFound; a search that takes too long is fault.Unready.
func (ix *Index) Search(ctx context.Context, by account.Viewer, in Query) (out Result, err error) {
	begun := time.Now()
	defer func() { out.Took = time.Since(begun) }()
	out = Result{Text: cut(in.Text), Page: 1, Last: 1}
	a := ask{year: begun.Year()}
	if in.Kind.Valid() {
		a.kind = in.Kind
	}
	s := ix.acquire()
	if s == nil {
		out.Partial, out.Words = true, out.Text != ""
		return out, nil
	}
	defer s.users.Done()
	out.Partial = !s.complete.Load()
	terms, wrong := Parse(out.Text)
	terms, wrong = in.conditions(terms, wrong)
	out.Wrong = wrong
	a.words, a.question = understand(s.german, terms.searched())
	out.Words = len(a.words) > 0 || terms.narrow()
	a.newest = in.Newest || len(a.words) == 0
	if terms.Kind != "" {
		a.kind = terms.Kind
	}

	// The cursor is read before the view: an index that moves on meanwhile is
	// then taken for older than it is, never for newer.
	cursor, err := s.number(keyCursor)
	if err != nil {
		return out, fmt.Errorf("read cursor of the index: %w", err)
	}
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		if a.view, err = viewOf(tx, by, cursor); err != nil {
			return err
		}
		out.Wrong, err = a.narrow(tx, by, s.german, terms, out.Wrong)
		return err
	})
	if err != nil {
		return out, err
	}
	if in.Board != "" {
		b, ok := a.view.bySlug(in.Board)
		if !ok {
			return out, fault.Missing()
		}
		a.board = b.ID
	}
	if !out.Words {
		return out, nil
	}
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	if err = ix.fill(limited, s, by, a, in.Page, &out); err == nil && terms.searched() == out.Text {
		out.Suggestion, err = ix.suggest(limited, s, by, a, out.Text)
	}
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return out, fault.Of(fault.Unready, "Die Suche hat zu lange gedauert. Bitte suchen Sie mit weniger oder mit selteneren Wörtern.")
	}
	return out, err
}

// rounds bounds how often a search is made anew because the index had not yet
// heard that some of its documents are gone.
const rounds = 3

// fill finds and loads. Documents that the database no longer shows to by are
// taken out of the search, so that no count speaks of them either.
func (ix *Index) fill(ctx context.Context, s *store, by account.Viewer, a ask, page int, out *Result) error {
	for round := 1; ; round++ {
		found, err := find(ctx, s, &a, page, out)
		if err != nil {
			return err
		}
		marks := wantedOf(a.words, s.meant(a.words))
		var hits map[string]Hit
		err = ix.db.Read(ctx, func(tx *db.Tx) error {
			hits, err = load(tx, by, found)
			return err
		})
		if err != nil {
			return err
		}
		out.Hits = out.Hits[:0]
		for _, id := range found {
			h, ok := hits[id]
			if !ok {
				a.except = append(a.except, id)
				continue
			}
			h.Excerpt = excerpt(s.german, h.text, marks)
			out.Hits = append(out.Hits, h)
		}
		if len(out.Hits) == len(found) || round == rounds {
			return nil
		}
	}
}

// find asks the index and fills in all of the result but the hits, whose ids it
// returns.
func find(ctx context.Context, s *store, a *ask, page int, out *Result) ([]string, error) {
	a.all = true
	page = min(max(1, page), PagesMost)
	res, err := s.search(ctx, *a, (page-1)*HitsPerPage, HitsPerPage)
	if err != nil {
		return nil, err
	}
	complete := res.Total > 0
	if enough := a.enough(); int(res.Total) < enough && len(a.words) > 1 {
		// Whether to be content with some of the words is decided without the
		// filters, or the counts beside them would speak of another search.
		whole := res
		if a.kind != "" || a.board != 0 {
			wide := *a
			wide.kind, wide.board = "", 0
			if whole, err = s.search(ctx, wide, 0, 0); err != nil {
				return nil, err
			}
		}
		if int(whole.Total) < enough {
			a.all = false
			if res, err = s.search(ctx, *a, (page-1)*HitsPerPage, HitsPerPage); err != nil {
				return nil, err
			}
		}
	}
	out.AnyWord = !complete && res.Total > 0
	out.Total = int(res.Total)
	out.Last = min(PagesMost, max(1, (out.Total+HitsPerPage-1)/HitsPerPage))
	out.Page = min(page, out.Last)
	if out.Page < page {
		if res, err = s.search(ctx, *a, (out.Page-1)*HitsPerPage, HitsPerPage); err != nil {
			return nil, err
		}
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, h.ID)
	}
	return ids, count(ctx, s, *a, res, out)
}

// search asks the index, with the counts by kind and board.
func (s *store) search(ctx context.Context, a ask, from, size int) (res *bleve.SearchResult, err error) {
	req := bleve.NewSearchRequestOptions(a.query(s), size, from, false)
	req.AddFacet(fieldKind, bleve.NewFacetRequest(fieldKind, facetSize))
	req.AddFacet(fieldBoard, bleve.NewFacetRequest(fieldBoard, facetSize))
	if a.newest {
		req.SortBy([]string{"-" + fieldAt, "-_id"})
	}
	err = guard(func() error {
		res, err = s.index.SearchInContext(ctx, req)
		return err
	})
	if err != nil && ctx.Err() == nil {
		s.doubt.Store(true)
	}
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return res, nil
}
