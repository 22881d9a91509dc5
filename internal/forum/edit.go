package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/textfield"
)

// Edit is the input of EditPost. Title and Services count for questions only.
type Edit struct {
	Title    string
	Text     string // Markdown
	Services []int64
	Revision int                 // of the text that the author began to edit
	Once     string              // key of the form, which is sent with the edit; may be empty
	Files    []attachment.Choice // all that the post shall have
}

// EditPost changes one's own post. An edit within ten minutes replaces the text; a later
// one, or one of a text that was reported, keeps the former version. If the post was
// changed since Revision the error is fault.Conflict and nothing is stored.
func (f *Forum) EditPost(ctx context.Context, by account.Viewer, id int64, in Edit) error {
	var c fault.Check
	text := renderPost(ctx, &c, in.Text)
	return f.db.Write(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, id)
		if err != nil {
			return err
		}
		if !e.CanEdit(by, t) {
			return e.EditRefusal(by, t)
		}
		if e.Question() {
			textfield.Line(&c, "titel", "Titel", &in.Title, MinTitle, MaxTitle)
			c.Require(len(in.Services) <= MaxServices, "leistungen", "Bitte wählen Sie höchstens zehn Leistungen.")
		}
		if err := c.Err(); err != nil {
			return err
		}
		if e.Revision != in.Revision {
			return fault.Of(fault.Conflict, "Der Beitrag wurde in der Zwischenzeit geändert. Ihr Text ist noch da; bitte gleichen Sie "+
				"ihn mit der jetzigen Fassung ab.")
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if _, err := once.SentTx(tx, by.ID, in.Once); err != nil {
			return err
		}
		if err := reattach(tx, by, e, t, in.Files); err != nil {
			return err
		}
		if err := edit(tx, by, e, text, t.Title); err != nil || !e.Question() {
			return err
		}
		err = change(tx, t.ID, func() error {
			if err := updateTitle(tx, t.ID, in.Title); err != nil {
				return err
			}
			if err := reviewAgain(tx, by, t); err != nil {
				return err
			}
			if err := departed(tx, t.ID, t.Board.ID); err != nil { // perhaps a service
				return err
			}
			return tag(tx, t.ID, in.Services)
		})
		if err != nil {
			return err
		}
		return event.AppendTx(tx, event.ThreadChanged, t.ID, by.ID)
	})
}

// edit stores a new text of a post, keeps the former one if need be, and appends the
// events of a reply.
func edit(tx *db.Tx, by account.Viewer, e Post, text markdown.Text, title string) error {
	if err := keepVersion(tx, e, title); err != nil {
		return err
	}
	news, err := updateText(tx, by.ID, e.ID, text)
	if err != nil {
		return err
	}
	if news {
		if err := event.AppendTx(tx, event.PostMentioned, e.ID, by.ID); err != nil {
			return err
		}
	}
	if e.Question() {
		return nil // its document is the thread's
	}
	if e.State == Blackened { // it is visible again
		if err := change(tx, e.ThreadID, func() error { return refreshReplies(tx, e.ThreadID) }); err != nil {
			return err
		}
	}
	return event.AppendTx(tx, event.PostChanged, e.ID, by.ID)
}

// keepVersion stores the current text as a former version, unless it was written within the
// last ten minutes and nobody reported it, or blackened, in which case it has been stored
// already.
func keepVersion(tx *db.Tx, e Post, title string) error {
	if e.State == Blackened {
		return beginVersion(tx, e.ID)
	}
	if tx.Now.Sub(e.VersionAt) < QuietEdit {
		reported, err := db.Scalar[bool](tx, `SELECT EXISTS (SELECT 1 FROM report WHERE post_id = $1 AND at >= $2)`, e.ID, e.VersionAt)
		if err != nil || !reported {
			return err
		}
	}
	if err := insertVersion(tx, e, title, time.Time{}, ""); err != nil {
		return err
	}
	return beginVersion(tx, e.ID)
}

// Withdraw withdraws one's own post. A placeholder stays, and the post is no longer a
// solution. Only moderators still see its versions, in case they have to judge it.
func (f *Forum) Withdraw(ctx context.Context, by account.Viewer, id int64) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, id)
		if err != nil {
			return err
		}
		if e.State == Withdrawn && e.Own(by) {
			return nil
		}
		if !e.CanWithdraw(by) {
			return e.WithdrawRefusal(by)
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		if err := setPostState(tx, id, Withdrawn, ""); err != nil {
			return err
		}
		if err := settleReportsOf(tx, by, e, t, settlement{outcome: PostWithdrawn}); err != nil {
			return err
		}
		return f.settle(tx, by, t.ID, e)
	})
}

// settle updates the thread's state and replies after by changed a post, and appends
// the event.
func (f *Forum) settle(tx *db.Tx, by account.Viewer, thread int64, e Post) error {
	err := change(tx, thread, func() error {
		if err := refreshReplies(tx, thread); err != nil {
			return err
		}
		return refreshState(tx, thread)
	})
	if err != nil {
		return err
	}
	if err := event.AppendTx(tx, event.ThreadChanged, thread, by.ID); err != nil || e.Question() {
		return err
	}
	return event.AppendTx(tx, event.PostChanged, e.ID, by.ID)
}

// MarkOutdated marks a thread as überholt with a reason; an empty reason removes the
// mark.
func (f *Forum) MarkOutdated(ctx context.Context, by account.Viewer, id int64, reason string) error {
	reason, invalid := reasonOrNone(reason)
	return f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if t.Own(by) && t.Board.Archived && !t.CanModerate(by) {
			return errArchived
		}
		if !t.CanMarkOutdated(by) {
			return fault.Forbid("Als überholt markieren kann, wer gefragt hat, und die Moderation des Bereichs.")
		}
		if reason == "" && t.OutdatedReason == "" {
			_, invalid = reasonNeeded(reason)
		}
		if invalid != nil {
			return invalid
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		err = change(tx, id, func() error {
			if _, err := tx.Exec(`UPDATE thread SET outdated_reason = $1 WHERE id = $2`, db.Null(reason), id); err != nil {
				return err
			}
			return refreshState(tx, id)
		})
		if err != nil {
			return err
		}
		if !t.Own(by) {
			if err := audit.RecordTx(tx, by.ID, "thread.outdated", "thread", id, reason); err != nil {
				return err
			}
		}
		if reason != "" {
			if err := event.AppendTx(tx, event.ThreadOutdated, id, by.ID); err != nil {
				return err
			}
		}
		return event.AppendTx(tx, event.ThreadChanged, id, by.ID)
	})
}

// Limits of a reason, in characters.
const (
	minReason = 5
	MaxReason = 300
)

func reasonOrNone(reason string) (string, error) {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, 0, MaxReason)
	return reason, c.Err()
}

func reasonNeeded(reason string) (string, error) {
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &reason, minReason, MaxReason)
	return reason, c.Err()
}
