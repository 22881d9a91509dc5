package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ErrNone means that there is no backup at the place.
type ErrNone struct{ Path string }

func (e ErrNone) Error() string {
	return fmt.Sprintf("%s ist keine Sicherung dieses Programms: Die Datei %s fehlt, die zuletzt geschrieben wird.", e.Path, manifestName)
}

// Progress is told how many bytes of how many are done. All is 0 while it is not known.
type Progress func(done, all int64)

// isArchive says by its name whether a place is a single file, and not a folder.
func isArchive(path string) bool { return strings.HasSuffix(path, ".tar") }

// Read returns the manifest of the backup at the path, a folder or a file, without looking
// at its files.
func Read(ctx context.Context, path string) (m Manifest, err error) {
	err = walk(ctx, path, func(string) bool { return false }, func(got Manifest) { m = got }, nil)
	return m, err
}

// Damage is a file of a backup that is not what its manifest says.
type Damage struct {
	Name       string
	What       string // in German
	Attachment bool   // everything else can be restored
}

func (d Damage) String() string { return d.Name + " " + d.What }

// Verify reads a whole backup and compares it with its manifest. It returns, in German,
// what is damaged or missing. What is no backup, or none that this program wrote, is an
// error.
func Verify(ctx context.Context, path string, progress Progress) (m Manifest, damaged []Damage, err error) {
	got := map[string]File{}
	count := counter{progress: progress}
	err = walk(ctx, path, func(string) bool { return true }, func(read Manifest) { m, count.all = read, read.Size() },
		func(f File, r io.Reader) error {
			sum := sha256.New()
			n, err := io.Copy(io.MultiWriter(sum, &count), contextReader{ctx, r})
			got[f.Name] = File{f.Name, n, hex.EncodeToString(sum.Sum(nil))}
			return err
		})
	if err != nil {
		return m, nil, err
	}
	for _, f := range m.Files {
		switch have, ok := got[f.Name]; {
		case !ok:
			damaged = append(damaged, Damage{f.Name, "fehlt", f.Blob() != ""})
		case have != f:
			damaged = append(damaged, Damage{f.Name, "ist verändert oder unvollständig", f.Blob() != ""})
		}
		delete(got, f.Name)
	}
	for name := range got {
		return m, nil, errForeign(path, name+" steht nicht in ihrem Verzeichnis")
	}
	return m, damaged, nil
}

// Unpack calls put with each file of a backup that was verified, and its content. It
// returns an error when a file is no longer what the manifest says. skip are not read.
func Unpack(ctx context.Context, path string, m Manifest, skip func(File) bool, put func(File, io.Reader) error) error {
	wanted := func(name string) bool {
		f, ok := m.Find(name)
		return ok && !skip(f)
	}
	return walk(ctx, path, wanted, func(Manifest) {}, func(f File, r io.Reader) error {
		want, _ := m.Find(f.Name)
		sum := sha256.New()
		n := counter{progress: func(int64, int64) {}}
		if err := put(want, io.TeeReader(contextReader{ctx, r}, io.MultiWriter(sum, &n))); err != nil {
			return err
		}
		if n.done != want.Size || hex.EncodeToString(sum.Sum(nil)) != want.Hash {
			return errForeign(path, f.Name+" wurde seit der Prüfung verändert")
		}
		return nil
	})
}

// walk calls visit with each file of a backup that is wanted, and listed with the manifest:
// of a folder first, of an archive last.
func walk(ctx context.Context, path string, wanted func(string) bool, listed func(Manifest), visit func(File, io.Reader) error) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s gibt es nicht.", path)
	case err != nil:
		return err
	case info.IsDir():
		return walkFolder(ctx, path, wanted, listed, visit)
	}
	return walkArchive(ctx, path, wanted, listed, visit)
}

func walkFolder(ctx context.Context, path string, wanted func(string) bool, listed func(Manifest), visit func(File, io.Reader) error) error {
	root, err := os.OpenRoot(path) // no link leads out of it
	if err != nil {
		return err
	}
	defer root.Close()
	content, err := readManifest(root)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNone{path}
	}
	if err != nil {
		return errForeign(path, err.Error())
	}
	m, err := parse(content)
	if err != nil {
		return errForeign(path, err.Error())
	}
	listed(m)
	for _, f := range m.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !wanted(f.Name) {
			continue
		}
		file, err := openRegular(root, f.Name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // whoever verifies misses it
		}
		if err != nil {
			return errForeign(path, err.Error())
		}
		err = errors.Join(visit(f, io.LimitReader(file, f.Size+1)), file.Close())
		if err != nil {
			return err
		}
	}
	return nil
}

