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

// jobRhythm is how often is tried again what did not work, such as because of an open
// reader.
const jobRhythm = 2 * time.Second

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
	for ctx.Err() == nil {
		if err := a.workOffOnce(ctx, kind, node(), do); err != nil && ctx.Err() == nil {
			a.Log.Warn("a job failed, will retry", "job", kind, "error", err)
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(jobRhythm):
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
