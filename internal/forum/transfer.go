package forum

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/readmark"
)

// MaxTransferred is how many posts one act takes to another thread.
const MaxTransferred = 1000

// TransferKind is why posts were taken from one thread to another.
type TransferKind string

const (
	Merged   TransferKind = "merge" // all of them
	SplitOff TransferKind = "split" // chosen ones, which became a thread of their own
	Shifted  TransferKind = "move"  // chosen ones, to a thread that was there
)

// Transfer is an act of moderators by which posts went from one thread to another. Those
// that stay keep their positions, and so do those that come back. Called by package
// usecase only, which changes what other domains keep of the threads.
type Transfer struct {
	ID       int64
	Kind     TransferKind
	From, To int64 // threads
	First    int   // position of the first of the posts in To
	Posts    int
	At       time.Time
	Back     bool // the posts go back
	Done     bool // the same form was sent before: nothing is left to do
	answer   int64
	left     int64 // the board that all posts of From left, 0 for none
}

// movedPosts selects the posts of a transfer, $1, for readmark.StayTx.
const (
	movedPosts     = `SELECT post_id AS id, from_position AS former, to_position AS next FROM thread_transfer_post WHERE transfer_id = $1`
	movedBackPosts = `SELECT post_id AS id, to_position AS former, from_position AS next FROM thread_transfer_post WHERE transfer_id = $1`
)

// CanTransfer reports whether by may take posts out of the thread or into it.
func (t Thread) CanTransfer(by account.Viewer) bool {
	return t.CanModerate(by) && !t.Hidden && t.Review == Published && !t.Board.Archived
}

// mustTransfer returns why by may not take posts out of the thread or into it.
func (t Thread) mustTransfer(by account.Viewer) error {
	switch {
	case !t.CanModerate(by):
		return ErrNotModerator
	case t.Board.Archived:
		return errArchived
	case !t.CanTransfer(by):
		return fault.Reject("Dieses Thema ist ausgeblendet oder wartet auf Freigabe. Deshalb lässt es sich weder zusammenführen noch teilen.")
	}
	return nil
}

// confirmed refuses to take texts from one board to another unasked where other people
// would read them, or who wrote them perhaps no longer.
func confirmed(c *fault.Check, from, to board.Board, confirm bool) {
	if change := board.OtherReaders(from, to); change != "" && !confirm {
		c.Add("bestaetigung", "%s Bitte bestätigen Sie das.", change)
	}
}

// begin notes the transfer of the posts of a thread that the condition on post e selects,
// by position, to the end of another thread.
func (x *Transfer) begin(tx *db.Tx, by account.Viewer, once string, first int, condition string, args ...any) (err error) {
	x.First, x.At = first, tx.Now
	x.ID, err = tx.Insert(`
		INSERT INTO thread_transfer (kind, from_id, to_id, first, posts, answer_id, person_id, once_key, at)
		VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8)
		RETURNING id`, string(x.Kind), x.From, x.To, x.First, db.Null(x.answer), by.ID, once, tx.Now)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`
		INSERT INTO thread_transfer_post (transfer_id, post_id, from_position, to_position)
		SELECT CAST($1 AS BIGINT), e.id, e.position, CAST($2 AS BIGINT) - 1 + ROW_NUMBER() OVER (ORDER BY e.position)
		FROM post e
		WHERE e.thread_id = $3 AND `+condition, append([]any{x.ID, x.First, x.From}, args...)...)
	if err != nil {
		return err
	}
	x.Posts = int(n)
	_, err = tx.Exec(`UPDATE thread_transfer SET posts = $1 WHERE id = $2`, x.Posts, x.ID)
	return err
}

