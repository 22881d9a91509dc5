package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/mention"
	"kommunalforum/internal/readmark"
)

// moderate runs an act of a moderator on a thread: permission, act between
// uncount and count, audit, event.
func (f *Forum) moderate(ctx context.Context, by account.Viewer, id int64, act, reason string, fn func(*db.Tx, Thread) error) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		t, err := findThread(tx, by, id)
		if err != nil {
			return err
		}
		if !t.CanModerate(by) {
			return ErrNotModerator
		}
		if err := change(tx, id, func() error { return fn(tx, t) }); err != nil {
			return err
		}
		if err := audit.RecordTx(tx, by.ID, act, "thread", id, reason); err != nil {
			return err
		}
		return event.AppendTx(tx, event.ThreadChanged, id, by.ID)
	})
}

// Lock closes a thread for replies; the reason is shown in it.
func (f *Forum) Lock(ctx context.Context, by account.Viewer, id int64, reason string) error {
	reason, invalid := reasonNeeded(reason)
	return f.moderate(ctx, by, id, "thread.lock", reason, func(tx *db.Tx, _ Thread) error {
		if invalid != nil {
			return invalid
		}
		if _, err := tx.Exec(`UPDATE thread SET locked_reason = $1 WHERE id = $2`, reason, id); err != nil {
			return err
		}
		return event.AppendTx(tx, event.ThreadLocked, id, by.ID)
	})
}

// Unlock opens it again.
func (f *Forum) Unlock(ctx context.Context, by account.Viewer, id int64) error {
	return f.moderate(ctx, by, id, "thread.unlock", "", func(tx *db.Tx, _ Thread) error {
		if _, err := tx.Exec(`UPDATE thread SET locked_reason = NULL WHERE id = $1`, id); err != nil {
			return err
		}
		return event.AppendTx(tx, event.ThreadUnlocked, id, by.ID)
	})
}

// Pin pins a thread to the top of its board, or unpins it.
func (f *Forum) Pin(ctx context.Context, by account.Viewer, id int64, pinned bool) error {
	act := "thread.unpin"
	if pinned {
		act = "thread.pin"
	}
	return f.moderate(ctx, by, id, act, "", func(tx *db.Tx, t Thread) error {
		if pinned && !t.Pinned {
			n, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM thread WHERE board_id = $1 AND pinned AND merged_into IS NULL`, t.Board.ID)
			if err != nil {
				return err
			}
			if n >= MaxPinned {
				return fault.Reject("In einem Bereich können höchstens fünf Themen angepinnt sein. Wählen Sie zuerst bei einem davon " +
					"„Nicht mehr anpinnen“.")
			}
		}
		_, err := tx.Exec(`UPDATE thread SET pinned = $1 WHERE id = $2`, pinned, id)
		return err
	})
}

// Move is the input of Move.
type Move struct {
	Board   int64
	Reason  string
	Confirm bool // needed when more people will be able to read it, or who wrote in it perhaps no longer
}

// Move moves a thread to another board.
func (f *Forum) Move(ctx context.Context, by account.Viewer, id int64, in Move) error {
	reason, invalid := reasonOrNone(in.Reason)
	return f.moderate(ctx, by, id, "thread.move", reason, func(tx *db.Tx, t Thread) error {
		var c fault.Check
		if c.Require(in.Board != 0, "bereich", "Bitte wählen Sie den neuen Bereich."); c.Err() != nil {
			return c.Err()
		}
		if invalid != nil {
			return invalid
		}
		to, err := board.ChosenTx(tx, by, in.Board, "bereich", noSuchBoard)
		if err != nil {
			return err
		}
		if t.Board.Widens(to.Widest()) && !in.Confirm {
			c.Add("bestaetigung", "„%s“ können mehr Menschen lesen als „%s“. Bitte bestätigen Sie das.", to.Name, t.Board.Name)
			return c.Err()
		}
		if to.Audience == board.Restricted && to.ID != t.Board.ID && !in.Confirm {
			c.Add("bestaetigung", "„%s“ ist beschränkt. Wer in diesem Thema gefragt oder geantwortet hat und den Bereich nicht lesen darf, "+
				"sieht das Thema und die eigenen Beiträge dann nicht mehr und bekommt eine Mitteilung davon. Bitte bestätigen Sie das.", to.Name)
			return c.Err()
		}
		if err := readmark.CarryTx(tx, id, t.Board.ID, to.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE thread SET board_id = $1, pinned = FALSE WHERE id = $2`, to.ID, id); err != nil {
			return err
		}
		if err := moved(tx, id, t.Board.ID, by.ID); err != nil {
			return err
		}
		return situate(tx, id)
	})
}

// Hide hides a post; the reason is shown in its place. Hiding the question hides the
// whole thread from everybody but its author and moderators.
func (f *Forum) Hide(ctx context.Context, by account.Viewer, id int64, reason string) error {
	reason, invalid := reasonNeeded(reason)
	return f.hide(ctx, by, id, Hidden, "post.hide", reason, invalid)
}

// Unhide shows a hidden post again. After a decision about reports only those may who may
// decide about them.
func (f *Forum) Unhide(ctx context.Context, by account.Viewer, id int64) error {
	return f.hide(ctx, by, id, Visible, "post.unhide", "", nil)
}

