package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"kommunalforum/internal/backup"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/config"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/node"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/outbox"
	"kommunalforum/internal/privacy"
)

// Restoring says what is to be restored.
type Restoring struct {
	From     string                // a backup
	Erased   string                // a newer list of erased accounts than that of the backup; "" for none
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
	if err := EnsureFolder(c.Data); err != nil {
		return out, err
	}
	release, err := Lock(c.Data)
	if err != nil {
		return out, err
	}
	defer release()
	if err := mayRestore(ctx, c, true); err != nil {
		return out, err
	}
	if err := roomFor(c, m); err != nil {
		return out, err
	}
	staged, err := stageRestore(c)
	if err != nil {
		return out, err
	}
	w := restoration{Restoring: r, ctx: ctx, to: c, staged: staged, log: log, out: Restored{Manifest: m, Left: len(left)}}
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
	return fmt.Sprintf(" Es geht nur um %d Anhänge: Mit --without-damaged wird alles andere wiederhergestellt.", len(all))
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
		if !interrupted {
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
	free, err := db.FreeSpace(c.Data)
	if err == nil && need > free {
		err = fmt.Errorf("Auf dem Datenträger von %s ist zu wenig Platz: gebraucht werden etwa %s, frei sind %s. Nichts wurde verändert.",
			c.Data, backup.Bytes(need), backup.Bytes(free))
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

// restoration is one run of Restore.
type restoration struct {
	Restoring
	ctx    context.Context
	to     config.Config // the place
	staged config.Config // the forum in the making
	log    *slog.Logger

	placing bool // some of it may be at its place
	out     Restored
}

// unpack writes the files of the backup to the place in the making.
func (w *restoration) unpack(m backup.Manifest, left map[string]bool) error {
	blobs := blob.New(AttachmentsPath(w.staged))
	skip := func(f backup.File) bool { return left[f.Name] }
	err := backup.Unpack(w.ctx, w.From, m, skip, func(f backup.File, r io.Reader) error {
		if hash := f.Blob(); hash != "" {
			return keepBlob(blobs, hash, f, r)
		}
		return writeFile(filepath.Join(w.staged.Data, f.Name), r)
	})
	if err != nil {
		return err
	}
	if w.Erased == "" {
		return nil
	}
	newer, err := privacy.MemoryAt(w.Erased).Read()
	if err == nil && len(newer) == 0 {
		err = fmt.Errorf("In %s steht kein gelöschtes Konto. Bitte prüfen Sie --erased.", w.Erased)
	}
	if err != nil {
		return err
	}
	return privacy.NewMemory(w.staged.Data).Write(newer)
}

// keepBlob keeps the content of an attachment. One that was damaged in the forum already
// is left out, as it was of no use there.
func keepBlob(blobs *blob.Store, hash string, f backup.File, r io.Reader) error {
	staged, err := blobs.Stage(r, f.Size)
	if err != nil {
		return err
	}
	if staged.Hash != hash {
		staged.Drop()
		return nil
	}
	return staged.Keep()
}

func writeFile(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}

// database proves the database, changes what must not be as it was, and places everything.
func (w *restoration) database(m backup.Manifest) (err error) {
	found, err := db.InspectFile(w.ctx, DatabasePath(w.staged.Data), nil)
	switch {
	case err != nil:
		return err
	case len(found.Defects) > 0 || found.Schema != m.Schema || !maps.Equal(found.Rows, m.Rows):
		return fmt.Errorf("Die Datenbank der Sicherung ist nicht, wie ihr Verzeichnis sagt: %s. Nichts wurde verändert.",
			strings.Join(append(found.Defects, "Schema oder Zahl der Zeilen weichen ab"), "; "))
	case found.Schema > found.Known:
		return fmt.Errorf("Die Sicherung ist von einer neueren Fassung des Programms (Schema %d, dieses kennt %d). Bitte stellen Sie "+
			"sie mit der neueren wieder her.", found.Schema, found.Known)
	}
	w.Say("Zahl der Zeilen in allen %d Tabellen stimmt, die Datenbank ist in Ordnung.", len(found.Rows))
	if found.Schema < found.Known {
		w.Say("Die Datenbank wird von Schema %d auf %d umgestellt.", found.Schema, found.Known)
	}
	staging, err := db.Stage(w.ctx, Source(w.to), w.staged.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, staging.Drop()) }()
	if err := w.migrate(); err != nil {
		return err
	}
	if err := w.change(); err != nil {
		return err
	}
	if err := w.prove(); err != nil {
		return err
	}
	if err := w.placeFiles(); err != nil {
		return err
	}
	return staging.Place(w.ctx)
}

// migrate brings the database to the present schema. The backup is its copy.
func (w *restoration) migrate() error {
	d, err := db.Open(w.ctx, DatabasePath(w.staged.Data), db.Options{Log: w.log, NoCopy: true})
	if err != nil {
		return err
	}
	_, w.out.Schema, err = d.SchemaVersion(w.ctx)
	return errors.Join(err, d.Close())
}

// change erases again who was erased, ends sessions, and keeps mails from leaving twice.
func (w *restoration) change() (err error) {
	a, err := openParts(w.ctx, w.staged, w.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if w.out.Erased, err = a.eraseAgain(w.ctx); err != nil {
		return err
	}
	if err := w.settle(a); err != nil {
		return err
	}
	if err := a.DB.Write(w.ctx, node.ForgetAllTx); err != nil {
		return err
	}
	w.Say("Erneut gelöschte Konten: %d", w.out.Erased)
	w.tell()
	return a.DB.EraseTraces(w.ctx)
}

func (w *restoration) tell() {
	w.Say("Beendete Sitzungen: %d; alle melden sich neu an", w.out.Sessions)
	w.Say("E-Mails, die warteten und schon hinausgegangen sein können: %d; sie warten unter /verwaltung/post auf eine "+
		"Entscheidung", w.out.Mails)
	w.Say("Mitteilungen, zu denen keine E-Mail mehr hinausgeht: %d", w.out.Notices)
}

// settle ends what must not go on where it was when the backup was made.
func (w *restoration) settle(a *App) error {
	if err := event.CatchUp(w.ctx, a.DB, a.Notify.Consumer(w.log)); err != nil {
		return err
	}
	return a.DB.Write(w.ctx, func(tx *db.Tx) (err error) {
		if w.out.Sessions, err = credential.EndAllTx(tx); err != nil {
			return err
		}
		if w.out.Mails, err = outbox.HoldTx(tx); err != nil {
			return err
		}
		w.out.Notices, err = notify.OweNothingTx(tx)
		return err
	})
}

// prove checks the finished database as a whole.
func (w *restoration) prove() (err error) {
	d, _, err := db.OpenReadOnly(w.ctx, DatabasePath(w.staged.Data), false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	defects, err := d.Check(w.ctx)
	if err == nil && len(defects) > 0 {
		err = fmt.Errorf("Die wiederhergestellte Datenbank hat Mängel: %s. Es steht kein Forum am Ziel.", listed(defects))
	}
	return err
}

// placeFiles moves to their places what lies beside the database, which comes last.
func (w *restoration) placeFiles() error {
	w.placing = true
	if from := KeyPath(w.staged); exists(from) && !exists(KeyPath(w.to)) {
		if err := os.Rename(from, KeyPath(w.to)); err != nil {
			return fmt.Errorf("Der Schlüssel lässt sich nicht ablegen: %w", err)
		}
	}
	if from := privacy.MemoryPath(w.staged.Data); exists(from) {
		if err := os.Rename(from, privacy.MemoryPath(w.to.Data)); err != nil {
			return err
		}
	}
	from, to := AttachmentsPath(w.staged), AttachmentsPath(w.to)
	if from == to || !exists(from) {
		return nil
	}
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("Die Anhänge lassen sich nicht ablegen: %w", err)
	}
	return nil
}

// besideServer places what lies beside a database on a server, and settles that one.
func (w *restoration) besideServer() (err error) {
	if err := w.placeFiles(); err != nil {
		return err
	}
	a, err := Open(w.ctx, w.to, w.log)
	if err != nil {
		return fmt.Errorf("Die Dateien sind wiederhergestellt, aber in der Datenbank wurden weder Sitzungen beendet noch E-Mails "+
			"angehalten: %w", err)
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := w.settle(a); err != nil {
		return err
	}
	w.tell()
	w.Say("Konten, die erneut zu löschen sind, löscht der nächste Start.")
	return nil
}
