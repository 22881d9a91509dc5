package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/outbox"
)

// Overview counts what administrators look after.
type Overview struct {
	Accounts     account.Census
	Boards       int
	Circles      int
	Applications int // that wait for a decision
	Domains      int
	Mails        outbox.Counts
	Losses       []event.Loss // that nobody has dealt with yet
}

// Overview returns the figures for the front page of the administration.
// Administrators only.
func (a *Acts) Overview(ctx context.Context, by account.Viewer) (o Overview, err error) {
	if err := by.MustBeAdmin(); err != nil {
		return o, err
	}
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		if o.Accounts, err = account.CensusTx(tx); err != nil {
			return err
		}
		if o.Boards, o.Circles, err = board.CountTx(tx); err != nil {
			return err
		}
		if o.Applications, o.Domains, err = membership.CountTx(tx); err != nil {
			return err
		}
		if o.Mails, err = outbox.CountTx(tx); err != nil {
			return err
		}
		o.Losses, err = event.LossesTx(tx)
		return err
	})
	return o, err
}

// Pressing returns the open threads past the threshold on the boards that by
// moderates and that nobody passed on to programme management yet, those that
// concern most organisations first.
func (a *Acts) Pressing(ctx context.Context, by account.Viewer) (rows []forum.Row, err error) {
	err = a.db.Read(ctx, func(tx *db.Tx) error {
		all, err := forum.PressingTx(tx, by)
		if err != nil {
			return err
		}
		ids := make([]int64, len(all))
		for i, r := range all {
			ids[i] = r.ID
		}
		passed, err := inquiry.PassedOnTx(tx, ids)
		for _, r := range all {
			if !passed[r.ID] {
				rows = append(rows, r)
			}
		}
		return err
	})
	return rows, err
}
