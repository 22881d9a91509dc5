package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const trialPrefix = "forum-probe-" // begins the names of folders that hold a forum for a trial

// TrialFolder makes a folder for what exists only for a while, in a folder or, with "", in
// that of the system, and removes those that commands left there that were killed. Who has
// one holds its lock.
func TrialFolder(in string) (dir string, remove func() error, err error) {
	if in == "" {
		in = os.TempDir()
	}
	dropTrials(in)
	const tries = 10
	for range tries {
		if dir, err = os.MkdirTemp(in, trialPrefix+"*"); err != nil {
			return "", nil, fmt.Errorf("Der Ordner für die Probe lässt sich nicht anlegen: %w", err)
		}
		f, locked, err := lockFolder(dir)
		if err != nil {
			return "", nil, errors.Join(err, os.RemoveAll(dir))
		}
		if !locked { // another command saw it before it was locked
			f.Close()
			continue
		}
		return dir, func() error { return errors.Join(os.RemoveAll(dir), f.Close()) }, nil
	}
	return "", nil, fmt.Errorf("Der Ordner für die Probe lässt sich nicht anlegen: Ein anderer Befehl räumt %s gerade auf.", in)
}

// lockFolder opens a folder and locks it, unless another process has the lock or it has
// gone. A file system that knows no locks of folders counts as locked.
func lockFolder(dir string) (f *os.File, locked bool, err error) {
	f, err = os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, false, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return f, false, nil
	}
	opened, err := f.Stat()
	if err != nil {
		return f, false, nil
	}
	there, err := os.Lstat(dir)
	return f, err == nil && os.SameFile(opened, there), nil
}

// dropTrials removes what killed commands of this account left. What cannot be removed
// stays: the trial needs only a folder of its own.
func dropTrials(in string) {
	found, _ := filepath.Glob(filepath.Join(in, trialPrefix+"*"))
	for _, dir := range found {
		dropTrial(dir)
	}
}

func dropTrial(dir string) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); !ok || int(owner.Uid) != os.Geteuid() {
		return
	}
	f, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return
	}
	defer f.Close()
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		return
	}
	if used, err := Locked(dir); used || err != nil {
		return
	}
	_ = os.RemoveAll(dir) // the next trial tries again
}
