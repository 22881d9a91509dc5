// Package backup owns the table backup. It makes backups of a forum that may be serving,
// as a folder or as one file, and reads them again.
//
// It promises: a backup is there under its name whole or not at all, and an older one
// under that name until then; it holds one state of the database, and all files that this
// state names; what could not be backed up is named in it. Of what it reads it believes
// nothing: a backup may be damaged, or made up by somebody.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/blob"
	"kommunalforum/internal/db"
)

// Forum is what is backed up. The database may be open for reading only, and used by
// another process.
type Forum struct {
	DB     *db.DB
	Blobs  *blob.Store
	Erased string                         // path of the list of erased accounts, which may be missing
	Key    string                         // path of the key; "" leaves it out
	Count  func(path string) (int, error) // accounts in a list
}

// firstWithFiles is the oldest schema in which there are attachments.
const firstWithFiles = 88

// Result says what was made.
type Result struct {
	Manifest
	Path   string
	Copied int64 // bytes that were written, and not taken from the backup before
	Took   time.Duration
}

// Make backs the forum up to a path that ends in .tar as one file, to every other one as a
// folder. Only a backup is replaced there, and an empty folder. A folder takes files that
// did not change from the backup that it replaces, or from the one in the folder before
// ("" for none), by a hard link where the file system has them. A Result with defects is
// no error.
func Make(ctx context.Context, f Forum, to, before string, progress Progress) (out Result, err error) {
	began := time.Now()
	to = filepath.Clean(to)
	if err := mayReplace(ctx, to); err != nil {
		return out, err
	}
	w, err := beginWork(ctx, to)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, w.drop()) }()
	m := making{ctx: ctx, forum: f, work: w, progress: counter{progress: progress}}
	m.before, m.beforePath = readBefore(ctx, to, before)
	need, err := estimate(ctx, f, to, m.before)
	if err == nil {
		err = need.Enough()
	}
	if err != nil {
		return out, err
	}
	if err := m.run(isArchive(to)); err != nil {
		return out, err
	}
	if err := w.place(ctx); err != nil {
		return out, fmt.Errorf("Die Sicherung lässt sich nicht unter ihrem Namen ablegen: %w", err)
	}
	return Result{Manifest: m.manifest, Path: to, Copied: m.copied, Took: time.Since(began)}, nil
}

// packedExts end the names of files that this program does not write.
var packedExts = []string{".gz", ".tgz", ".zip", ".xz", ".txz", ".bz2", ".tbz", ".zst", ".7z"}

// mayReplace refuses a name that promises another format, a place that holds something else than a backup.
func mayReplace(ctx context.Context, to string) error {
	if ext := strings.ToLower(filepath.Ext(to)); slices.Contains(packedExts, ext) {
		return fmt.Errorf("Gepackt wird eine Sicherung nicht: --to %s endet auf %s. Bitte geben Sie einen Ordner an, oder eine Datei, deren Name "+
			"auf .tar endet; packen können Sie diese danach.", to, ext)
	}
	info, err := os.Lstat(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		if entries, err := os.ReadDir(to); err == nil && len(entries) == 0 {
			return nil
		}
	}
	if info.IsDir() == isArchive(to) || !info.IsDir() && !info.Mode().IsRegular() {
		return errNoBackup(to)
	}
	if _, err := Read(ctx, to); err != nil {
		return fmt.Errorf("%w (%w)", errNoBackup(to), err)
	}
	return nil
}

func errNoBackup(to string) error {
	return fmt.Errorf("Unter %s steht schon etwas, und es ist keine Sicherung dieses Programms. Es bleibt unverändert. Bitte geben Sie mit "+
		"--to einen anderen Ort an.", to)
}

// readBefore returns the backup from which a folder takes files, an empty manifest where
// there is none.
func readBefore(ctx context.Context, to, before string) (Manifest, string) {
	if isArchive(to) {
		return Manifest{}, ""
	}
	if before == "" {
		before = to
	}
	m, err := Read(ctx, before)
	if err != nil {
		return Manifest{}, ""
	}
	return m, before
}

// making is one run of Make.
type making struct {
	ctx        context.Context
	forum      Forum
	work       *work
	out        output
	before     Manifest
	beforePath string
	progress   counter

	manifest Manifest
	copied   int64
}

