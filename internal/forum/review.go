package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
)

// Review is how far the moderators are with the first post of a member, where
// a board wants it looked at before others read it.
type Review string

const (
	Published Review = ""        // everybody who reads the board reads it
	Waiting   Review = "waiting" // for a moderator; only author and moderators see it
	Refused   Review = "refused" // with a reason; seen by the same
)

// MaxWaiting is the maximum number of a member's posts that wait at the same time.
const MaxWaiting = 5

const (
	notWaiting = "Dieser Beitrag wartet nicht mehr auf Freigabe."
	ownHouse   = "Über den ersten Beitrag von jemandem aus Ihrer Organisation entscheidet jemand anderes."
)

// mustWait reports whether a post by by on the board waits for a moderator: if the
// board requires it, until anything by by has been published anywhere. Moderators and
// programme managers never wait.
func mustWait(tx *db.Tx, by account.Viewer, b board.Board) (bool, error) {
	if !b.FirstReview || by.ModeratesSomewhere() || by.Programme() {
		return false, nil
	}
	known, err := db.Scalar[bool](tx, `
		SELECT EXISTS (
			SELECT 1
			FROM post e
			JOIN thread t ON t.id = e.thread_id
			WHERE (e.author_id = $1 OR e.asker_id = $1) AND e.state = 'visible' AND NOT t.hidden)`, by.ID)
	if known || err != nil {
		return false, err
	}
	n, err := db.Scalar[int](tx, `
		SELECT (SELECT COUNT(*) FROM thread WHERE (author_id = $1 OR asker_id = $1) AND review = 'waiting')
			+ (SELECT COUNT(*) FROM held_reply WHERE author_id = $1 AND state = 'waiting')`, by.ID)
	if err == nil && n >= MaxWaiting {
		return false, fault.Reject("Mehrere Ihrer Beiträge warten schon auf Freigabe. Bitte warten Sie, bis die Moderation sie durchgesehen hat.")
	}
	return true, err
}

// holdThread makes a new thread wait. It is hidden like one that moderators hid, so
// that no list, count or search includes it.
func holdThread(tx *db.Tx, id int64) error {
	return tx.Queue(`UPDATE thread SET hidden = TRUE, review = 'waiting' WHERE id = $1`, id)
}

// CanReview reports whether by may decide about the waiting question. Moderators of the
// asking organisation leave it to others, except administrators; of a semi-anonymous
// question nobody knows the organisation.
func (t Thread) CanReview(by account.Viewer) bool {
	return t.Review == Waiting && t.CanModerate(by) && !sameHouse(by, t.Author)
}

// reviewersSQL is the same rule, of who may decide about a first post on a board b that names
// the organisation. It uses $1 to $4 as decidesSQL does.
func reviewersSQL(organisation string) string {
	return board.VisibleSQL + ` AND ` + board.ModeratesSQL + `
		AND (COALESCE(` + organisation + `, 0) <> $4 OR EXISTS (
			SELECT 1
			FROM role_grant ag
			WHERE ag.person_id = $2 AND ag.role = 'admin' AND ag.board_id IS NULL))`
}

// UnreviewableSQL is true for a board b if a first question waits there, or with item the
// reply with that id, about which nobody may decide.
func UnreviewableSQL(item string) string {
	nobody := func(organisation string) string {
		return `NOT EXISTS (
			SELECT 1
			FROM role_grant hg
			JOIN person p ON p.id = hg.person_id
			JOIN organisation po ON po.id = p.organisation_id
			WHERE hg.role IN ('moderator', 'admin') AND ` + board.Readers(reviewersSQL(organisation)) + `)`
	}
	return `(EXISTS (
			SELECT 1
			FROM thread t
			WHERE ` + item + ` = 0 AND t.board_id = b.id AND t.review = 'waiting' AND ` + nobody("t.organisation_id") + `)
		OR EXISTS (
			SELECT 1
			FROM held_reply h
			JOIN thread t ON t.id = h.thread_id
			WHERE h.id = ` + item + ` AND t.board_id = b.id AND h.state = 'waiting' AND ` + nobody("h.organisation_id") + `))`
}

func sameHouse(by account.Viewer, author account.Byline) bool {
	return author.Organisation.ID == by.Organisation.ID && !by.Admin()
}

// mustReview says why by may not decide about something waiting.
func mustReview(by account.Viewer, t Thread, author account.Byline, state Review) error {
	switch {
	case !t.CanModerate(by):
		return ErrNotModerator
	case sameHouse(by, author):
		return fault.Forbid(ownHouse)
	case state != Waiting:
		return fault.Of(fault.Conflict, notWaiting)
	}
	return nil
}

