package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lockWait is how long Lock waits for another command that holds the lock only
// for a moment.
const lockWait = 500 * time.Millisecond

// ErrLocked means that another process holds the data folder.
type ErrLocked struct{ dir string }

func (e ErrLocked) Error() string {
	return fmt.Sprintf("Der Datenordner %s wird schon von einem laufenden Forum benutzt.", e.dir)
}

// Lock claims the data folder for this process, which serves, creates or fills
// the forum or rebuilds its index. It returns an ErrLocked when another process
// holds the lock. The system releases the lock when the process ends.
func Lock(dir string) (release func(), err error) {
	f, err := os.OpenFile(lockPath(dir), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("Die Sperre des Datenordners lässt sich nicht anlegen: %w", err)
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(lockWait / 20) {
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			return func() { f.Close() }, nil
		}
		if time.Now().After(end) {
			f.Close()
			return nil, ErrLocked{dir}
		}
	}
}

// Locked reports whether another process holds the data folder. It creates
// nothing.
func Locked(dir string) (bool, error) {
	f, err := os.Open(lockPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() // releases the lock
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}

// lockPath returns the path of the lock file.
func lockPath(dir string) string { return filepath.Join(dir, lockName) }
