package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// output is what a backup is written into: a folder or an archive.
type output interface {
	// add writes a file of this size. In a folder the database stands there already.
	add(name string, size int64, made time.Time, from io.Reader) (File, error)
	// link takes a file from the backup before, if that is possible.
	link(before string, f File) bool
	// finish writes the manifest and makes everything durable.
	finish(manifest []byte, made time.Time) error
	close()
}

// folder is a backup as a folder.
type folder struct {
	dir  string
	made map[string]bool // folders in it
}

func newFolder(dir string) output { return &folder{dir, map[string]bool{".": true}} }

func (o *folder) add(name string, _ int64, _ time.Time, from io.Reader) (File, error) {
	if name == databaseName {
		return hashed(name, io.Discard, from)
	}
	path, err := o.path(name)
	if err != nil {
		return File{}, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return File{}, err
	}
	written, err := hashed(name, f, from)
	return written, errors.Join(err, f.Sync(), f.Close())
}

// path returns where the file is to be, and makes its folder.
func (o *folder) path(name string) (string, error) {
	if dir := filepath.Dir(filepath.FromSlash(name)); dir != "." {
		for _, dir := range []string{filesName, dir} {
			if o.made[dir] {
				continue
			}
			if err := os.Mkdir(filepath.Join(o.dir, dir), 0o700); err != nil {
				return "", err
			}
			o.made[dir] = true
		}
	}
	return filepath.Join(o.dir, filepath.FromSlash(name)), nil
}

func (o *folder) link(before string, f File) bool {
	from := filepath.Join(before, filepath.FromSlash(f.Name))
	info, err := os.Lstat(from)
	if err != nil || !info.Mode().IsRegular() || info.Size() != f.Size {
		return false
	}
	to, err := o.path(f.Name)
	return err == nil && os.Link(from, to) == nil
}

func (o *folder) finish(manifest []byte, made time.Time) error {
	if _, err := o.add(manifestName, 0, made, bytes.NewReader(manifest)); err != nil {
		return err
	}
	for dir := range o.made {
		if err := syncFolder(filepath.Join(o.dir, dir)); err != nil {
			return err
		}
	}
	return nil
}

func (o *folder) close() {}

// archiveName is the name of an archive in the making.
const archiveName = "sicherung.tar"

// packed is a backup as an archive.
type packed struct {
	f *os.File
	w *tar.Writer
}

func newArchive(dir string) (output, error) {
	f, err := os.OpenFile(filepath.Join(dir, archiveName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &packed{f, tar.NewWriter(f)}, nil
}

func (o *packed) add(name string, size int64, made time.Time, from io.Reader) (File, error) {
	err := o.w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: made.Truncate(time.Second)})
	if err != nil {
		return File{}, err
	}
	written, err := hashed(name, o.w, io.LimitReader(from, size))
	if err == nil && written.Size != size {
		err = fmt.Errorf("%s wurde kürzer, während es gesichert wurde", name)
	}
	return written, err
}

func (o *packed) link(string, File) bool { return false }

func (o *packed) finish(manifest []byte, made time.Time) error {
	_, err := o.add(manifestName, int64(len(manifest)), made, bytes.NewReader(manifest))
	return errors.Join(err, o.w.Close(), o.f.Sync())
}

func (o *packed) close() { o.f.Close() }

// hashed copies the content of a file and returns what was copied.
func hashed(name string, to io.Writer, from io.Reader) (File, error) {
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, sum), from)
	return File{name, n, hex.EncodeToString(sum.Sum(nil))}, err
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
