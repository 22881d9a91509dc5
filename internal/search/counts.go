package search

import (
	"context"
	"strconv"

	"github.com/blevesearch/bleve/v2"

	"kommunalforum/internal/board"
)

// KindCount says how many hits are of a kind.
type KindCount struct {
	Kind  Kind
	Count int
}

// BoardCount says how many hits stand on a board.
type BoardCount struct {
	Board board.Board
	Count int
}

// count fills in the counts by kind and by board. Each leaves its own filter
// out: it says what choosing another value would lead to.
func count(ctx context.Context, s *store, a ask, res *bleve.SearchResult, out *Result) (err error) {
	kinds, boards := res, res
	if a.kind != "" {
		wide := a
		wide.kind = ""
		if kinds, err = s.search(ctx, wide, 0, 0); err != nil {
			return err
		}
	}
	if a.board != 0 {
		wide := a
		wide.board = 0
		if boards, err = s.search(ctx, wide, 0, 0); err != nil {
			return err
		}
	}
	out.Kinds, out.Boards = nil, nil
	byKind := facet(kinds, fieldKind)
	for _, k := range Kinds {
		if n := byKind[string(k)]; n > 0 {
			out.Kinds = append(out.Kinds, KindCount{k, n})
		}
	}
	byBoard := facet(boards, fieldBoard)
	for _, b := range a.view.boards { // those that the viewer may know of
		if n := byBoard[strconv.FormatInt(b.ID, 10)]; n > 0 {
			out.Boards = append(out.Boards, BoardCount{b, n})
		}
	}
	return nil
}

// facetSize is more than there are kinds or boards.
const facetSize = 1000

func facet(res *bleve.SearchResult, field string) map[string]int {
	out := map[string]int{}
	if f := res.Facets[field]; f != nil && f.Terms != nil {
		for _, t := range f.Terms.Terms() {
			out[t.Term] = t.Count
		}
	}
	return out
}
