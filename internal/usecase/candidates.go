package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/setting"
)

// Escalatable returns up to limit of the questions that by asked, that stayed without a
// solution for long and that by may put to programme management.
func (a *Acts) Escalatable(ctx context.Context, by account.Viewer, limit int) (rows []forum.Row, err error) {
	if err := by.MustBeMember(); err != nil {
		return nil, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		days, err := setting.EscalateAfterTx(tx)
		if err != nil {
			return err
		}
		rows, err = forum.OwnOverdueTx(tx, by, inquiry.NotPassedOnSQL, days, limit)
		return err
	})
	return rows, err
}

// Candidates returns a page of the open questions on the boards that by moderates that
// could go to programme management and that nobody passed on yet, and whether there are
// more: those that concern many organisations, or those that are overdue.
func (a *Acts) Candidates(ctx context.Context, by account.Viewer, page forum.CandidatePage) (rows []forum.Row, more bool, err error) {
	if !by.ModeratesSomewhere() {
		return nil, false, forum.ErrNotModerator
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		days, err := setting.EscalateAfterTx(tx)
		if err != nil {
			return err
		}
		rows, more, err = forum.CandidatesTx(tx, by, page, inquiry.NotPassedOnSQL, days)
		return err
	})
	return rows, more, err
}