// hide changes the state. invalid is what was wrong with the form; it is returned
// after the permission check.
func (f *Forum) hide(ctx context.Context, by account.Viewer, id int64, state PostState, act, reason string, invalid error) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, id)
		if err != nil {
			return err
		}
		if !e.CanHide(by, t) {
			return ErrNotModerator
		}
		if invalid != nil {
			return invalid
		}
		if state == Visible && e.State != Hidden {
			return fault.Reject("Dieser Beitrag ist nicht ausgeblendet.")
		}
		if state == Visible {
			if err := mayUnhide(tx, by, e, t); err != nil {
				return err
			}
		}
		if state == Visible && e.Source == "" {
			state = Blackened // it was blackened while hidden
		}
		return hide(tx, by, e, t, state, act, reason)
	})
}

// hide changes the state of a post: whoever calls it has asked whether by may. Hiding
// settles the reports of the post; those of other posts in a thread that goes out of sight
// with its question stay open.
func hide(tx *db.Tx, by account.Viewer, e Post, t Thread, state PostState, act, reason string) error {
	if err := setPostState(tx, e.ID, state, reason); err != nil {
		return err
	}
	err := change(tx, t.ID, func() error {
		if e.Question() {
			if _, err := tx.Exec(`UPDATE thread SET hidden = $1 WHERE id = $2`, state == Hidden, t.ID); err != nil {
				return err
			}
		}
		if err := refreshReplies(tx, t.ID); err != nil {
			return err
		}
		return refreshState(tx, t.ID)
	})
	if err != nil {
		return err
	}
	if err := audit.RecordTx(tx, by.ID, act, "post", e.ID, reason); err != nil {
		return err
	}
	kind := event.PostUnhidden
	if state == Hidden {
		kind = event.PostHidden
		if err := settleReportsOf(tx, by, e, t, settlement{outcome: PostHidden, by: by.ID}); err != nil {
			return err
		}
	}
	for _, x := range []event.Event{{Kind: kind, Subject: e.ID}, {Kind: event.ThreadChanged, Subject: t.ID},
		{Kind: event.PostChanged, Subject: e.ID}} {
		if err := event.AppendTx(tx, x.Kind, x.Subject, by.ID); err != nil {
			return err
		}
	}
	return nil
}

// Blacken permanently removes the text of one version of a post from the database, the
// search and every excerpt. If it is the current version, a placeholder stays until
// the author writes a new one.
func (f *Forum) Blacken(ctx context.Context, by account.Viewer, id int64, version int, reason string) error {
	reason, invalid := reasonNeeded(reason)
	return f.db.Write(ctx, func(tx *db.Tx) error {
		e, t, err := findPost(tx, by, id)
		if err != nil {
			return err
		}
		if !e.CanBlacken(by, t) {
			return ErrNotModerator
		}
		if invalid != nil {
			return invalid
		}
		if version == e.Version && e.Source != "" {
			err = blackenPresent(tx, e, reason)
			if err == nil && e.Question() {
				err = updateTitle(tx, t.ID, blackenedTitle)
			}
			if err == nil {
				err = settleReportsOf(tx, by, e, t, settlement{outcome: PostBlackened, by: by.ID})
			}
		} else {
			err = blackenFormer(tx, id, version, reason)
		}
		if err != nil {
			return err
		}
		if err := audit.RecordTx(tx, by.ID, "post.blacken", "post", id, reason); err != nil {
			return err
		}
		if err := event.AppendTx(tx, event.PostBlackened, id, by.ID); err != nil {
			return err
		}
		return f.settle(tx, by, t.ID, e)
	})
}

// blackenedTitle stands for the title of a blackened question, which is part of
// its version.
const blackenedTitle = "Geschwärzte Frage"

// blackenTitles blackens the titles of threads whose question the post was before they
// were merged: they are part of its text.
func blackenTitles(tx *db.Tx, post int64) error {
	_, err := tx.Exec(`
		UPDATE thread
		SET title = $1
		WHERE merged_into IS NOT NULL AND id IN (
			SELECT x.from_id
			FROM thread_transfer_post m
			JOIN thread_transfer x ON x.id = m.transfer_id
			WHERE m.post_id = $2 AND m.from_position = 1)`, blackenedTitle, post)
	return err
}

func blackenPresent(tx *db.Tx, e Post, reason string) error {
	if err := insertVersion(tx, e, "", tx.Now, reason); err != nil {
		return err
	}
	state := Blackened
	if e.State == Withdrawn || e.State == Hidden {
		state = e.State
	}
	if err := blackenTitles(tx, e.ID); err != nil {
		return err
	}
	_, err := tx.Exec(`
		UPDATE post
		SET source = '', html = '', mentions = '', revision = revision + 1, state = $1, solution_at = NULL, state_at = $3
		WHERE id = $2`, string(state), e.ID, tx.Now)
	if err == nil {
		err = citeAnew(tx, e.ID, "")
	}
	if err != nil {
		return err
	}
	if e.attachments > 0 {
		if err := detach(tx, e.ID); err != nil {
			return err
		}
	}
	return mention.ForgetPostTx(tx, e.ID)
}

func blackenFormer(tx *db.Tx, post int64, version int, reason string) error {
	n, err := tx.Exec(`
		UPDATE post_version
		SET title = '', source = '', blackened_at = $1, black_reason = $2
		WHERE post_id = $3 AND number = $4 AND blackened_at IS NULL`, tx.Now, reason, post, version)
	if err == nil && n == 0 {
		return fault.Missing()
	}
	return err
}
