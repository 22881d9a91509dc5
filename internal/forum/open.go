package forum

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
)

// Question is the input of OpenThread.
type Question struct {
	Board    int64 // 0: not known, moderators sort it
	Title    string
	Text     string  // Markdown
	Services []int64 // OZG-IDs
	Once     string  // key of the form; the same key again leads to the same thread
}

// OpenThread asks a question and returns the thread's id.
func (f *Forum) OpenThread(ctx context.Context, by account.Viewer, in Question) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	in.Title = strings.Join(strings.Fields(in.Title), " ")
	var c fault.Check
	c.Text("titel", "Titel", in.Title, TitleLeast, TitleMost)
	c.Require(len(in.Services) <= ServicesMost, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
	text := render(ctx, &c, in.Text)
	if err := c.Err(); err != nil {
		return 0, err
	}
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		earlier, again, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM thread WHERE author_id = $1 AND once_key = $2`, by.ID, in.Once))
		if again || err != nil {
			id = earlier
			return err
		}
		b, err := boardToAskIn(tx, by, in.Board)
		if err != nil {
			return err
		}
		if id, err = insertThread(tx, by, b.ID, in); err != nil {
			return err
		}
		if err := tag(tx, id, in.Services); err != nil {
			return err
		}
		if _, err := insertPost(tx, by, id, 1, text, once(in.Once)); err != nil {
			return err
		}
		if err := count(tx, id); err != nil {
			return err
		}
		return event.Append(tx, event.ThreadOpened, id)
	})
	return id, err
}

func boardToAskIn(tx *db.Tx, by account.Viewer, id int64) (board.Board, error) {
	if id == 0 {
		return board.UnsortedBoard(tx)
	}
	b, err := board.ByID(tx, by, id)
	if fault.Is(err, fault.NotFound) {
		var c fault.Check
		c.Add("bereich", "Diesen Bereich gibt es nicht.")
		return b, c.Err()
	}
	return b, err
}

// render turns Markdown into checked HTML; what is wrong with it is noted in c.
func render(ctx context.Context, c *fault.Check, source string) markdown.Text {
	source = strings.TrimSpace(strings.ReplaceAll(source, "\r\n", "\n"))
	if source == "" {
		c.Add("text", "Bitte schreiben Sie einen Text.")
		return markdown.Text{}
	}
	text, err := markdown.Render(ctx, source)
	var p *markdown.Problem
	switch {
	case errors.As(err, &p):
		c.Add("text", "%s", p.Error())
	case err != nil:
		c.Add("text", "Der Text ließ sich gerade nicht verarbeiten. Bitte versuchen Sie es noch einmal.")
	case text.HTML == "": // such as a footnote that nothing refers to
		c.Add("text", "Von diesem Text wäre nichts zu sehen. Bitte schreiben Sie etwas dazu.")
	}
	return text
}

// once returns the form's key, or a fresh one for callers without a form.
func once(key string) string {
	if key == "" {
		return rand.Text()
	}
	return key
}

// Reply is the input of Reply.
type Reply struct {
	Text string // Markdown
	Once string // key of the form; the same key again leads to the same post
}

// Reply answers in a thread and returns the post's id.
func (f *Forum) Reply(ctx context.Context, by account.Viewer, thread int64, in Reply) (id int64, err error) {
	if err := by.MustBeMember(); err != nil {
		return 0, err
	}
	var c fault.Check
	text := render(ctx, &c, in.Text)
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, thread)
		if err != nil {
			return err
		}
		earlier, again, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM post WHERE author_id = $1 AND once_key = $2`, by.ID, in.Once))
		if again || err != nil {
			id = earlier
			return err
		}
		if !t.CanReply(by) {
			return fault.Deny("Dieses Thema ist geschlossen: " + t.LockedReason)
		}
		if err := c.Err(); err != nil {
			return err
		}
		position, err := nextPosition(tx, thread)
		if err != nil {
			return err
		}
		if id, err = insertPost(tx, by, thread, position, text, once(in.Once)); err != nil {
			return err
		}
		err = change(tx, thread, func() error { return bumpThread(tx, thread, id) })
		if err != nil {
			return err
		}
		return event.Append(tx, event.PostAdded, id)
	})
	return id, err
}
