package forum

import (
	"context"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/mention"
	"kommunalforum/internal/richtext"
)

// renderPost renders the text of a post and notes in c what is wrong with it.
func renderPost(ctx context.Context, c *fault.Check, text string) markdown.Text {
	out := richtext.Render(ctx, c, "text", "Text", text, true)
	c.Require(len(markdown.Addresses(out.HTML)) <= markdown.MaxAddresses, "text",
		"Im Text stehen mehr als hundert verschiedene Namen hinter „@“. Bitte teilen Sie ihn auf.")
	return out
}

// addressed is a text with the people whom it mentions.
type addressed struct {
	markdown.Text        // those who are told are marked
	words         string // names of members behind an "@", one a line
	found         mention.Found
}

// address finds and marks whom a text by the author mentions.
func address(tx *db.Tx, author int64, text markdown.Text) (a addressed, err error) {
	a.Text = text
	if a.found, err = mention.FindTx(tx, author, text); err != nil {
		return a, err
	}
	a.HTML = markdown.Mark(text.HTML, a.found.Told)
	a.words = strings.Join(a.found.Words, "\n")
	return a, nil
}

// hiddenWords are the names behind an "@" as the column mentions holds them.
type hiddenWords string

func (h hiddenWords) list() []string {
	if h == "" {
		return nil
	}
	return strings.Split(string(h), "\n")
}

// Addressed says of a post by by whom it addresses: names that led to nobody or to
// several people, and who of them may not read the board.
func (f *Forum) Addressed(ctx context.Context, by account.Viewer, post int64) (out Addressing, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, post)
		if err != nil {
			return err
		}
		if !e.Own(by) {
			return ErrNotAuthor
		}
		out, err = addressing(tx, by, t.Board.ID, markdown.Text{Source: e.Source, HTML: e.HTML})
		return err
	})
	return out, err
}
