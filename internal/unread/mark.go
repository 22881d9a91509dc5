package unread

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/readmark"
)

// Head returns the place of the newest post in the order of all posts, for a form
// that marks as read what its page could show.
func (u *Unread) Head(ctx context.Context) (int64, error) { return db.View(ctx, u.db, readmark.HeadTx) }

// MarkBoard marks everything on the board as read up to a head, which the form carries
// from when it was shown: what came since stays unread.
func (u *Unread) MarkBoard(ctx context.Context, by account.Viewer, slug string, head int64) (b board.Board, err error) {
	if err := by.MustBeMember(); err != nil {
		return b, err
	}
	err = u.db.Write(ctx, func(tx *db.Tx) error {
		if b, err = board.FindTx(tx, by, slug); err != nil {
			return err
		}
		if !b.Readable(by) {
			return fault.Missing()
		}
		return markBoards(tx, by, []int64{b.ID}, head)
	})
	return b, err
}

// MarkAll marks everything that by may read now as read up to a head, see MarkBoard.
// Boards that by may not read stay as they are, in case they may again.
func (u *Unread) MarkAll(ctx context.Context, by account.Viewer, head int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return u.db.Write(ctx, func(tx *db.Tx) error {
		boards, err := db.Column[int64](tx, `SELECT b.id FROM board b WHERE `+board.VisibleSQL, board.Seen(by)...)
		if err != nil {
			return err
		}
		return markBoards(tx, by, boards, head)
	})
}

func markBoards(tx *db.Tx, by account.Viewer, boards []int64, head int64) error {
	newest, err := readmark.HeadTx(tx)
	if err != nil {
		return err
	}
	head = min(max(0, head), newest)
	if err := notify.SettleBoardsTx(tx, by.ID, boards, head); err != nil {
		return err
	}
	return readmark.MarkBoardsTx(tx, by.ID, boards, head)
}

// MarkUnreadFrom marks a post and all that follow it in its thread as unread, whatever
// was read before, and returns where the post is.
func (u *Unread) MarkUnreadFrom(ctx context.Context, by account.Viewer, post int64) (p forum.Place, err error) {
	if err := by.MustBeMember(); err != nil {
		return p, err
	}
	err = u.db.Write(ctx, func(tx *db.Tx) error {
		if p, err = forum.PlaceOfTx(tx, by, post); err != nil {
			return err
		}
		if err := notify.UnsettleTx(tx, by.ID, p.Thread, p.Position); err != nil {
			return err
		}
		return readmark.ResetTx(tx, by.ID, p.Thread, p.Position)
	})
	if err == nil {
		u.forget(by.ID, p.Thread)
	}
	return p, err
}
