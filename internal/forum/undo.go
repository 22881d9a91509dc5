package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/once"
	"kommunalforum/internal/readmark"
	"kommunalforum/internal/support"
)

// Undo is the input of UndoTransferTx.
type Undo struct {
	Reason  string
	Confirm bool // needed when other people read the thread to which the posts go back
}

var (
	errMovedOn = fault.Reject("Die Beiträge stehen nicht mehr alle dort, wohin sie verschoben wurden, oder eines der Themen wurde seither " +
		"zusammengeführt. Machen Sie zuerst rückgängig, was danach geschah.")
	errTookMore = fault.Reject("Das Thema hat seither Beiträge aus anderen Themen aufgenommen oder abgegeben. Machen Sie das zuerst rückgängig.")
)

// UndoTransferTx takes a merge or split back: the posts return to where they stood, and
// everything that others had chosen for the two threads is as it was. Replies that were
// written since to a merged thread stay in it; those to a thread that a split made come
// along, behind the others. A second time it does nothing. Moderators of both boards.
func UndoTransferTx(tx *db.Tx, by account.Viewer, id int64, in Undo) (x Transfer, err error) {
	x, err = db.One(tx, scanTransfer, `SELECT `+transferColumns+` FROM thread_transfer x WHERE x.id = $1`, id)
	if err != nil {
		return x, err
	}
	x.Back = true
	from, to, err := x.threads(tx, by)
	if err != nil || x.Done {
		return x, err
	}
	reason, err := reasonOrNone(in.Reason)
	if err != nil {
		return x, err
	}
	if err := x.mustBeThere(tx); err != nil {
		return x, err
	}
	var c fault.Check
	if confirmed(&c, to.Board, from.Board, in.Confirm); c.Err() != nil {
		return x, c.Err()
	}
	if _, err := tx.Exec(`UPDATE thread_transfer SET undone_at = $1 WHERE id = $2`, tx.Now, x.ID); err != nil {
		return x, err
	}
	both := func() error { return x.cut(tx) }
	if x.Kind == Merged {
		both = func() error { return x.unmerged(tx) }
	}
	if err := x.carry(tx, to, from, both); err != nil {
		return x, err
	}
	switch x.Kind {
	case Merged:
		err = x.unmergeOthers(tx, from.Author.Organisation.ID)
	case SplitOff:
		err = x.unsplit(tx, by, to, from)
	}
	if err != nil {
		return x, err
	}
	return x, x.record(tx, by, reason)
}

// threads returns both threads, if by may take the transfer back, and notes whether that
// was done before.
func (x *Transfer) threads(tx *db.Tx, by account.Viewer) (from, to Thread, err error) {
	x.Done, err = db.Scalar[bool](tx, `SELECT undone_at IS NOT NULL FROM thread_transfer WHERE id = $1`, x.ID)
	if err != nil {
		return from, to, err
	}
	// One that was merged is out of everybody's sight, but not of those who moderate its board.
	scan := func(id int64) (t Thread, err error) {
		t, err = db.One(tx, scanThread, `
			SELECT `+threadColumns+threadJoins+`
			WHERE t.id = $4 AND `+board.VisibleSQL, append(board.Seen(by), id)...)
		if err == nil && !t.CanModerate(by) {
			err = ErrNotModerator
		}
		return t, err
	}
	if from, err = scan(x.From); err != nil {
		return from, to, err
	}
	if to, err = scan(x.To); err != nil || x.Done {
		return from, to, err
	}
	switch {
	case to.merged != 0, x.Kind == Merged && from.merged != to.ID, x.Kind != Merged && from.merged != 0:
		return from, to, errMovedOn
	case from.Board.Archived || to.Board.Archived:
		return from, to, errArchived
	}
	return from, to, nil
}

// mustBeThere returns why the posts cannot go back.
func (x Transfer) mustBeThere(tx *db.Tx) error {
	n, err := db.Scalar[int](tx, `
		SELECT COUNT(*)
		FROM thread_transfer_post m
		JOIN post e ON e.id = m.post_id AND e.thread_id = $2 AND e.position = m.to_position
		WHERE m.transfer_id = $1`, x.ID, x.To)
	if err != nil {
		return err
	}
	if n != x.Posts {
		return errMovedOn
	}
	if x.Kind != SplitOff {
		return nil
	}
	more, err := db.Scalar[bool](tx, `SELECT EXISTS (
		SELECT 1
		FROM thread_transfer
		WHERE id <> $1 AND undone_at IS NULL AND (to_id = $2 OR from_id = $2))`, x.ID, x.To)
	if err == nil && more {
		return errTookMore
	}
	return err
}