// Approve publishes a question that waits, as if it were asked now. revision is that of its
// text which the moderator read, 0 for any: of another one it is ErrPostChanged. Recorded in
// the audit log.
func (f *Forum) Approve(ctx context.Context, by account.Viewer, id int64, revision int) error {
	return f.moderate(ctx, by, id, "thread.approve", "", func(tx *db.Tx, t Thread) error {
		if err := mustReview(by, t, t.Author, t.Review); err != nil {
			return err
		}
		changed, err := db.Scalar[bool](tx, `
			SELECT EXISTS (SELECT 1 FROM post WHERE thread_id = $1 AND position = 1 AND revision <> $2)`, id, revision)
		if err != nil {
			return err
		}
		if changed && revision != 0 {
			return ErrPostChanged
		}
		order, err := tx.SkipID("post")
		if err != nil {
			return err
		}
		n, err := tx.Exec(`
			UPDATE post
			SET created_at = $1, version_at = $1, shown_id = $3
			WHERE thread_id = $2 AND position = 1 AND state = 'visible'`, tx.Now, id, order)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Reject("Die Frage wurde zurückgezogen.")
		}
		_, err = tx.Exec(`
			UPDATE thread
			SET hidden = FALSE, review = '', created_at = $1, last_post_at = $1
			WHERE id = $2`, tx.Now, id)
		if err != nil {
			return err
		}
		return event.AppendTx(tx, event.ThreadOpened, id, by.ID)
	})
}

// Refuse keeps a question that waits from being published. Its author reads the
// reason, and may change the question, which then waits again.
func (f *Forum) Refuse(ctx context.Context, by account.Viewer, id int64, reason string) error {
	reason, invalid := reasonNeeded(reason)
	return f.moderate(ctx, by, id, "thread.refuse", reason, func(tx *db.Tx, t Thread) error {
		if err := mustReview(by, t, t.Author, t.Review); err != nil {
			return err
		}
		if invalid != nil {
			return invalid
		}
		if _, err := tx.Exec(`UPDATE thread SET review = 'refused', review_reason = $1 WHERE id = $2`, reason, id); err != nil {
			return err
		}
		return event.AppendTx(tx, event.ThreadRejected, id, by.ID)
	})
}

// reviewAgain lets a refused question that its author changed wait again.
func reviewAgain(tx *db.Tx, by account.Viewer, t Thread) error {
	if t.Review != Refused {
		return nil
	}
	if _, err := tx.Exec(`UPDATE thread SET review = 'waiting', review_reason = '' WHERE id = $1`, t.ID); err != nil {
		return err
	}
	return event.AppendTx(tx, event.ThreadPending, t.ID, by.ID)
}

// ApproveReply publishes a reply that waits, as if it were written now, and
// returns its id. Recorded in the audit log.
func (f *Forum) ApproveReply(ctx context.Context, by account.Viewer, held int64) (post int64, err error) {
	err = f.review(ctx, by, held, func(tx *db.Tx, h PendingReply, t Thread) error {
		if t.Locked() || t.Hidden || t.Board.Archived {
			return fault.Reject("In diesem Thema sind keine Antworten mehr möglich.")
		}
		if post, err = publish(tx, h, t); err != nil {
			return err
		}
		if err := removePending(tx, h); err != nil {
			return err
		}
		if err := audit.RecordTx(tx, by.ID, "post.approve", "post", post, ""); err != nil {
			return err
		}
		return event.AppendTx(tx, event.PostAdded, post, by.ID)
	})
	return post, err
}

// RefuseReply keeps a reply that waits from being published. Its author reads
// the reason in the thread.
func (f *Forum) RefuseReply(ctx context.Context, by account.Viewer, held int64, reason string) error {
	reason, invalid := reasonNeeded(reason)
	return f.review(ctx, by, held, func(tx *db.Tx, h PendingReply, t Thread) error {
		if invalid != nil {
			return invalid
		}
		if _, err := tx.Exec(`UPDATE held_reply SET state = 'refused', reason = $1 WHERE id = $2`, reason, held); err != nil {
			return err
		}
		if err := event.AppendTx(tx, event.ReplyRejected, held, by.ID); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "post.refuse", "thread", t.ID, reason)
	})
}

// review runs a decision about a reply that waits.
func (f *Forum) review(ctx context.Context, by account.Viewer, held int64, act func(*db.Tx, PendingReply, Thread) error) error {
	return f.db.Write(ctx, func(tx *db.Tx) error {
		h, t, err := findPending(tx, by, held)
		if err != nil {
			return err
		}
		if err := mustReview(by, t, h.Author, h.State); err != nil {
			return err
		}
		return act(tx, h, t)
	})
}

// TakeBackReply removes one's own reply that was not published.
func (f *Forum) TakeBackReply(ctx context.Context, by account.Viewer, held int64) (t Thread, err error) {
	err = f.db.Write(ctx, func(tx *db.Tx) error {
		var h PendingReply
		if h, t, err = findPending(tx, by, held); err != nil {
			return err
		}
		if !h.Own(by) {
			return ErrNotAuthor
		}
		if err := account.CountActivityTx(tx, by, account.Editing); err != nil {
			return err
		}
		return removePending(tx, h)
	})
	return t, err
}
