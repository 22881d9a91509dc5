// Package export gives people everything that the forum stores about them: one ZIP
// with data.json for programs and index.html for reading (Art. 15 and 20 DSGVO). It
// owns no table and knows none: each package declares the sections of its own rows.
//
// It promises: it contains nothing that somebody else wrote or did, unless it is
// about the person; it holds one record at a time in memory; and a list of all
// columns about a person, checked against the schema by a test, says in which
// section a column appears or why it does not.
package export

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/credential"
	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
	"kommunalforum/internal/fault"
)

// MaxExports is how many exports a person gets within Window.
const (
	MaxExports = 5
	Window     = 24 * time.Hour
)

// Act is the audit log's word for an export.
const Act = "person.export"

// Exporter builds exports.
type Exporter struct {
	db   *db.DB
	site string // name of the forum
	base string // its public address
	dir  string // for the temporary file

	sections []section.Section
}

// New returns an exporter of the sections, which appear in this order. The file
// that it builds lies in dir without a name, so that nobody else finds it and a
// crash leaves nothing.
func New(d *db.DB, site, base, dir string, sections []section.Section) *Exporter {
	return &Exporter{db: d, site: site, base: base, dir: dir, sections: sections}
}

// File is a finished export. The caller must close it.
type File struct {
	*os.File
	Name string // for the download
	Size int64
}

// Write builds the export of by's own data. The caller has asked for the password, see
// signin.Authenticator.ReauthenticateFor. It is recorded in the audit log. Beyond MaxExports it
// is fault.TooMany.
func (e *Exporter) Write(ctx context.Context, by account.Viewer) (_ File, err error) {
	if err := by.MustBeMember(); err != nil {
		return File{}, err
	}
	if err := e.note(ctx, by); err != nil {
		return File{}, err
	}
	f, err := os.CreateTemp(e.dir, "export-*")
	if err != nil {
		return File{}, fmt.Errorf("make file for export: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if err := os.Remove(f.Name()); err != nil {
		return File{}, fmt.Errorf("unlink file for export: %w", err)
	}
	now := e.db.Now(ctx)
	if err := e.db.Read(ctx, func(tx *db.Tx) error { return e.pack(tx, f, by) }); err != nil {
		return File{}, err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return File{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return File{}, err
	}
	return File{File: f, Name: "kommunalforum-meine-daten-" + now.Format(time.DateOnly) + ".zip", Size: size}, nil
}

// note counts the export, if it is not one too many.
func (e *Exporter) note(ctx context.Context, by account.Viewer) error {
	return e.db.Write(ctx, func(tx *db.Tx) error {
		if err := account.RequireReauthTx(tx, by, account.GuardExport); err != nil {
			return err
		}
		wait, err := audit.WaitTx(tx, Act, "person", by.ID, MaxExports, Window)
		if err != nil {
			return err
		}
		if wait > 0 {
			return fault.RateLimited(wait, fmt.Sprintf("Sie haben Ihre Daten heute schon %d-mal heruntergeladen.", MaxExports))
		}
		return audit.RecordTx(tx, by.ID, Act, "person", by.ID, "")
	})
}

// pack writes both files and those of the sections, one after the other, from
// the same state of the database.
func (e *Exporter) pack(tx *db.Tx, w io.Writer, by account.Viewer) error {
	z := zip.NewWriter(w)
	p := subject{Person: by.ID, Address: credential.AddressKey(by.Email)}
	for _, file := range []struct {
		name  string
		write func(*db.Tx, io.Writer, subject) error
	}{{"index.html", e.writeHTML}, {"data.json", e.writeJSON}} {
		out, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: tx.Now})
		if err != nil {
			return err
		}
		if err := file.write(tx, out, p); err != nil {
			return fmt.Errorf("export %s: %w", file.name, err)
		}
	}
	for _, s := range e.sections {
		if err := addFile(tx, z, s, p); err != nil {
			return fmt.Errorf("export %s: %w", s.File, err)
		}
		if err := addFiles(tx, z, s, p); err != nil {
			return fmt.Errorf("export files of %s: %w", s.Key, err)
		}
	}
	return z.Close()
}

// addFile adds the file of a section if it has one.
func addFile(tx *db.Tx, z *zip.Writer, s section.Section, p subject) error {
	if s.File == "" {
		return nil
	}
	content, has, err := db.Found(db.Scalar[[]byte](tx, s.FileQuery, p.Person))
	if err != nil || !has {
		return err
	}
	out, err := z.CreateHeader(&zip.FileHeader{Name: s.File, Method: zip.Store, Modified: tx.Now})
	if err != nil {
		return err
	}
	_, err = out.Write(content)
	return err
}

// addFiles adds the files of a section that lie outside of the database.
func addFiles(tx *db.Tx, z *zip.Writer, s section.Section, p subject) error {
	if s.FilesQuery == "" {
		return nil
	}
	return db.Each(tx, func(r db.Row) error {
		var name, key string
		if err := r.Scan(&name, &key); err != nil {
			return err
		}
		content, err := s.Open(key)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer content.Close()
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: tx.Now})
		if err == nil {
			_, err = io.Copy(out, content)
		}
		return err
	}, s.FilesQuery, p.Person)
}

// subject is the person whose data are exported.
type subject struct {
	Person  int64
	Address string // hash under which attempts with their address are counted
}