// cut forgets what marks and ranges of the thread that gave the posts back say of their
// positions.
func (x Transfer) cut(tx *db.Tx) error {
	if err := readmark.ForgetRangesTx(tx, x.To, x.First, x.First+x.Posts-1); err != nil {
		return err
	}
	last, err := db.Scalar[int](tx, `SELECT COALESCE(MAX(position), 0) FROM post WHERE thread_id = $1`, x.To)
	if err != nil || last == 0 || last >= x.First {
		return err
	}
	return readmark.CutTx(tx, x.To, last)
}

// unmerged shows the thread again that got its posts back.
func (x Transfer) unmerged(tx *db.Tx) error {
	if err := x.cut(tx); err != nil {
		return err
	}
	led, err := LedTx(tx, x.From)
	if err != nil {
		return err
	}
	in, args := db.In(2, led)
	args = append([]any{x.From}, args...)
	for _, query := range []string{
		`UPDATE thread SET merged_into = CASE WHEN id = $1 THEN NULL ELSE CAST($1 AS BIGINT) END WHERE id IN ` + in,
		`UPDATE held_reply SET origin_id = CASE WHEN origin_id = $1 THEN NULL ELSE origin_id END, thread_id = $1 WHERE origin_id IN ` + in,
	} {
		if _, err := tx.Exec(query, args...); err != nil {
			return err
		}
	}
	for _, query := range []string{
		`UPDATE thread SET hidden = CASE WHEN (SELECT e.state FROM post e WHERE e.thread_id = $1 AND e.position = 1) = 'hidden' THEN TRUE
			ELSE FALSE END WHERE id = $1`,
		`UPDATE post SET solution_at = NULL WHERE thread_id = $1 AND position = 1`,
	} {
		if _, err := tx.Exec(query, x.From); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`
		UPDATE thread
		SET official_answer_id = $1
		WHERE id = $2 AND official_answer_id = (SELECT f.official_answer_id FROM thread f WHERE f.id = $3)`, db.Null(x.answer), x.To, x.From)
	return err
}

func (x Transfer) unmergeOthers(tx *db.Tx, asked int64) error {
	if err := support.UnmergeTx(tx, x.From, x.To, asked); err != nil {
		return err
	}
	return follow.UnmergeTx(tx, x.ID, x.From, x.To)
}

// unsplit takes what was written since in the thread that a split made to the end of the
// other one, and leads from it there.
func (x Transfer) unsplit(tx *db.Tx, by account.Viewer, split, back Thread) error {
	rest, err := db.Scalar[int](tx, `SELECT COUNT(*) FROM post WHERE thread_id = $1`, split.ID)
	if err != nil {
		return err
	}
	if back, err = findThread(tx, by, back.ID); err != nil {
		return err
	}
	if rest > 0 {
		y := Transfer{Kind: Shifted, From: split.ID, To: back.ID, answer: back.OfficialAnswer}
		if err := y.begin(tx, by, once.NewKey(), back.next(), `TRUE`); err != nil {
			return err
		}
		if err := y.carry(tx, split, back, func() error { return nil }); err != nil {
			return err
		}
	}
	if err := change(tx, split.ID, func() error { return merged(tx, Thread{ID: split.ID}, back) }); err != nil {
		return err
	}
	if err := refreshTransferredHeld(tx, back.ID); err != nil {
		return err
	}
	if err := departed(tx, split.ID, split.Board.ID); err != nil {
		return err
	}
	if err := follow.CopyTx(tx, split.ID, back.ID, x.At); err != nil {
		return err
	}
	return follow.RemoveThreadTx(tx, split.ID)
}

// refreshTransferredHeld counts the first replies that wait in the thread.
func refreshTransferredHeld(tx *db.Tx, thread int64) error {
	_, err := tx.Exec(`UPDATE thread SET held = (SELECT COUNT(*) FROM held_reply h WHERE h.thread_id = thread.id) WHERE id = $1`, thread)
	return err
}
