// Package blob keeps files by their content, in a folder that several nodes may share.
// It owns no table, and knows nothing of whose files they are.
//
// It promises: a blob is there whole or not at all, also after a power cut; the same
// content is one file, however often and by whomever it is kept at the same time; a
// file that somebody needs is not removed, even if they come to need it at that moment.
// Nobody else knows how the files are named.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Names in the folder, beside a folder for the first two digits of each hash.
const (
	stagedName  = "neu"      // what is not kept yet
	removedName = "entfernt" // what is about to go; see heldName for the third
)

// ErrTooLarge is returned by Stage for more content than allowed.
var ErrTooLarge = errors.New("blob: too large")

// Store is a folder of blobs. Its methods may be called concurrently, by several
// processes too.
type Store struct{ dir string }

// New returns the store in a folder, which is created with the first blob.
func New(dir string) *Store { return &Store{dir} }

// Staged is content that was received and is not kept yet. Either Keep or Drop must be
// called.
type Staged struct {
	Hash string // SHA-256 of the content, in hexadecimal digits
	Size int64  // in bytes

	store *Store
	path  string
}

// Stage receives content of at most limit bytes. What it read of more is dropped, and
// the error is ErrTooLarge; an error of r is returned as it is.
func (s *Store) Stage(r io.Reader, limit int64) (_ *Staged, err error) {
	folder := filepath.Join(s.dir, stagedName)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	f, err := os.CreateTemp(folder, "*")
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	staged := &Staged{store: s, path: f.Name()}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			staged.Drop()
		}
	}()
	sum := sha256.New()
	staged.Size, err = io.Copy(io.MultiWriter(f, sum), io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if staged.Size > limit {
		return nil, ErrTooLarge
	}
	staged.Hash = hex.EncodeToString(sum.Sum(nil))
	return staged, f.Sync()
}

// Open returns the content for reading.
func (g *Staged) Open() (*os.File, error) { return os.Open(g.path) }

// Keep makes a blob of the content. One of the same content that is there already is
// replaced by it, so that it counts as new.
func (g *Staged) Keep() error {
	to := g.store.path(g.Hash)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	if err := os.Rename(g.path, to); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	return syncFolder(filepath.Dir(to))
}

// Drop removes content that is not kept. After Keep it does nothing.
func (g *Staged) Drop() { os.Remove(g.path) }

// Open returns a blob for reading, and fs.ErrNotExist if there is none.
func (s *Store) Open(hash string) (*os.File, error) {
	if !valid(hash) {
		return nil, fs.ErrNotExist
	}
	return os.Open(s.path(hash))
}

// Size returns how many bytes a blob has, and fs.ErrNotExist if there is none.
func (s *Store) Size(hash string) (int64, error) {
	if !valid(hash) {
		return 0, fs.ErrNotExist
	}
	info, err := os.Stat(s.path(hash))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Intact reports whether the content of a blob has its hash, which reads all of it, and
// fs.ErrNotExist if there is none.
func (s *Store) Intact(ctx context.Context, hash string) (bool, error) {
	f, err := s.Open(hash)
	if err != nil {
		return false, err
	}
	defer f.Close()
	sum := sha256.New()
	for chunk := int64(1 << 20); ; {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		n, err := io.CopyN(sum, f, chunk)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		if n < chunk {
			return hex.EncodeToString(sum.Sum(nil)) == hash, nil
		}
	}
}

// Remove removes a blob that nobody needs. It is set aside first and needed asked then:
// whoever comes to need it later, and says so before they keep it, finds the file that
// they kept, and whoever did before gets this one back. It returns ErrHeld under a Hold.
func (s *Store) Remove(hash string, needed func(hash string) (bool, error)) error {
	if !valid(hash) {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(s.dir, removedName), 0o700); err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	release, err := s.toRemove()
	if err != nil {
		return err
	}
	defer release()
	return s.remove(hash, needed)
}

func (s *Store) remove(hash string, needed func(string) (bool, error)) error {
	aside := filepath.Join(s.dir, removedName, hash)
	if err := os.Rename(s.path(hash), aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob: %w", err)
	}
	return s.settle(hash, needed)
}

// settle removes a blob that was set aside, or puts it back.
func (s *Store) settle(hash string, needed func(string) (bool, error)) error {
	aside := filepath.Join(s.dir, removedName, hash)
	keep, err := needed(hash)
	if err != nil {
		return err // the next Sweep decides
	}
	if keep {
		err = os.Rename(aside, s.path(hash))
	} else {
		err = os.Remove(aside)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob: %w", err)
	}
	return nil
}

// Sweep removes, of what is older than before, the blobs that nobody needs and what was
// staged and neither kept nor dropped, and returns how many. It finishes what an
// interrupted Remove began. It returns ErrHeld under a Hold.
func (s *Store) Sweep(before time.Time, needed func(hash string) (bool, error)) (n int, err error) {
	if _, err := os.Stat(s.dir); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	release, err := s.toRemove()
	if err != nil {
		return 0, err
	}
	defer release()
	for hash := range s.files(removedName, time.Time{}) {
		if err := s.settle(hash, needed); err != nil {
			return n, err
		}
	}
	for name := range s.files(stagedName, before) {
		if err := os.Remove(filepath.Join(s.dir, stagedName, name)); err == nil {
			n++
		}
	}
	for folder := range s.files(".", time.Time{}) {
		if len(folder) != 2 {
			continue
		}
		for hash := range s.files(folder, before) {
			if !valid(hash) {
				continue
			}
			keep, err := needed(hash)
			if err == nil && !keep {
				n++
				if err = os.MkdirAll(filepath.Join(s.dir, removedName), 0o700); err == nil {
					err = s.remove(hash, needed)
				}
			}
			if err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// files yields the names in a folder of the store that are older than before; zero means
// all of them. A folder that cannot be read holds none.
func (s *Store) files(folder string, before time.Time) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		entries, err := os.ReadDir(filepath.Join(s.dir, folder))
		if err != nil {
			return
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || !before.IsZero() && !info.ModTime().Before(before) {
				continue
			}
			if !yield(e.Name()) {
				return
			}
		}
	}
}

func (s *Store) path(hash string) string { return filepath.Join(s.dir, hash[:2], hash) }

// valid reports whether a text is a hash, so that it can be part of a path.
func valid(hash string) bool {
	if len(hash) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(hash) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// syncFolder makes what was renamed in a folder survive a power cut.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("blob: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}
