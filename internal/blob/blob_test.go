package blob_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/blob"
)

func nobody(string) (bool, error)    { return false, nil }
func everybody(string) (bool, error) { return true, nil }

func kept(t *testing.T, s *blob.Store, text string) string {
	t.Helper()
	g, err := s.Stage(strings.NewReader(text), 1<<20)
	if err == nil {
		err = g.Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
	return g.Hash
}

func read(t *testing.T, s *blob.Store, hash string) string {
	t.Helper()
	f, err := s.Open(hash)
	if err != nil {
		return ""
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}

// names are the files in the folder.
func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheSameContentAtOnceIsOneFile(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for n := range 20 {
		s := blob.New(dir) // as many processes would have
		all.Go(func() {
			if hash := kept(t, s, "gleich"); read(t, s, hash) != "gleich" {
				t.Errorf("%d: the content is gone", n)
			}
		})
	}
	all.Wait()
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("there are %q", got)
	}
}

func TestWhatIsTooLargeOrCutOffLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := blob.New(dir)
	if _, err := s.Stage(strings.NewReader("12345678901"), 10); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("11 bytes of 10: %v", err)
	}
	cut := errors.New("cut off")
	if _, err := s.Stage(io.MultiReader(strings.NewReader("abc"), failing{cut}), 10); !errors.Is(err, cut) {
		t.Errorf("cut off: %v", err)
	}
	g, err := s.Stage(strings.NewReader("1234567890"), 10)
	if err != nil || g.Size != 10 {
		t.Fatalf("%+v, %v", g, err)
	}
	g.Drop()
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("there are %q", got)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestWhatIsNoHashOpensNothing(t *testing.T) {
	dir := t.TempDir()
	s := blob.New(filepath.Join(dir, "store"))
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, hash := range []string{"", "../secret", strings.Repeat("/", 64), strings.Repeat("A", 64), strings.Repeat("0", 64)} {
		if _, err := s.Open(hash); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", hash, err)
		}
	}
}

func TestWhatSomebodyNeedsStays(t *testing.T) {
	s := blob.New(t.TempDir())
	hash := kept(t, s, "gebraucht")
	if err := s.Remove(hash, everybody); err != nil || read(t, s, hash) != "gebraucht" {
		t.Errorf("needed: %v", err)
	}
	// Somebody keeps it while it is removed, after they said that they need it.
	err := s.Remove(hash, func(string) (bool, error) {
		kept(t, s, "gebraucht")
		return false, nil
	})
	if err != nil || read(t, s, hash) != "gebraucht" {
		t.Errorf("kept meanwhile: %v", err)
	}
	if err := s.Remove(hash, nobody); err != nil || read(t, s, hash) != "" {
		t.Errorf("not needed: %v", err)
	}
	if err := s.Remove(hash, nobody); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestSweepRemovesWhatNobodyNeedsAndFinishesWhatWasInterrupted(t *testing.T) {
	dir := t.TempDir()
	s := blob.New(dir)
	needed, orphan, fresh := kept(t, s, "ja"), kept(t, s, "nein"), ""
	old := time.Now().Add(-2 * time.Hour)
	for _, path := range names(t, dir) {
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	fresh = kept(t, s, "neu")
	broken := errors.New("no database")
	interrupted := kept(t, s, "mittendrin")
	if err := s.Remove(interrupted, func(string) (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if _, err := s.Stage(rand.Reader, 10); !errors.Is(err, blob.ErrTooLarge) {
		t.Fatal(err)
	}
	left, err := s.Stage(bytes.NewReader([]byte("abgebrochen")), 100)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Sweep(time.Now().Add(-time.Hour), func(hash string) (bool, error) { return hash == needed, nil })
	got := fmt.Sprintf("%d %v %s %s %s %s", n, err, read(t, s, needed), read(t, s, orphan), read(t, s, fresh), read(t, s, interrupted))
	if got != "1 <nil> ja  neu " {
		t.Errorf("swept: %s", got)
	}
	if n, err := s.Sweep(time.Now().Add(time.Hour), everybody); n != 1 || err != nil || left.Keep() == nil {
		t.Errorf("what was staged long ago is still there: %d, %v", n, err)
	}
}
