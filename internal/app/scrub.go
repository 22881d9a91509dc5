package app

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/job"
	"kommunalforum/internal/privacy"
)

// scrubRhythm is how often is tried again what an open reader kept from being done.
const scrubRhythm = 2 * time.Second

// scrub removes, whenever an account was erased on any node, what it left outside of
// the tables, until ctx ends. The job's row is the truth: what a crash interrupted
// is done after the next start.
func (a *App) scrub(ctx context.Context) {
	nudge := a.DB.Listen(ctx)
	for ctx.Err() == nil {
		if err := a.scrubOnce(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("removing the traces of an erased account failed, will retry", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-nudge:
		case <-time.After(scrubRhythm):
		}
	}
}

// scrubOnce does the job if it was asked for: the list of erased accounts is
// written first, because it is what a backup cannot replace.
func (a *App) scrubOnce(ctx context.Context) error {
	var at time.Time
	var asked bool
	own := a.Self.ID()
	err := a.DB.Read(ctx, func(tx *db.Tx) (err error) {
		at, asked, err = job.RequestedTx(tx, job.Scrub, own)
		return err
	})
	if err != nil || !asked {
		return err
	}
	all, err := a.Accounts.Tombstones(ctx)
	if err != nil {
		return err
	}
	if err := a.Erased.Write(all); err != nil {
		return err
	}
	if err := a.DB.DropCopies(lastErased(all)); err != nil {
		return err
	}
	if a.Folder != nil {
		if err := a.Folder.Clear(at); err != nil {
			return err
		}
	}
	if err := a.DB.EraseTraces(ctx, privacy.Keys...); err != nil {
		return err
	}
	return a.DB.Write(ctx, func(tx *db.Tx) error { return job.DoneTx(tx, job.Scrub, own, at) })
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
// the list of erased accounts, for the folder may be new to the database.
func (a *App) eraseAgain(ctx context.Context) error {
	known, err := a.Erased.Read()
	if err != nil {
		return err
	}
	back, err := a.Accounts.Restored(ctx, known)
	if err != nil {
		return err
	}
	for _, t := range back {
		if err := a.Acts.EraseAgain(ctx, t); err != nil {
			return err
		}
		a.Log.Info("account erased again after a backup was restored", "person", t.Person)
	}
	all, err := a.Accounts.Tombstones(ctx)
	if err != nil {
		return err
	}
	return a.Erased.Write(all)
}
