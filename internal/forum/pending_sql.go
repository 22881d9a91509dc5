package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/mention"
)

// PendingReply is a first reply that waits for a moderator or was refused. It is no
// post yet: it has no place in the thread and no address.
type PendingReply struct {
	ID       int64
	ThreadID int64
	Title    string // of the thread
	Board    string // its name
	Author   account.Byline
	Source   string
	HTML     markdown.HTML
	State    Review
	Reason   string // of the refusal
	At       time.Time
	Files    []attachment.File
	Conflict bool // the viewer works for the same organisation and leaves it to others
}

// Own reports whether by wrote it.
func (h PendingReply) Own(by account.Viewer) bool { return by.SignedIn() && h.Author.PersonID == by.ID }

const pendingColumns = `h.id, h.thread_id, t.title, b.name, h.source, h.html, h.state, h.reason, h.written_at, ` + account.BylineColumns

const pendingJoins = `
	FROM held_reply h
	JOIN thread t ON t.id = h.thread_id
	JOIN board b ON b.id = t.board_id
	JOIN person p ON p.id = h.author_id
	JOIN organisation o ON o.id = h.organisation_id`

func scanPending(by account.Viewer) func(db.Row) (PendingReply, error) {
	return func(r db.Row) (h PendingReply, err error) {
		fields := []any{&h.ID, &h.ThreadID, &h.Title, &h.Board, &h.Source, &h.HTML, &h.State, &h.Reason, db.Instant(&h.At)}
		err = r.Scan(append(fields, account.BylineFields(&h.Author)...)...)
		h.Conflict = sameHouse(by, h.Author)
		return h, err
	}
}

// findPending returns a held reply with its thread: for its author and those who
// moderate the board. To all others it does not exist.
func findPending(tx *db.Tx, by account.Viewer, id int64) (PendingReply, Thread, error) {
	h, err := db.One(tx, scanPending(by), `SELECT `+pendingColumns+pendingJoins+` WHERE h.id = $1`, id)
	if err != nil {
		return h, Thread{}, err
	}
	t, err := findThread(tx, by, h.ThreadID)
	if err == nil && !h.Own(by) && !t.CanModerate(by) {
		err = fault.Missing()
	}
	return h, t, err
}

// PendingReply returns a reply that was not published, with its thread, to its author
// and those who moderate the board.
func (f *Forum) PendingReply(ctx context.Context, by account.Viewer, id int64) (h PendingReply, t Thread, err error) {
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		h, t, err = findPending(tx, by, id)
		return err
	})
	return h, t.forGuests(by), err
}

// listPending returns what is held in a thread and by may see: one's own, and what
// waits for those who moderate.
func listPending(tx *db.Tx, by account.Viewer, t Thread) ([]PendingReply, error) {
	list, err := db.List(tx, scanPending(by), `
		SELECT `+pendingColumns+pendingJoins+`
		WHERE h.thread_id = $1 AND (h.author_id = $2 OR ($3 AND h.state = 'waiting'))
		ORDER BY h.id`, t.ID, by.ID, t.CanModerate(by))
	if err != nil {
		return nil, err
	}
	return list, addHeldFiles(tx, list)
}

// hold keeps a first reply until a moderator decides, and appends the event.
func hold(tx *db.Tx, by account.Viewer, thread int64, text markdown.Text, once string, files attachment.Chosen) error {
	id, err := tx.Insert(`
		INSERT INTO held_reply (thread_id, author_id, organisation_id, source, html, pipeline, state, reason, written_at, once_key)
		VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '', $7, $8)
		RETURNING id`, thread, by.ID, by.Organisation.ID, text.Source, string(text.HTML), text.Version, tx.Now, once)
	if err != nil {
		return err
	}
	if err := files.TakeTx(tx, by.ID, ofHeld(id)); err != nil {
		return err
	}
	if err := keepPending(tx, thread, 1); err != nil {
		return err
	}
	return event.AppendTx(tx, event.ReplyPending, id, by.ID)
}

