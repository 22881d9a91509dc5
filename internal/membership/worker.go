package membership

import (
	"context"
	"log/slog"
	"time"
)

// rhythm is how often reminders are written and old rows deleted.
const rhythm = time.Hour

// Run reminds people to confirm their addresses, if mails leave, and deletes what is
// older than its lifetime, until ctx ends.
func (j *Joining) Run(ctx context.Context, log *slog.Logger, byMail bool) {
	for {
		if byMail {
			if n, err := j.Remind(ctx); err != nil && ctx.Err() == nil {
				log.Error("reminding of addresses failed, will retry", "error", err)
			} else if n > 0 {
				log.Info("reminded of addresses", "people", n)
			}
		}
		if err := j.Prune(ctx); err != nil && ctx.Err() == nil {
			log.Error("forgetting old applications failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rhythm):
		}
	}
}
