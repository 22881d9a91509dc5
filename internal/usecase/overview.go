package usecase

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/backup"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
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
	Untold       notify.Trouble
	Backups      backup.Status
}

// Overview returns the figures for the front page of the administration.
// Administrators only. planned says that the server makes backups.
func (a *Acts) Overview(ctx context.Context, by account.Viewer, planned bool) (o Overview, err error) {
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
		if o.Losses, err = event.LossesTx(tx); err != nil {
			return err
		}
		if o.Backups, err = backup.StatusTx(tx, planned); err != nil {
			return err
		}
		o.Untold, err = notify.TroubleTx(tx)
		return err
	})
	return o, err
}
