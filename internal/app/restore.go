package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/config"
	"kommunalforum/internal/db"
	"kommunalforum/internal/disk"
	"kommunalforum/internal/privacy"
)

// Restoring says what is to be restored.
type Restoring struct {
	From     string                // a backup
	Erased   string                // a newer list of erased accounts than that of the backup; "" for none
	Trial    bool                  // nobody uses the forum: what changes for its members is not told
	Damaged  bool                  // restore without the attachments that are damaged in the backup
	Begin    func(backup.Manifest) // told once the backup was found good
	Say      func(format string, args ...any)
	Progress func(what string) backup.Progress
}

// restoreMark is a file in the place of a forum in the making. It says that what lies
// beside that place without a database was put there by an interrupted Restore.
const restoreMark = "wiederherstellung"

// Restored says what was changed in the forum that a backup held.
type Restored struct {
	backup.Manifest
	Schema   int64 // of the restored forum
	Erased   int   // accounts erased again
	Sessions int64 // that were ended
	Mails    int64 // that wait for a decision
	Notices  int64 // notifications of which no mail leaves any more
	Left     int   // attachments that were left out
}

// Restore makes the forum of a backup in the data folder, which must be missing or empty.
// With a database on a server, which must have been restored before, it brings only what
// lies beside it. Nothing is at its place before everything is proved; what interrupts it
// leaves no forum, and it may be called again.
func Restore(ctx context.Context, c config.Config, log *slog.Logger, r Restoring) (out Restored, err error) {
	if err := mayRestore(ctx, c, false); err != nil {
		return out, err
	}
	m, left, err := r.verify(ctx, c)
	if err != nil {
		return out, err
	}
	r.Begin(m)
	release, undo, err := claimEmpty(c.Data)
	if err != nil {
		return out, err
	}
	defer release()
	w := restoration{Restoring: r, ctx: ctx, to: c, log: log, out: Restored{Manifest: m, Left: len(left)}}
	defer func() {
		if err != nil && !w.placing {
			undo()
		}
	}()
	if err := mayRestore(ctx, c, true); err != nil {
		return out, err
	}
	if err := roomFor(c, m); err != nil {
		return out, err
	}
	if w.staged, err = stageRestore(c); err != nil {
		return out, err
	}
	defer func() {
		if err == nil || !w.placing { // else the next Restore finds the mark, and clears what this one left
			err = errors.Join(err, dropStaging(c.Data))
		}
	}()
	if err := w.unpack(m, left); err != nil {
		return out, err
	}
	if m.Server {
		err = w.besideServer()
	} else {
		err = w.database(m)
	}
	return w.out, err
}

// claimEmpty makes a data folder and locks it. undo removes what was made of folders and
// lock, as long as nothing else is there.
func claimEmpty(dir string) (release, undo func(), err error) {
	var made []string
	for path := filepath.Clean(dir); !exists(path); path = filepath.Dir(path) {
		made = append(made, path)
	}
	fresh := !exists(lockPath(dir))
	undo = func() {
		if fresh {
			_ = os.Remove(lockPath(dir)) // it harms nobody
		}
		for _, path := range made {
			_ = os.Remove(path) // only an empty folder goes
		}
	}
	if err := EnsureFolder(dir); err != nil {
		undo()
		return nil, nil, err
	}
	release, err = Lock(dir)
	return release, undo, err
}

// verify reads the whole backup. left are the attachments that are damaged.
func (r Restoring) verify(ctx context.Context, c config.Config) (m backup.Manifest, left map[string]bool, err error) {
	m, damaged, err := backup.Verify(ctx, r.From, r.Progress("Geprüft"))
	if err != nil {
		return m, nil, err
	}
	if m.Server != (c.Database != "") {
		if m.Server {
			return m, nil, fmt.Errorf("In der Sicherung ist keine Datenbank, weil sie auf einem Server lag. Bitte spielen Sie diese " +
				"zuerst dort ein, und geben Sie dann --database an.")
		}
		return m, nil, fmt.Errorf("Die Sicherung enthält die Datenbank als Datei. Bitte stellen Sie das Forum ohne --database wieder " +
			"her; auf einen Server bringt es danach „copy“.")
	}
	left = map[string]bool{}
	for _, d := range damaged {
		if !d.Attachment || !r.Damaged {
			return m, nil, fmt.Errorf("Die Sicherung %s ist beschädigt: %s. Nichts wurde verändert.%s", r.From, d, withoutDamaged(damaged))
		}
		left[d.Name] = true
	}
	return m, left, nil
}

