package search

import (
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/search/engine"
)

// view is what a viewer may see.
type view struct {
	engine.Scope
	boards []board.Board
}

// viewOf reads what by may see in an index that has applied events up to cursor. A
// board that was narrowed later is in the index with its former audience, so
// nothing of it is found until the index has caught up.
func viewOf(tx *db.Tx, by account.Viewer, cursor int64) (v view, err error) {
	if v.ACLs, err = board.ACLsOfTx(tx, by); err != nil {
		return v, err
	}
	if v.Narrowed, err = board.NarrowedSinceTx(tx, cursor); err != nil {
		return v, err
	}
	v.boards, err = board.ListedTx(tx, by)
	return v, err
}

func (v view) boardBySlug(slug string) (board.Board, bool) {
	for _, b := range v.boards {
		if b.Slug == slug {
			return b, true
		}
	}
	return board.Board{}, false
}

// boardNamed returns the board with the slug or name.
func (v view) boardNamed(text string) (board.Board, bool) {
	for _, b := range v.boards {
		if strings.EqualFold(b.Slug, text) || folding.Text(b.Name) == folding.Text(text) {
			return b, true
		}
	}
	return board.Board{}, false
}

// slugOf returns the slug of the board with the term, "" if there is none.
func (v view) slugOf(term string) string {
	for _, b := range v.boards {
		if engine.IDTerm(b.ID) == term {
			return b.Slug
		}
	}
	return ""
}
