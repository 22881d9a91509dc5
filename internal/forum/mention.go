package forum

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/mention"
)

// addressed is a text with the people whom it mentions.
type addressed struct {
	markdown.Text // the mentions are marked
	words         string
	found         mention.Found
}

// address finds and marks whom a text by the author mentions.
func address(tx *db.Tx, author int64, text markdown.Text) (a addressed, err error) {
	a.Text = text
	if a.found, err = mention.FindTx(tx, author, text); err != nil {
		return a, err
	}
	a.HTML = markdown.Mark(text.HTML, a.found.Words)
	a.words = strings.Join(a.found.Words, "\n")
	return a, nil
}

// withoutNames returns a source without what stands behind its mentions, which are
// given as the column mentions holds them.
func withoutNames(source, mentions string) string {
	if mentions == "" {
		return source
	}
	return markdown.HideMentions(source, strings.Split(mentions, "\n"))
}

// Addressed says of a post by by what became of its mentions: names that led to
// nobody or to several people. Restricted reports whether it mentions anybody on a
// board that not every member reads; who of them does is not said.
func (f *Forum) Addressed(ctx context.Context, by account.Viewer, post int64) (found mention.Found, restricted bool, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, post)
		if err != nil {
			return err
		}
		if !e.Own(by) {
			return ErrNotAuthor
		}
		restricted = t.Board.Audience == board.Restricted
		found, err = mention.FindTx(tx, by.ID, markdown.Text{Source: e.Source, HTML: e.HTML})
		return err
	})
	return found, restricted && len(found.People) > 0, err
}