func (m *making) run(asArchive bool) (err error) {
	release, err := m.forum.Blobs.Hold(m.ctx)
	if err != nil {
		return fmt.Errorf("Die Dateien der Anhänge lassen sich nicht festhalten: %w", err)
	}
	defer release()
	m.manifest = Manifest{Format: format, Made: m.forum.DB.Now(m.ctx).UTC(), Rows: map[string]int64{}, Defects: []string{}}
	names, err := m.database()
	if err != nil {
		return err
	}
	for _, name := range names {
		size, _ := m.forum.Blobs.Size(name) // a missing one is told later
		m.progress.all += size
	}
	if m.out = newFolder(m.work.dir); asArchive {
		if m.out, err = newArchive(m.work.dir); err != nil {
			return err
		}
		defer m.out.close()
	}
	if err := m.files(names); err != nil {
		return err
	}
	content, err := render(m.manifest)
	if err != nil {
		return err
	}
	return m.out.finish(content, m.manifest.Made)
}

// database copies the database, and returns the names of the blobs that it needs.
func (m *making) database() (blobs []string, err error) {
	path := filepath.Join(m.work.dir, databaseName)
	size, err := m.forum.DB.FileSize(m.ctx)
	if err == nil {
		m.progress.all = size
		err = m.forum.DB.CopyFile(m.ctx, path, func(done, all int) {
			m.progress.progress(size*int64(done)/int64(max(all, 1)), m.progress.all)
		})
	}
	if errors.Is(err, db.ErrNoFile) {
		m.manifest.Server = true
		return db.View(m.ctx, m.forum.DB, attachment.BlobsTx)
	}
	if err != nil {
		return nil, err
	}
	found, err := db.InspectFile(m.ctx, path, func(tx *db.Tx, found db.Inspection) (err error) {
		if found.Schema >= firstWithFiles {
			blobs, err = attachment.BlobsTx(tx)
		}
		return err
	})
	m.manifest.Schema, m.manifest.Rows = found.Schema, found.Rows
	for _, defect := range found.Defects {
		m.defect("Die Datenbank ist beschädigt: " + defect)
	}
	return blobs, err
}

// files writes all files: those of the database's state first, and the list of erased
// accounts as it is after that.
func (m *making) files(blobs []string) error {
	if !m.manifest.Server {
		if err := m.file(databaseName, filepath.Join(m.work.dir, databaseName)); err != nil {
			return err
		}
	}
	for _, name := range blobs {
		if err := m.blob(name); err != nil {
			return err
		}
	}
	if m.forum.Key != "" {
		if err := m.file(keyName, m.forum.Key); err != nil {
			return err
		}
	}
	n, err := m.forum.Count(m.forum.Erased)
	if err != nil {
		return err
	}
	m.manifest.Erased = n
	err = m.file(erasedName, m.forum.Erased)
	if errors.Is(err, fs.ErrNotExist) { // nobody was erased
		err = nil
	}
	return err
}

func (m *making) file(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = m.add(name, f)
	return err
}

func (m *making) add(name string, f *os.File) (File, error) {
	info, err := f.Stat()
	if err != nil {
		return File{}, err
	}
	written, err := m.out.add(name, info.Size(), m.manifest.Made, io.TeeReader(contextReader{m.ctx, f}, &m.progress))
	if err != nil {
		return written, err
	}
	m.manifest.Files = append(m.manifest.Files, written)
	m.copied += written.Size
	return written, nil
}

// A row says that it needs a blob before the blob is kept, so one may be missing for a moment.
const (
	blobTries = 20
	blobPause = 100 * time.Millisecond
)

func (m *making) blob(hash string) error {
	name := blobFile(hash)
	if f, ok := m.before.Find(name); ok && f.Hash == hash && m.out.link(m.beforePath, f) {
		m.manifest.Files = append(m.manifest.Files, f)
		m.progress.done += f.Size
		return nil
	}
	content, err := m.openBlob(hash)
	if errors.Is(err, fs.ErrNotExist) {
		m.defect("Die Datei eines Anhangs fehlt schon im Forum: " + hash)
		return nil
	}
	if err != nil {
		return err
	}
	defer content.Close()
	written, err := m.add(name, content)
	if err == nil && written.Hash != hash {
		m.defect("Der Inhalt eines Anhangs ist schon im Forum verändert: " + hash)
	}
	return err
}

func (m *making) openBlob(hash string) (f *os.File, err error) {
	for range blobTries {
		if f, err = m.forum.Blobs.Open(hash); !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
		if len(m.manifest.Defects) > blobTries { // a folder that is lost is not waited for
			return nil, err
		}
		select {
		case <-m.ctx.Done():
			return nil, m.ctx.Err()
		case <-time.After(blobPause):
		}
	}
	return nil, err
}

func (m *making) defect(what string) {
	m.manifest.Defects = append(m.manifest.Defects, shown(what))
}
