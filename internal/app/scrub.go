package app

import (
	"context"
	"os"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
	"kommunalforum/internal/privacy"
)

// How often is looked for jobs, and tried again what did not work, such as because of an
// open reader: less and less often, as some stay open.
const (
	jobRhythm  = 2 * time.Second
	jobRetries = 30 * time.Second
	jobTelling = time.Hour // between two lines in the log about the same job
)

// retries are the failures of a job since it last succeeded.
type retries struct {
	pause time.Duration
	told  time.Time
}

// after returns how long to pause after an attempt, and whether to tell of its error.
func (r *retries) after(err error, now time.Time) (pause time.Duration, tell bool) {
	if err == nil {
		*r = retries{}
		return jobRhythm, false
	}
	r.pause = min(max(2*r.pause, jobRhythm), jobRetries)
	if tell = r.told.IsZero() || now.Sub(r.told) >= jobTelling; tell {
		r.told = now
	}
	return r.pause, tell
}

// scrub removes from this node's folder, whenever an account was erased on any node,
// what it left there, until ctx ends.
func (a *App) scrub(ctx context.Context) { a.workOff(ctx, job.Scrub, a.Self.ID, a.scrubFolder) }

// scrubDatabase does so for the database, for all nodes.
func (a *App) scrubDatabase(ctx context.Context) {
	a.workOff(ctx, job.Scrub, func() string { return job.Leader }, func(ctx context.Context, _ time.Time) error {
		return a.DB.EraseTraces(ctx, privacy.Keys...)
	})
}

// workOff does a job whenever it was requested from a node. The job's row is the truth:
// what a crash interrupted is done after the next start.
func (a *App) workOff(ctx context.Context, kind job.Kind, node func() string, do func(ctx context.Context, requested time.Time) error) {
	nudge := a.DB.Listen(ctx)
	var failing retries
	for ctx.Err() == nil {
		err := a.workOffOnce(ctx, kind, node(), do)
		pause, tell := failing.after(err, time.Now())
		if tell && ctx.Err() == nil {
			a.Log.Warn("a job failed, will retry", "job", kind, "error", err)
		}
		woken := nudge
		if err != nil {
			woken = nil // every write nudges
		}
		select {
		case <-ctx.Done():
		case <-woken:
		case <-time.After(pause):
		}
	}
}

func (a *App) workOffOnce(ctx context.Context, kind job.Kind, node string, do func(context.Context, time.Time) error) error {
	var at time.Time
	var asked bool
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		at, asked, err = job.RequestedTx(tx, kind, node)
		return err
	})
	if err != nil || !asked {
		return err
	}
	if err := do(ctx, at); err != nil {
		return err
	}
	return a.DB.Write(ctx, func(tx *db.Tx) error { return job.DoneTx(tx, kind, node, at) })
}

// scrubFolder removes what lies in the folder since before. The list of erased accounts
// is written first, because it is what a backup cannot replace.
func (a *App) scrubFolder(ctx context.Context, before time.Time) error {
	all, err := a.Accounts.Tombstones(ctx)
	if err != nil {
		return err
	}
	if err := a.Erased.Write(all); err != nil {
		return err
	}
	if err := os.RemoveAll(IndexCopyPath(a.Config.Data)); err != nil {
		return err
	}
	if err := a.DB.DropCopies(lastErased(all)); err != nil || a.Folder == nil {
		return err
	}
	return a.Folder.Clear(before)
}

// lastErased is when the last account was erased; zero when none ever was. A
// copy of the database that is older still knows who that was, one that was made
// since does not.
func lastErased(all []account.Tombstone) (at time.Time) {
	for _, t := range all {
		if t.At.After(at) {
			at = t.At
		}
	}
	return at
}

// eraseAgain erases the accounts that a restored backup brought back. Then it completes
// the list of erased accounts, for the folder may be new to the database. It returns how
// many it erased.
func (a *App) eraseAgain(ctx context.Context) (n int, err error) {
	known, err := a.Erased.Read()
	if err != nil {
		return 0, err
	}
	back, err := a.Accounts.Restored(ctx, known)
	if err != nil {
		return 0, err
	}
	for _, t := range back {
		if err := a.Acts.EraseAgain(ctx, t); err != nil {
			return n, err
		}
		n++
		a.Log.Info("account erased again after a backup was restored", "person", t.Person)
	}
	all, err := a.Accounts.Tombstones(ctx)
	if err != nil {
		return n, err
	}
	return n, a.Erased.Write(all)
}
