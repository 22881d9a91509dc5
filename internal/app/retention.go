package app

import (
	"context"
	"time"

	"kommunalforum/internal/privacy"
)

// retentionRhythm is how often expired data are deleted.
const retentionRhythm = 24 * time.Hour

// keepPeriods deletes, now and once a day until ctx ends, what has served its
// time. What is due stands in the rows themselves, so nothing is lost when it
// is interrupted.
func (a *App) keepPeriods(ctx context.Context) {
	for {
		n, err := a.Privacy.Prune(ctx)
		if err == nil {
			_, err = a.Attached.Sweep(ctx)
		}
		if err == nil && !a.Config.Demo { // most people of the demo world never sign in
			err = a.eraseIdle(ctx)
		}
		if err == nil {
			err = a.DB.DropCopies(a.DB.Now(ctx).Add(-privacy.CopyLife))
		}
		switch {
		case err != nil && ctx.Err() == nil:
			a.Log.Error("deleting what has served its time failed, will retry tomorrow", "error", err)
		case n > 0:
			a.Log.Info("deleted what has served its time", "rows", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(retentionRhythm):
		}
	}
}

// eraseIdle erases the accounts that nobody uses.
func (a *App) eraseIdle(ctx context.Context) error {
	n, err := a.Acts.EraseIdle(ctx, a.Config.Mail.On())
	if n > 0 {
		a.Log.Info("erased accounts that nobody used", "accounts", n)
	}
	return err
}
