package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Suffixes of what stands beside a backup while it is made. Nobody takes them for one.
const (
	workSuffix   = ".unfertig"
	formerSuffix = ".vorher" // where two names cannot be exchanged
	busyName     = "sperre"
)

// work is the folder beside its place in which a backup is made.
type work struct {
	to   string
	dir  string
	lock *os.File
}

// beginWork makes the folder, without what an interrupted backup left there. It refuses
// while another process makes a backup to the same place.
func beginWork(ctx context.Context, to string) (*work, error) {
	if err := putBack(ctx, to); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return nil, errNoFolder(filepath.Dir(to), err)
	}
	w := &work{to: to, dir: to + workSuffix}
	if err := os.Mkdir(w.dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, errNoFolder(w.dir, err)
	}
	if !isWork(w.dir) {
		return nil, fmt.Errorf("%s ist keine angefangene Sicherung. Bitte legen Sie es beiseite, oder geben Sie mit --to einen anderen Ort "+
			"an.", w.dir)
	}
	path := filepath.Join(w.dir, busyName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil || !isStill(f, path) {
		f.Close()
		return nil, fmt.Errorf("Nach %s wird gerade schon gesichert. Bitte warten Sie, bis das beendet ist.", to)
	}
	w.lock = f
	if err := w.clear(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return w, nil
}

func errNoFolder(dir string, err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("Der Ordner %s lässt sich nicht anlegen (%w).", dir, err)
}

// isWork reports whether a folder may be cleared: it is empty, or Make left it.
func isWork(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		if e.Name() == busyName || e.Name() == manifestName {
			return true
		}
	}
	return len(entries) == 0
}

// isStill reports whether the path leads to the file that was opened: who had the lock may
// have moved it away.
func isStill(f *os.File, path string) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(opened, there)
}

func (w *work) clear() error {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == busyName {
			continue
		}
		if err := os.RemoveAll(filepath.Join(w.dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// place gives the finished backup its name.
func (w *work) place(ctx context.Context) error {
	if err := mayReplace(ctx, w.to); err != nil { // somebody may have put something there meanwhile
		return err
	}
	if isArchive(w.to) {
		if err := os.Rename(filepath.Join(w.dir, archiveName), w.to); err != nil {
			return err
		}
		return syncFolder(filepath.Dir(w.to))
	}
	if err := os.Remove(filepath.Join(w.dir, busyName)); err != nil {
		return err
	}
	if err := exchange(w.dir, w.to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(w.to))
}

// exchange moves a folder to a place, and what stands there, if anything, to where the
// folder was: at once where the system can.
func exchange(from, to string) error {
	if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(from, to)
	}
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_EXCHANGE)
	if err == nil || !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.ENOTSUP) {
		return err
	}
	return exchangeInTwo(from, to)
}

// exchangeInTwo is exchange where a crash may come in between; then putBack helps.
func exchangeInTwo(from, to string) error {
	if err := os.Rename(to, to+formerSuffix); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Rename(to+formerSuffix, to))
	}
	return os.RemoveAll(to + formerSuffix)
}

// putBack gives the former backup its name again, if a crash came in between, or ends with
// it.
func putBack(ctx context.Context, to string) error {
	former := to + formerSuffix
	if _, err := Read(ctx, former); err != nil { // none, or not ours
		return nil
	}
	if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(former, to)
	}
	return os.RemoveAll(former)
}

// drop removes what was not placed, and the backup that was replaced.
func (w *work) drop() error { return errors.Join(os.RemoveAll(w.dir), w.lock.Close()) }
