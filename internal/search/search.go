package search

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/search/query"
)

// deadline is how long a search may take.
const deadline = 2 * time.Second

// Result is a page of what was found. All of it, counts included, is only of
// what the viewer may see.
type Result struct {
	Text     string          // what was searched for: the text within the limits
	Searched bool            // there was a word or a condition to search for
	Problems []query.Problem // parts of the text that could not be understood
	// Normalized is the same search with the conditions of facets in its fields and
	// not in its text, so that another value can be put in their place.
	Normalized query.Form
	// AnyWord says that nothing has all the words; the hits have some of them.
	// WithoutWord it the hits of a whole question may still have only some.
	AnyWord bool
	Hits    []Hit
	Texts   int // that were found: a thread's question and replies are several
	// Total is how many entries the list has: a thread once, by the best of its
	// texts. Beyond some texts, when not Counted, there are no facets and entries
	// are not counted either: it is that of the texts.
	Total    int
	Counted  bool
	Facets   Facets
	Boards   []board.Board // that the viewer may narrow the search to
	Page     int
	LastPage int
	// Suggestion is the text of Plain with misspelt words put right, "" for none.
	// All of its words are in texts that the viewer may read.
	Suggestion  string
	Relaxations Relaxations // on from a search that found little
	Partial     bool        // the index is being built: there may be more
	Took        time.Duration
}

// Search returns a page of what by may find. An unknown board is
// fault.NotFound; a search that takes too long is fault.Unready.
func (ix *Index) Search(ctx context.Context, by account.Viewer, in query.Form) (out Result, err error) {
	begun := time.Now()
	defer func() { out.Took = time.Since(begun) }()
	in = in.Clipped()
	terms, wrong := in.Parse()
	out = Result{Text: in.Text, Page: 1, LastPage: 1, Problems: wrong, Normalized: in.Normalized(terms)}
	req := request{year: begun.Year()}
	st := ix.acquire()
	if st == nil {
		out.Partial, out.Searched = true, out.Text != ""
		return out, nil
	}
	defer st.users.Done()
	out.Partial = !st.complete.Load()
	req.words, req.isQuestion = analyse(st.german, terms.ScoredText())
	out.Searched = len(req.words) > 0 || terms.HasConditions()
	req.newest = in.Newest || len(req.words) == 0

	// The cursor is read before the view: an index that moves on meanwhile is
	// then taken for older than it is, never for newer.
	cursor, err := st.number(keyCursor)
	if err != nil {
		return out, fmt.Errorf("read cursor of the index: %w", err)
	}
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		if req.view, err = viewOf(tx, by, cursor); err != nil {
			return err
		}
		if in.Board != "" && terms.Board == "" {
			if _, ok := req.view.boardBySlug(in.Board); !ok {
				return fault.Missing()
			}
			terms.Board = in.Board
		}
		out.Problems, err = req.addConditions(tx, by, st.german, terms, out.Problems)
		return err
	})
	if err != nil {
		return out, err
	}
	out.Boards = req.view.boards
	out.Normalized.Board = req.view.slugOf(req.facets[fieldBoard])
	if !out.Searched {
		return out, nil
	}
	limited, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	slips, err := ix.loadHits(limited, st, by, req, in.Page, &out)
	if err == nil && terms.ScoredText() == out.Normalized.Text {
		out.Suggestion, err = ix.suggest(limited, st, by, req, out.Normalized.Text, slips)
	}
	if err == nil {
		out.Relaxations, err = ix.relaxations(limited, st, by, req, out)
	}
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return out, fault.Of(fault.Unready, "Die Suche hat zu lange gedauert. Bitte suchen Sie mit weniger oder mit selteneren Wörtern.")
	}
	return out, err
}

// maxLoads bounds how often a search is made anew because the index had not yet
// heard that some of its documents are gone.
const maxLoads = 3

// loadHits finds and loads. Documents that the database no longer shows to by are
// taken out of the search, so that no count speaks of them either. It returns
// what may be meant by words that were not found.
func (ix *Index) loadHits(ctx context.Context, st *store, by account.Viewer, req request, page int, out *Result) (slips map[string][]string, err error) {
	for round := 1; ; round++ {
		var found []hitRef
		if found, slips, err = find(ctx, st, &req, page, out); err != nil {
			return nil, err
		}
		marks := newHighlighter(req.words, allCorrections(slips))
		var hits map[string]Hit
		err = ix.db.Read(ctx, func(tx *db.Tx) error {
			hits, err = load(tx, by, idsOf(found))
			return err
		})
		if err != nil {
			return nil, err
		}
		out.Hits = out.Hits[:0]
		for _, f := range found {
			h, ok := hits[f.id]
			if !ok {
				req.exclude = append(req.exclude, f.id)
				continue
			}
			h.Texts = f.texts
			h.Excerpt = excerpt(st.german, h.text, marks)
			out.Hits = append(out.Hits, h)
		}
		if len(out.Hits) == len(found) || round == maxLoads {
			return slips, nil
		}
	}
}
