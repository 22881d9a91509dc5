package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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
		if err == nil && !a.Config.Demo { // most people of the demo world never sign in
			err = a.eraseIdle(ctx)
		}
		if err == nil {
			err = dropCopies(a.DB.Path(), a.DB.Now(ctx).Add(-privacy.CopyLife))
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

// dropCopies removes the copies of the database that were made before a
// migration, once they are older than until.
func dropCopies(database string, until time.Time) error {
	entries, err := os.ReadDir(filepath.Dir(database))
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), filepath.Base(database)+".vor-schema-") {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().After(until) {
			continue
		}
		if err != nil {
			return err
		}
		if err := os.Remove(filepath.Join(filepath.Dir(database), e.Name())); err != nil {
			return err
		}
	}
	return nil
}