// carry takes the posts from one thread to the other, or back. both runs between, with
// the figures of neither counted.
func (x Transfer) carry(tx *db.Tx, from, to Thread, both func() error) error {
	posts, next := movedPosts, `to_position`
	if x.Back {
		posts, next = movedBackPosts, `from_position`
	}
	for _, t := range []Thread{from, to} {
		if err := uncount(tx, t.ID); err != nil {
			return err
		}
	}
	err := readmark.StayTx(tx, readmark.Stay{From: from.ID, To: to.ID, FromBoard: from.Board.ID, ToBoard: to.Board.ID,
		PostsSQL: posts, Posts: x.ID})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		UPDATE post
		SET thread_id = $1, position = (
			SELECT m.`+next+` FROM thread_transfer_post m WHERE m.transfer_id = $2 AND m.post_id = post.id)
		WHERE id IN (SELECT m.post_id FROM thread_transfer_post m WHERE m.transfer_id = $2)`, to.ID, x.ID)
	if err != nil {
		return err
	}
	if err := both(); err != nil {
		return err
	}
	for _, t := range []Thread{from, to} {
		if err := refreshTransferred(tx, t.ID); err != nil {
			return err
		}
	}
	for _, t := range []Thread{from, to} {
		if err := refreshBoard(tx, t.Board.ID); err != nil {
			return err
		}
	}
	return nil
}

// refreshTransferred counts a thread anew after posts came or went, and puts it into the
// figures of its board.
func refreshTransferred(tx *db.Tx, thread int64) error {
	_, err := tx.Exec(`
		UPDATE thread
		SET mixed = CASE WHEN EXISTS (SELECT 1 FROM thread_transfer x WHERE x.to_id = thread.id AND x.undone_at IS NULL)
				OR EXISTS (SELECT 1 FROM read_range r WHERE r.thread_id = thread.id) THEN TRUE ELSE FALSE END,
			vacated = COALESCE((
				SELECT MAX(m.from_position)
				FROM thread_transfer x
				JOIN thread_transfer_post m ON m.transfer_id = x.id
				WHERE x.from_id = thread.id AND x.undone_at IS NULL
				AND m.from_position > COALESCE((SELECT MAX(e.position) FROM post e WHERE e.thread_id = thread.id), 0)), 0),
			held = (SELECT COUNT(*) FROM held_reply h WHERE h.thread_id = thread.id)
		WHERE id = $1`, thread)
	if err != nil {
		return err
	}
	if err := countReports(tx, thread); err != nil {
		return err
	}
	if err := refreshReplies(tx, thread); err != nil {
		return err
	}
	if err := refreshState(tx, thread); err != nil {
		return err
	}
	return count(tx, thread)
}

// auditActs name the acts in the audit log.
var (
	auditActs     = map[TransferKind]string{Merged: "thread.merge", SplitOff: "thread.split", Shifted: "thread.posts"}
	auditUndoActs = map[TransferKind]string{Merged: "thread.unmerge", SplitOff: "thread.unsplit", Shifted: "thread.return"}
)

// record writes the act into the audit log and tells others of it. Questions that became
// replies, or replies that became questions, are told of by themselves: they are found
// under another name.
func (x Transfer) record(tx *db.Tx, by account.Viewer, reason string) error {
	act, kind := auditActs[x.Kind], event.ThreadSplit
	if x.Kind == Merged {
		kind = event.ThreadMerged
	}
	if x.Back {
		act, kind = auditUndoActs[x.Kind], event.TransferUndone
	}
	if err := audit.RecordTx(tx, by.ID, act, "thread", x.From, reason); err != nil {
		return err
	}
	if err := audit.RecordTx(tx, by.ID, act, "thread", x.To, reason); err != nil {
		return err
	}
	questions, err := db.Column[int64](tx, `
		SELECT post_id
		FROM thread_transfer_post
		WHERE transfer_id = $1 AND (from_position = 1 OR to_position = 1)`, x.ID)
	if err != nil {
		return err
	}
	events := []event.Event{{Kind: kind, Subject: x.ID}, {Kind: event.ThreadChanged, Subject: x.From}, {Kind: event.ThreadChanged, Subject: x.To}}
	for _, id := range questions {
		events = append(events, event.Event{Kind: event.PostChanged, Subject: id})
	}
	for i, e := range events {
		if err := event.AppendTx(tx, e.Kind, e.Subject, by.ID); err != nil {
			return err
		}
		if i == 0 && x.left != 0 {
			if err := noteMove(tx, x.From, x.left); err != nil {
				return err
			}
		}
	}
	return nil
}

// earlierTransfer finds what the person $1 did with the form $2.
const earlierTransfer = `SELECT x.id FROM thread_transfer x WHERE x.person_id = $1 AND x.once_key = $2`

const transferColumns = `x.id, x.kind, x.from_id, x.to_id, x.first, x.posts, x.at, COALESCE(x.answer_id, 0)`

func scanTransfer(r db.Row) (x Transfer, err error) {
	return x, r.Scan(&x.ID, &x.Kind, &x.From, &x.To, &x.First, &x.Posts, db.Instant(&x.At), &x.answer)
}

// sentBefore returns the transfer that the same form led to.
func sentBefore(tx *db.Tx, id int64) (Transfer, error) {
	x, err := db.One(tx, scanTransfer, `SELECT `+transferColumns+` FROM thread_transfer x WHERE x.id = $1`, id)
	x.Done = true
	return x, err
}

// LedTx returns the threads that were merged into a thread before, over others too, and
// the thread itself.
func LedTx(tx *db.Tx, thread int64) ([]int64, error) {
	out := []int64{thread}
	for next := out; len(next) > 0; {
		in, args := db.In(1, next)
		found, err := db.Column[int64](tx, `
			SELECT from_id FROM thread_transfer WHERE kind = 'merge' AND undone_at IS NULL AND to_id IN `+in+`
			UNION
			SELECT to_id FROM thread_transfer WHERE kind = 'split' AND undone_at IS NOT NULL AND from_id IN `+in, args...)
		if err != nil {
			return nil, err
		}
		next = found
		out = append(out, found...)
	}
	return out, nil
}
