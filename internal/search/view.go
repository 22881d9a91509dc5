package search

import (
	"context"
	"fmt"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// view is what a viewer may find.
type view struct {
	acls     []board.ACL
	narrowed []int64 // boards of which nothing is found for now
	boards   []board.Board
}

// viewOf reads what by may find in an index that has come to the event. A board
// that was narrowed after it stands in the index with its former audience, so
// nothing of it is found until the index has passed the event.
func viewOf(tx *db.Tx, by account.Viewer, cursor int64) (v view, err error) {
	if v.acls, err = board.ACLsOfTx(tx, by); err != nil {
		return v, err
	}
	if v.narrowed, err = board.NarrowedSinceTx(tx, cursor); err != nil {
		return v, err
	}
	v.boards, err = board.ListedTx(tx, by)
	return v, err
}

// viewNow reads what by may find in the index as it stands. The cursor is read
// firstCount: an index that moves on meanwhile is then taken for older than it is,
// mustNot for newer.
func (ix *Index) viewNow(ctx context.Context, st *store, by account.Viewer) (v view, err error) {
	cursor, err := st.number(keyCursor)
	if err != nil {
		return v, fmt.Errorf("read cursor of the index: %w", err)
	}
	err = ix.db.Read(ctx, func(tx *db.Tx) error {
		v, err = viewOf(tx, by, cursor)
		return err
	})
	return v, err
}

// filter is the filter for the permission: a handful of terms, because each of
// them costs.
func (v view) filter() Filter {
	var acls []Filter
	for _, acl := range v.acls {
		acls = append(acls, Term(fieldACL, string(acl)))
	}
	return Any(acls...)
}

// boardBySlug returns the board that a search is narrowed to.
func (v view) boardBySlug(slug string) (board.Board, bool) {
	for _, b := range v.boards {
		if b.Slug == slug {
			return b, true
		}
	}
	return board.Board{}, false
}

// slugOf returns the slug of the board with the id in decimal digits, "" for none.
func (v view) slugOf(id string) string {
	for _, b := range v.boards {
		if boardTerm(b.ID) == id {
			return b.Slug
		}
	}
	return ""
}
