package app

import (
	"context"
	"time"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/node"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
)

// clockRhythm is how often is looked whether the clock made a step.
const clockRhythm = 5 * time.Second

// continueClock lets time go on from what the database last saw, though the clock of this
// machine may be behind it. A server has a clock of its own.
func (a *App) continueClock(ctx context.Context) error {
	if a.Config.Database != "" {
		return nil
	}
	seen, err := node.LastSeen(ctx, a.DB)
	if err == nil && !seen.IsZero() {
		a.DB.ContinueFrom(seen)
	}
	return err
}

// keepClock says in the log when the clock makes a step, until ctx ends.
func (a *App) keepClock(ctx context.Context) {
	var told db.ClockStep
	for {
		if _, step, any := a.DB.ClockSteps(); any && (step.By != told.By || step.Followed != told.Followed) {
			a.Log.Warn("the clock made a step", "by", step.By, "followed", step.Followed)
			told = step
		}
		if !wait(ctx, clockRhythm) {
			return
		}
	}
}

func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// keepSettled brings to the present, after each step of the clock that was followed, what
// was written while the clock was ahead, until ctx ends. A start has done so before.
func (a *App) keepSettled(ctx context.Context) {
	for settled := 0; ; {
		if steps, _, _ := a.DB.ClockSteps(); steps != settled {
			err := a.settleClock(ctx)
			if err == nil {
				settled = steps
			} else if ctx.Err() == nil && !fault.Is(err, fault.Unready) {
				a.Log.Error("what was written while the clock was ahead is not settled, will retry", "error", err)
			}
		}
		if !wait(ctx, clockRhythm) {
			return
		}
	}
}

// settleClock dates what lies in the future and waits for it.
func (a *App) settleClock(ctx context.Context) error {
	return a.DB.Write(ctx, func(tx *db.Tx) error {
		for _, settle := range []func(*db.Tx) error{credential.SettleClockTx, limit.SettleClockTx, outbox.SettleClockTx, notify.SettleClockTx,
			event.SettleClockTx, forum.SettleClockTx} {
			if err := settle(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// clockMemory is for how long a step of the clock that was followed is shown.
const clockMemory = 24 * time.Hour

func (a *App) clockFinding(context.Context) (alarm.Finding, error) {
	_, step, any := a.DB.ClockSteps()
	if !any || step.Followed && step.Age > clockMemory {
		return alarm.Finding{}, nil
	}
	direction := "vor"
	if step.By < 0 {
		direction = "zurück"
	}
	by := "Die Uhr wurde um " + fault.German(step.By.Abs()) + " " + direction + "gestellt. "
	if step.Followed {
		return warning(by + "Das Forum geht inzwischen nach ihr. Prüfen Sie, ob sie jetzt stimmt."), nil
	}
	return warning(by + "Das Forum geht ihr erst nach, wenn sie so bleibt. Prüfen Sie, ob sie stimmt."), nil
}
