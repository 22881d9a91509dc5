package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/setting"
	"kommunalforum/internal/support"
)

// Escalation prefills the form for escalating a thread.
type Escalation struct {
	Board board.Board
	Asker account.Byline // who opened the thread: the asking side
	Input inquiry.AskInput
	// Supporters are those of the thread, who count for the inquiry too.
	Supporters support.Supporters
}

// PrepareEscalation returns the question of a thread for the form, if by may
// escalate it.
func (a *Acts) PrepareEscalation(ctx context.Context, by account.Viewer, thread int64) (e Escalation, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		source, err := forEscalation(tx, by, thread)
		if err != nil {
			return err
		}
		e = Escalation{Board: source.Board, Asker: source.Asker, Input: inquiry.AskInput{
			Board: source.Board.ID, Title: source.Title, Text: source.Text, Services: source.Services}}
		e.Supporters, err = support.CountTx(tx, by, support.Subject{Kind: support.Thread, ID: thread})
		return err
	})
	return e, err
}

// forEscalation returns the question of a thread, if by may escalate it now.
func forEscalation(tx *db.Tx, by account.Viewer, thread int64) (forum.Source, error) {
	days, err := setting.EscalateAfterTx(tx)
	if err != nil {
		return forum.Source{}, err
	}
	return forum.ForEscalationTx(tx, by, thread, days)
}

// Escalate puts the question of a thread, as entry words it, to programme
// management and returns the file number. The author of the thread is the
// asker; the restriction of its board passes on.
func (a *Acts) Escalate(ctx context.Context, by account.Viewer, thread int64, entry inquiry.Entry) (number string, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		source, err := forEscalation(tx, by, thread)
		if err != nil {
			return err
		}
		number, err = inquiry.AskTx(tx, by, entry, inquiry.Origin{Thread: thread, Board: source.Board, Asker: source.Asker})
		return err
	})
	return number, err
}

// AnswerInquiry answers an inquiry at once, where four eyes are not required.
func (a *Acts) AnswerInquiry(ctx context.Context, by account.Viewer, number string, in inquiry.Basis, answer inquiry.AnswerInput) error {
	ready := inquiry.PrepareAnswer(ctx, answer, false)
	return a.settle(ctx, func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.AnswerTx(tx, by, number, in, ready)
	})
}

// EnterReply publishes the reply of the competent body to which an inquiry was
// handed over.
func (a *Acts) EnterReply(ctx context.Context, by account.Viewer, number string, in inquiry.Basis, answer inquiry.AnswerInput) error {
	ready := inquiry.PrepareAnswer(ctx, answer, false)
	return a.settle(ctx, func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.EnterReplyTx(tx, by, number, in, ready)
	})
}

// ReleaseAnswer releases the draft that somebody else of programme management
// wrote; confirm says that more people may read it than could read the question.
func (a *Acts) ReleaseAnswer(ctx context.Context, by account.Viewer, number string, in inquiry.Basis, confirm bool) error {
	return a.settle(ctx, func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.ReleaseTx(tx, by, number, in, confirm)
	})
}

// RetractAnswer withdraws a released version of an official answer.
func (a *Acts) RetractAnswer(ctx context.Context, by account.Viewer, number string, version int, in inquiry.Basis) error {
	return a.settle(ctx, func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.RetractTx(tx, by, number, version, in)
	})
}

// MergeInquiries merges an inquiry into another; its thread gets the other's answer.
func (a *Acts) MergeInquiries(ctx context.Context, by account.Viewer, number string, in inquiry.MergeInput) error {
	return a.settle(ctx, func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.MergeTx(tx, by, number, in)
	})
}

// UnmergeInquiry undoes a merge.
func (a *Acts) UnmergeInquiry(ctx context.Context, by account.Viewer, number string, in inquiry.Basis) error {
	return a.settle(ctx, func(tx *db.Tx) (inquiry.Settled, error) {
		return inquiry.UnmergeTx(tx, by, number, in)
	})
}

// settle runs an act of the desk and tells the threads which answer they have.
func (a *Acts) settle(ctx context.Context, act func(*db.Tx) (inquiry.Settled, error)) error {
	return a.db.Write(ctx, func(tx *db.Tx) error {
		s, err := act(tx)
		if err != nil {
			return err
		}
		return tellThreads(tx, s)
	})
}

func tellThreads(tx *db.Tx, s inquiry.Settled) error {
	for _, t := range s.Threads {
		if err := forum.SetOfficialAnswerTx(tx, t.ThreadID, t.AnswerID); err != nil {
			return err
		}
		if err := forum.NoteAnswerOutdatedTx(tx, t.ThreadID, t.Outdated); err != nil {
			return err
		}
	}
	return nil
}

// expireStep is the number of answers per transaction of NoticeExpiry.
const expireStep = 50

// NoticeExpiry handles official answers whose validity has ended since the last call:
// their threads become überholt, and the search follows. It returns how many there
// were. A worker should call it at least once a day.
func (a *Acts) NoticeExpiry(ctx context.Context) (noticed int, err error) {
	for {
		var step []inquiry.Settled
		err := a.db.Write(ctx, func(tx *db.Tx) error {
			if step, err = inquiry.ExpireTx(tx, expireStep); err != nil {
				return err
			}
			for _, s := range step {
				if err := tellThreads(tx, s); err != nil {
					return err
				}
			}
			return nil
		})
		noticed += len(step)
		if err != nil || len(step) < expireStep {
			return noticed, err
		}
	}
}
