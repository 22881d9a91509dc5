package app

import (
	"context"
	"time"
)

// termsRhythm is how often dates are looked at that change something by passing.
const termsRhythm = time.Hour

// keepTerms does, now and every hour until ctx ends, what the passing of days
// does: open Rückfragen are reminded of and rest, answers expire, FAQ articles
// become due for review, entries of the register of re-use to be confirmed, and
// organisations are reminded of consultations.
func (a *App) keepTerms(ctx context.Context) {
	tick := time.NewTicker(termsRhythm)
	defer tick.Stop()
	for {
		if _, _, err := a.Inquiry.RestOverdue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("resting of inquiries failed, will retry", "error", err)
		}
		if _, err := a.Acts.NoticeExpiry(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("noticing expired answers failed, will retry", "error", err)
		}
		if _, err := a.FAQ.NoticeDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("noticing due reviews of the FAQ failed, will retry", "error", err)
		}
		if _, err := a.Reuse.NoticeDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("noticing entries of the register of re-use that are to be confirmed failed, will retry", "error", err)
		}
		if _, err := a.Library.NoticeExpired(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("noticing expired documents of the library failed, will retry", "error", err)
		}
		if _, err := a.Consulted.NoticeEnding(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("noticing consultations that end soon failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
