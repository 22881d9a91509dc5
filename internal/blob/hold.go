package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// heldName is the file whose locks keep Hold and those who remove apart, on all nodes that
// share the folder. The system releases them when a process ends.
const heldName = "sperre"

// ErrHeld is returned by Remove and Sweep while somebody holds the store. Nothing was
// removed; try again later.
var ErrHeld = errors.New("blob: the folder is being backed up")

// Waiting for a lock.
const (
	holdPause  = 10 * time.Millisecond  // before looking again
	removeWait = 200 * time.Millisecond // for others who remove, before ErrHeld
)

// Hold keeps all blobs that are needed now until release is called: whoever reads the
// names of blobs from the database afterwards finds the files. It waits for removals that
// have begun. Several may hold at once. Without a folder there is nothing to hold.
func (s *Store) Hold(ctx context.Context) (release func(), err error) {
	if _, err := os.Stat(s.dir); errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil
	}
	for {
		release, err := s.lock(syscall.LOCK_SH)
		if !errors.Is(err, ErrHeld) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(holdPause):
		}
	}
}

// toRemove keeps those away who hold. Where the file system has no locks nobody can hold.
func (s *Store) toRemove() (release func(), err error) {
	for end := time.Now().Add(removeWait); ; time.Sleep(holdPause) {
		release, err = s.lock(syscall.LOCK_EX)
		switch {
		case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS):
			return func() {}, nil
		case !errors.Is(err, ErrHeld) || time.Now().After(end):
			return release, err
		}
	}
}

// lock takes the lock of the folder, or returns ErrHeld at once.
func (s *Store) lock(how int) (release func(), err error) {
	f, err := os.OpenFile(filepath.Join(s.dir, heldName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	if os.Geteuid() == 0 { // the forum runs under another account, and must be able to open it
		giveTo(f, s.dir)
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrHeld
		}
		return nil, fmt.Errorf("blob: lock: %w", err)
	}
	return func() { f.Close() }, nil
}

// giveTo gives a file to the owner of a folder, if that is possible.
func giveTo(f *os.File, dir string) {
	if info, err := os.Stat(dir); err == nil {
		if owner, ok := info.Sys().(*syscall.Stat_t); ok {
			_ = f.Chown(int(owner.Uid), int(owner.Gid))
		}
	}
}
