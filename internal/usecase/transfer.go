package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/notify"
)

// MergeThreads makes the posts of a thread posts of another one, with all that belongs to
// them. Moderators of both boards.
func (a *Acts) MergeThreads(ctx context.Context, by account.Viewer, thread int64, in forum.Merge) (forum.Transfer, error) {
	return a.transfer(ctx, func(tx *db.Tx) (forum.Transfer, error) { return forum.MergeTx(tx, by, thread, in) })
}

// SplitThread takes chosen replies out of a thread, into a new one or one that is there.
// Moderators of both boards.
func (a *Acts) SplitThread(ctx context.Context, by account.Viewer, thread int64, in forum.Split) (forum.Transfer, error) {
	return a.transfer(ctx, func(tx *db.Tx) (forum.Transfer, error) { return forum.SplitTx(tx, by, thread, in) })
}

// UndoTransfer takes a merge or split back. Moderators of both boards.
func (a *Acts) UndoTransfer(ctx context.Context, by account.Viewer, id int64, in forum.Undo) (forum.Transfer, error) {
	return a.transfer(ctx, func(tx *db.Tx) (forum.Transfer, error) { return forum.UndoTransferTx(tx, by, id, in) })
}

// transfer lets inquiries and notifications follow the posts.
func (a *Acts) transfer(ctx context.Context, act func(*db.Tx) (forum.Transfer, error)) (x forum.Transfer, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		if x, err = act(tx); err != nil || x.Done {
			return err
		}
		if err := tell(tx, x); err != nil {
			return err
		}
		switch {
		case x.Kind == forum.Merged && !x.Back:
			return inquiry.RelinkTx(tx, x.From, x.To)
		case x.Kind == forum.Merged:
			led, err := forum.LedTx(tx, x.From)
			if err != nil {
				return err
			}
			return inquiry.UnlinkTx(tx, x.From, led)
		case x.Kind == forum.SplitOff && x.Back:
			return inquiry.RelinkTx(tx, x.To, x.From)
		}
		return nil
	})
	return x, err
}

// tell lets notifications follow the posts; those about a thread as a whole that is gone
// follow its question.
func tell(tx *db.Tx, x forum.Transfer) error {
	question, err := x.QuestionTx(tx)
	if err != nil {
		return err
	}
	switch {
	case x.Kind == forum.Merged && !x.Back:
		err = notify.MergedTx(tx, x.From, question)
	case x.Kind == forum.SplitOff && x.Back:
		err = notify.MergedTx(tx, x.To, question)
	}
	if err != nil {
		return err
	}
	if err := notify.FollowPostsTx(tx, x.From, x.To); err != nil || x.Kind != forum.Merged || !x.Back {
		return err
	}
	return notify.UnmergedTx(tx, x.From, question)
}
