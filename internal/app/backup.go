package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/privacy"
)

// BackupOf returns what is backed up of the forum with this database.
func BackupOf(c config.Config, d *db.DB, withKey bool) backup.Forum {
	f := backup.Forum{DB: d, Blobs: blob.New(AttachmentsPath(c)), Erased: privacy.MemoryPath(c.Data), Count: countErased}
	if withKey {
		f.Key = KeyPath(c)
	}
	return f
}

func countErased(path string) (int, error) {
	all, err := privacy.MemoryAt(path).Read()
	return len(all), err
}

// OutsideData refuses a place for backups in the data folder: it would be lost with it.
func OutsideData(c config.Config, to string) error {
	if config.Within(c.Data, to) {
		return config.ErrBackupWithin
	}
	return nil
}

// BackupStatus returns when the last whole backup was made, and whether there should be a
// newer one.
func (a *App) BackupStatus(ctx context.Context) (s backup.Status, overdue bool, err error) {
	s, err = db.View(ctx, a.DB, func(tx *db.Tx) (backup.Status, error) { return backup.StatusTx(tx, a.Config.Backup.On()) })
	return s, s.Overdue(a.DB.Now(ctx)), err
}

// backupRhythm is how often is looked whether a backup is due.
const backupRhythm = time.Minute

// keepBackups makes a backup once a day until ctx ends. One that was missed because
// nothing ran is made at once, and one that failed is tried again after an hour.
func (a *App) keepBackups(ctx context.Context) {
	if !a.Config.Backup.On() {
		return
	}
	if a.Config.Database == "" { // nobody else has the folder
		if err := a.DB.Write(ctx, backup.EndInterruptedTx); err != nil && ctx.Err() == nil {
			a.Log.Error("interrupted backups are not noted as such", "error", err)
		}
	}
	for {
		if err := a.backupIfDue(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("the backup failed, will retry", "folder", a.Config.Backup.To, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(backupRhythm):
		}
	}
}

// lastDue returns when a backup was due last.
func lastDue(c config.Backup, now time.Time) time.Time {
	hour, minute := c.Clock()
	today := catalogue.DateOf(now)
	due := today.At(hour).Add(time.Duration(minute) * time.Minute)
	if due.After(now) {
		due = today.AddDays(-1).At(hour).Add(time.Duration(minute) * time.Minute)
	}
	return due
}

func (a *App) backupIfDue(ctx context.Context) error {
	c := a.Config.Backup
	now := a.DB.Now(ctx)
	var id int64
	var mine bool
	to, err := filepath.Abs(filepath.Join(c.To, backup.NameAt(now)))
	if err != nil {
		return err
	}
	err = a.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, mine, err = backup.ClaimTx(tx, lastDue(c, now), to)
		return err
	})
	if err != nil || !mine {
		return err
	}
	made, err := a.backupTo(ctx, to)
	return errors.Join(err, endRun(ctx, a.DB, id, made.Size(), made.Defects, err))
}

func (a *App) backupTo(ctx context.Context, to string) (made backup.Result, err error) {
	if err := OutsideData(a.Config, to); err != nil {
		return made, err
	}
	before := ""
	all, err := backup.List(ctx, a.Config.Backup.To)
	if err != nil {
		return made, err
	}
	if len(all) > 0 {
		before = all[len(all)-1].Path
	}
	made, err = backup.Make(ctx, BackupOf(a.Config, a.DB, false), to, before, func(int64, int64) {})
	if err != nil {
		return made, err
	}
	a.Log.Info("backup made", "folder", to, "bytes", made.Size(), "written", made.Copied, "took", made.Took, "whole", made.Whole())
	for _, defect := range made.Defects {
		a.Log.Error("the backup is not whole", "folder", to, "why", defect)
	}
	removed, err := backup.Thin(ctx, a.Config.Backup.To, a.Config.Backup.Keep)
	for _, path := range removed {
		a.Log.Info("old backup removed", "folder", path)
	}
	if err != nil { // the new one is good nevertheless
		a.Log.Error("old backups were not removed", "folder", a.Config.Backup.To, "error", err)
	}
	return made, nil
}

// endRun remembers how a run ended, also when it was interrupted.
func endRun(ctx context.Context, d *db.DB, id, bytes int64, defects []string, failed error) error {
	problem := strings.Join(defects, " ")
	if failed != nil {
		problem = failed.Error()
	}
	return d.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return backup.EndTx(tx, id, bytes, problem) })
}

// NoteRun remembers that a command begins a backup or a drill, and returns what is to be
// called in the end. That returns in German why it cannot be remembered, "" if it can.
// Without writable nothing is.
func NoteRun(ctx context.Context, d *db.DB, writable bool, kind backup.Kind, place string,
) (end func(bytes int64, defects []string, failed error) string) {
	const unnoted = "Diese Sicherung steht nicht auf der Seite der Verwaltung, weil die Datenbank zurzeit nichts annimmt."
	if !writable {
		return func(int64, []string, error) string { return "" }
	}
	if path, err := filepath.Abs(place); err == nil {
		place = path
	}
	var id int64
	err := d.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = backup.BeginTx(tx, kind, false, place)
		return err
	})
	if err != nil {
		return func(int64, []string, error) string { return unnoted }
	}
	return func(bytes int64, defects []string, failed error) string {
		if endRun(ctx, d, id, bytes, defects, failed) != nil {
			return unnoted
		}
		return ""
	}
}
