package unread

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// LastVisit returns when by was here before the present visit; zero on the first one.
func (u *Unread) LastVisit(ctx context.Context, by account.Viewer) (time.Time, error) {
	if err := by.MustBeMember(); err != nil {
		return time.Time{}, err
	}
	return db.View(ctx, u.db, func(tx *db.Tx) (time.Time, error) { return account.LastVisitTx(tx, by.ID) })
}