func removePending(tx *db.Tx, h PendingReply) error {
	if err := ofHeld(h.ID).RemoveTx(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM held_reply WHERE id = $1`, h.ID); err != nil {
		return err
	}
	return keepPending(tx, h.ThreadID, -1)
}

func keepPending(tx *db.Tx, thread int64, more int) error {
	_, err := tx.Exec(`UPDATE thread SET held = held + $1 WHERE id = $2`, more, thread)
	return err
}

// publish makes a post of a held reply, at the end of the thread, and notes whom it
// mentions and what it cites.
func publish(tx *db.Tx, h PendingReply, t Thread) (post int64, err error) {
	a, err := address(tx, h.Author.PersonID, markdown.Text{Source: h.Source, HTML: h.HTML})
	if err != nil {
		return 0, err
	}
	post, err = tx.Insert(`
		INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version, version_at,
			created_at, state, once_key, mentions)
		SELECT thread_id, $1, author_id, organisation_id, source, $2, pipeline, 1, 1, $3, $3, 'visible', once_key, $4
		FROM held_reply
		WHERE id = $5
		RETURNING id`, t.next(), string(a.HTML), tx.Now, a.words, h.ID)
	if err != nil {
		return 0, err
	}
	if err := cite(tx, post, a.HTML); err != nil {
		return 0, err
	}
	if _, err := mention.SaveTx(tx, post, a.found.People); err != nil {
		return 0, err
	}
	if err := attachHeld(tx, h.ID, post); err != nil {
		return 0, err
	}
	return post, addReply(tx, t, post)
}

// maxWaiting is how many waiting questions and replies moderators are shown.
const maxWaiting = 50

// WaitingQuestion is a first question that waits.
type WaitingQuestion struct {
	Row
	HTML     markdown.HTML
	Files    []attachment.File
	Revision int
	Conflict bool
	post     int64
}

const waitingThread = `t.review = 'waiting' AND EXISTS (SELECT 1 FROM post w WHERE w.thread_id = t.id AND w.position = 1 AND w.state = 'visible')
	AND ` + board.VisibleSQL + ` AND ` + board.ModeratesSQL

const waitingReply = `h.state = 'waiting' AND ` + board.VisibleSQL + ` AND ` + board.ModeratesSQL

// Waiting returns the first questions and replies that wait on the boards that
// by moderates, oldest first.
func (f *Forum) Waiting(ctx context.Context, by account.Viewer) (questions []WaitingQuestion, replies []PendingReply, err error) {
	if !by.ModeratesSomewhere() {
		return nil, nil, ErrNotModerator
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		questions, err = db.List(tx, func(r db.Row) (q WaitingQuestion, err error) {
			q.Row, err = scanRow(by)(tail{r, []any{&q.HTML, &q.Revision, &q.Conflict, &q.post}})
			return q, err
		}, `
			SELECT `+rowColumns+`, e.html, e.revision, COALESCE(t.organisation_id, 0) = $4 AND NOT $5, e.id`+threadJoins+`
			JOIN post e ON e.thread_id = t.id AND e.position = 1
			WHERE `+waitingThread+`
			ORDER BY t.id
			LIMIT $6`, append(board.Seen(by), by.Organisation.ID, by.Admin(), maxWaiting)...)
		if err != nil {
			return err
		}
		if err := addWaitingFiles(tx, questions); err != nil {
			return err
		}
		replies, err = db.List(tx, scanPending(by), `
			SELECT `+pendingColumns+pendingJoins+`
			WHERE `+waitingReply+`
			ORDER BY h.id
			LIMIT $4`, append(board.Seen(by), maxWaiting)...)
		if err != nil {
			return err
		}
		return addHeldFiles(tx, replies)
	})
	return questions, replies, err
}

// CountWaiting counts the first posts that wait for by as a moderator.
func (f *Forum) CountWaiting(ctx context.Context, by account.Viewer) (int, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `
			SELECT (SELECT COUNT(*) FROM thread t JOIN board b ON b.id = t.board_id WHERE `+waitingThread+`)
				+ (SELECT COUNT(*) FROM held_reply h JOIN thread t ON t.id = h.thread_id JOIN board b ON b.id = t.board_id
					WHERE `+waitingReply+`)`, board.Seen(by)...)
	})
}

// Unpublished lists what by wrote and others do not read yet.
type Unpublished struct {
	Questions []Thread
	Replies   []PendingReply
}

// Unpublished returns the viewer's own first posts that wait or were refused.
func (f *Forum) Unpublished(ctx context.Context, by account.Viewer) (out Unpublished, err error) {
	if err := by.MustBeMember(); err != nil {
		return out, err
	}
	err = f.db.Read(ctx, func(tx *db.Tx) error {
		out.Questions, err = db.List(tx, scanThread, `
			SELECT `+threadColumns+threadJoins+`
			WHERE (t.author_id = $2 OR t.asker_id = $2) AND t.review <> '' AND `+visibleThread+`
			ORDER BY t.id`, board.Seen(by)...)
		if err != nil {
			return err
		}
		out.Replies, err = db.List(tx, scanPending(by), `
			SELECT `+pendingColumns+pendingJoins+`
			WHERE h.author_id = $2 AND `+visibleThread+`
			ORDER BY h.id`, board.Seen(by)...)
		return err
	})
	return out, err
}
