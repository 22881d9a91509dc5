package unread

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/readmark"
)

// MarkTold marks as read what by was told up to the notification upto, about one
// place or, with the zero place, about all, and the posts that it speaks of with
// those before them. What by was told later stays unread.
func (u *Unread) MarkTold(ctx context.Context, by account.Viewer, at notify.Place, upto int64) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	return u.db.Write(ctx, func(tx *db.Tx) error {
		threads, err := notify.SettleUptoTx(tx, by.ID, at, upto)
		if err != nil {
			return err
		}
		var seen []readmark.Seen
		for thread, position := range threads {
			if position > 0 {
				seen = append(seen, readmark.Seen{Person: by.ID, Thread: thread, Position: position, At: tx.Now})
			}
		}
		return advance(tx, seen)
	})
}

// UnmarkTold marks the newest thing that by was told about a place as unread, and
// the post that it speaks of with those that follow.
func (u *Unread) UnmarkTold(ctx context.Context, by account.Viewer, at notify.Place) error {
	if err := by.MustBeMember(); err != nil {
		return err
	}
	err := u.db.Write(ctx, func(tx *db.Tx) error {
		position, found, err := notify.UnsettlePlaceTx(tx, by.ID, at)
		if err != nil {
			return err
		}
		if !found {
			return fault.Missing()
		}
		if at.Kind == notify.Thread && position > 0 {
			if err := notify.UnsettleTx(tx, by.ID, at.ID, position); err != nil {
				return err
			}
			return readmark.ResetTx(tx, by.ID, at.ID, position)
		}
		return nil
	})
	if err == nil && at.Kind == notify.Thread {
		u.forget(by.ID, at.ID)
	}
	return err
}
