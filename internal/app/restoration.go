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
	if !w.Trial {
		w.Say("Erneut gelöschte Konten: %d", w.out.Erased)
	}
	w.tell()
	return a.DB.EraseTraces(w.ctx)
}

func (w *restoration) tell() {
	if w.Trial {
		return
	}
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
		if w.out.Notices, err = notify.OweNothingTx(tx); err != nil {
			return err
		}
		return backup.EndRestoredTx(tx, w.out.Manifest)
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
