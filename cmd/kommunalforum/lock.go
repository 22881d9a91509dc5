package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"kommunalforum/internal/app"
)

// lockWait is how long is waited for a lock that another command looks at or
// holds for a moment.
const lockWait = 500 * time.Millisecond

// errServed means that another process holds the data folder.
type errServed struct{ dir string }

func (e errServed) Error() string {
	return fmt.Sprintf("Der Datenordner %s wird schon von einem laufenden Forum benutzt.", e.dir)
}

// lock holds the data folder for one process that serves, makes or rebuilds it;
// the system lets go of it when the process ends, however it ends.
func lock(dir string) (release func(), err error) {
	f, err := os.OpenFile(app.LockPath(dir), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("Die Sperre des Datenordners lässt sich nicht anlegen: %w", err)
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(lockWait / 20) {
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			return func() { f.Close() }, nil
		}
		if time.Now().After(end) {
			f.Close()
			return nil, errServed{dir}
		}
	}
}

// served reports whether another process holds the data folder, without
// making anything.
func served(dir string) (bool, error) {
	f, err := os.Open(app.LockPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close() // lets go of the lock
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}