// withoutDamaged tells of the way to restore the rest, where there is one.
func withoutDamaged(all []backup.Damage) string {
	for _, d := range all {
		if !d.Attachment {
			return ""
		}
	}
	what := fmt.Sprintf("%d Anhänge", len(all))
	if len(all) == 1 {
		what = "einen Anhang"
	}
	return " Es geht nur um " + what + ": „restore --without-damaged“ stellt alles andere wieder her."
}

// mayRestore refuses a folder with anything but a key and what an interrupted Restore left,
// and with clearing removes that.
func mayRestore(ctx context.Context, c config.Config, clearing bool) error {
	interrupted := exists(filepath.Join(c.Data, stagingName, restoreMark))
	found, err := contentsOf(c.Data)
	if err != nil {
		return err
	}
	if c.Database != "" {
		forum, err := db.Exists(ctx, c.Database)
		if err != nil {
			return err
		}
		if !forum {
			return fmt.Errorf("%s steht kein Forum. Bitte spielen Sie zuerst die Sicherung der Datenbank ein.", place(c))
		}
	}
	if found.database {
		return fmt.Errorf("Im Datenordner %s steht schon ein Forum. Es wurde nichts verändert. Bitte geben Sie einen leeren Ordner an, oder "+
			"verschieben Sie zuerst, was dort liegt.", c.Data)
	}
	for _, name := range found.remains {
		if name == keyName {
			continue
		}
		if !interrupted || name != attachmentsName && name != filepath.Base(privacy.MemoryPath(c.Data)) {
			return errNotEmpty(c.Data, append(found.remains, found.foreign...))
		}
		if !clearing {
			continue
		}
		if err := os.RemoveAll(filepath.Join(c.Data, name)); err != nil {
			return err
		}
	}
	if len(found.foreign) > 0 || found.copying {
		return errNotEmpty(c.Data, found.foreign)
	}
	return nil
}

func errNotEmpty(dir string, names []string) error {
	return fmt.Errorf("Der Ordner %s ist nicht leer: %s. Es wurde nichts verändert. Wiederhergestellt wird nur in einen leeren "+
		"Ordner, in dem höchstens %s liegt.", dir, listed(names), keyName)
}

// roomFor refuses a disk that is too full for the backup and for migrating its database.
func roomFor(c config.Config, m backup.Manifest) error {
	need := m.Size()
	if f, ok := m.Find(databaseName); ok {
		need += f.Size / 2
	}
	space, err := disk.Near(c.Data)
	if err == nil && need > space.Free {
		err = fmt.Errorf("Auf dem Datenträger von %s ist zu wenig Platz: gebraucht werden etwa %s, frei sind %s. Nichts wurde verändert.",
			c.Data, disk.SizeText(need), disk.SizeText(space.Free))
	}
	return err
}

// stageRestore makes the place in which the forum is made.
func stageRestore(c config.Config) (staged config.Config, err error) {
	staged = c
	staged.Data = filepath.Join(c.Data, stagingName)
	if err := dropStaging(c.Data); err != nil {
		return staged, err
	}
	if err := os.Mkdir(staged.Data, 0o700); err != nil {
		return staged, fmt.Errorf("Das Forum lässt sich nicht wiederherstellen: %w", err)
	}
	staged.Database, staged.KeyFile = "", "" // attachments in a folder of their own go there at once: more files do no harm
	return staged, os.WriteFile(filepath.Join(staged.Data, restoreMark), nil, 0o600)
}
