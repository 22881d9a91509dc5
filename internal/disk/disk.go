// Package disk says how much room a file system has, and keeps a reserve on it: a file
// that is given up when nothing else is left.
//
// It promises: the reserve takes no room that is short, and what it takes is really
// taken, so that giving it up makes room.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Space is the room of the file system that a folder is on, in bytes.
type Space struct {
	Free  int64 // for this account
	Total int64
}

// Of returns the room of the file system that the folder is on.
func Of(folder string) (Space, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return Space{}, &fs.PathError{Op: "statfs", Path: folder, Err: err}
	}
	block := int64(s.Bsize)
	return Space{Free: int64(s.Bavail) * block, Total: int64(s.Blocks) * block}, nil
}

// Near is Of for a path that need not be there: of the nearest folder above it that is.
func Near(path string) (Space, error) {
	for {
		space, err := Of(path)
		parent := filepath.Dir(path)
		if !errors.Is(err, fs.ErrNotExist) || parent == path {
			return space, err
		}
		path = parent
	}
}

// Full reports whether an error says that there is no room, or that a file may not
// become larger.
func Full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// Reserve is a file that does nothing but take room.
type Reserve struct {
	Path string
	Size int64
}

// Kept reports whether the reserve is there in full.
func (r Reserve) Kept() bool {
	info, err := os.Lstat(r.Path)
	return err == nil && info.Size() == r.Size
}

// Make takes the room. It is written with bytes, because on some file systems a file
// that only has a size takes none.
func (r Reserve) Make() (err error) {
	if r.Kept() {
		return nil
	}
	f, err := os.OpenFile(r.Path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(r.Path)
		}
	}()
	chunk := make([]byte, 1<<20)
	for i := range chunk {
		chunk[i] = byte(i*7 + i>>8) // nothing that a file system would compress to nothing
	}
	for left := r.Size; left > 0; left -= int64(len(chunk)) {
		if _, err := f.Write(chunk[:min(left, int64(len(chunk)))]); err != nil {
			return err
		}
	}
	return f.Sync()
}

// GiveUp makes the room free and reports whether there was any.
func (r Reserve) GiveUp() (bool, error) {
	switch err := os.Remove(r.Path); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("give up the reserve: %w", err)
	}
	return true, nil
}