func readManifest(root *os.Root) ([]byte, error) {
	f, err := openRegular(root, manifestName)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err == nil && len(content) > maxManifest {
		err = errMadeUp
	}
	return content, err
}

// openRegular opens a file that is neither a link nor a device, which could block.
func openRegular(root *os.Root, name string) (*os.File, error) {
	name = filepath.FromSlash(name)
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s ist keine gewöhnliche Datei", name)
	}
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // should a pipe have taken its place
	if err != nil {
		return nil, err
	}
	if opened, err := f.Stat(); err != nil || !os.SameFile(info, opened) {
		f.Close()
		return nil, fmt.Errorf("%s wurde beim Lesen ausgetauscht", name)
	}
	return f, nil
}

func walkArchive(ctx context.Context, path string, wanted func(string) bool, listed func(Manifest), visit func(File, io.Reader) error) error {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe would wait for good
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s ist keine Datei und kein Ordner. Eine Sicherung wird zweimal gelesen; bitte legen Sie sie auf einen Datenträger.", path)
	}
	if isGzip(f) {
		return fmt.Errorf("%s ist gepackt (gzip). Bitte entpacken Sie die Datei, etwa mit gunzip, und geben Sie die an, deren Name auf .tar "+
			"endet.", path)
	}
	a := archive{ctx: ctx, path: path, left: info.Size(), seen: map[string]bool{}, wanted: wanted, visit: visit}
	content, err := a.read(tar.NewReader(f))
	if err != nil {
		return err
	}
	m, err := parse(content)
	if err != nil {
		return errForeign(path, err.Error())
	}
	listed(m)
	return nil
}

// isGzip reports whether a file begins as those do.
func isGzip(f io.ReaderAt) bool {
	var begin [2]byte
	_, err := f.ReadAt(begin[:], 0)
	return err == nil && begin == [2]byte{0x1f, 0x8b}
}

// archive is one walk through an archive.
type archive struct {
	ctx    context.Context
	path   string
	left   int64 // bytes that files may still announce: no more than the archive has
	seen   map[string]bool
	wanted func(string) bool
	visit  func(File, io.Reader) error
}

// read returns the manifest, which ends the archive.
func (a archive) read(r *tar.Reader) (manifest []byte, err error) {
	for {
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		h, err := r.Next()
		if errors.Is(err, io.EOF) && manifest != nil {
			return manifest, nil
		}
		if errors.Is(err, io.EOF) {
			return nil, ErrNone{a.path}
		}
		if err != nil && len(a.seen) == 0 {
			return nil, ErrNone{a.path}
		}
		if err != nil {
			return nil, errTruncated(a.path, err)
		}
		if err := a.admit(h, manifest != nil); err != nil {
			return nil, err
		}
		switch {
		case h.Name == manifestName:
			if manifest, err = io.ReadAll(r); err != nil {
				return nil, errTruncated(a.path, err)
			}
		case a.wanted(h.Name):
			if err := a.visit(File{Name: h.Name, Size: h.Size}, r); err != nil {
				if errors.Is(err, io.ErrUnexpectedEOF) {
					err = errTruncated(a.path, err)
				}
				return nil, err
			}
		}
	}
}

// admit refuses an entry that this program does not write.
func (a *archive) admit(h *tar.Header, ended bool) error {
	switch {
	case h.Typeflag != tar.TypeReg:
		return errForeign(a.path, "sie enthält etwas anderes als Dateien, etwa einen Verweis")
	case ended, h.Name != manifestName && !ours(h.Name), a.seen[h.Name], len(a.seen) > maxFiles:
		return errForeign(a.path, fmt.Sprintf("sie enthält etwas, das nicht hineingehört (%.80q)", h.Name))
	case h.Size < 0, h.Size > a.left, h.Name == manifestName && h.Size > maxManifest:
		return errForeign(a.path, "sie kündigt mehr Inhalt an, als sie hat")
	}
	a.left -= h.Size
	a.seen[h.Name] = true
	return nil
}

func errForeign(path, why string) error {
	return fmt.Errorf("Die Sicherung %s wird nicht angenommen: %s. Nichts wurde verändert.", path, why)
}

func errTruncated(path string, err error) error {
	return fmt.Errorf("Die Sicherung %s ist unvollständig oder beschädigt. Nichts wurde verändert. (%w)", path, err)
}

// contextReader ends with the context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// counter counts what passes.
type counter struct {
	done, all int64
	progress  Progress
}

func (c *counter) Write(p []byte) (int, error) {
	c.done += int64(len(p))
	c.progress(c.done, c.all)
	return len(p), nil
}
