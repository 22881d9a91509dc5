package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"kommunalforum/internal/disk"
)

// ErrDamaged means that the index could not be read. What it was asked can be asked
// again once it has been mended.
var ErrDamaged = errors.New("the index cannot be read")

// guard runs fn and turns its panics into ErrDamaged, including those of reading
// mapped memory of a file that was truncated or that the disk cannot read.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: panic: %v", ErrDamaged, r)
		}
	}()
	return fn()
}

// whole returns ErrDamaged if a file of a segment is shorter than when it was mapped. Of
// a page that a file ends in the rest reads as zeros, without a fault, and so do
// postings: words seem to be in no document. A file that was removed is whole as long
// as it is mapped, such as after a merge.
func (s *segment) whole() error {
	mapped, ok := s.file.(interface {
		Path() string
		Data() []byte
	})
	if !ok {
		return nil
	}
	info, err := os.Stat(mapped.Path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case info.Size() < int64(len(mapped.Data())):
		return fmt.Errorf("%w: %s has %d bytes of %d", ErrDamaged, mapped.Path(), info.Size(), len(mapped.Data()))
	}
	return nil
}

// ErrNoRoom means that a batch was not written because the disk is nearly full. The
// index is sound and answers.
var ErrNoRoom = errors.New("no room for the index to grow")

// minRoom is how many bytes must be free for a batch: what is left is for the database.
const minRoom = 64 << 20

// room returns how many bytes are free for the index.
func (s *Store) room() int64 {
	if s.cramped.Load() {
		return 0
	}
	space, err := disk.Of(s.path)
	if err != nil {
		return minRoom // writing will say what is wrong
	}
	return space.Free
}

// mayMerge reports whether there is room for rewriting the whole index, which is the
// most that merging segments takes.
func (s *Store) mayMerge() bool {
	var size int64
	entries, err := os.ReadDir(storePath(s.path))
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			size += info.Size()
		}
	}
	return err == nil && s.room() >= minRoom+size
}

// Pauses of bleve's merging while it is not allowed.
const (
	openPause = 10 * time.Millisecond
	roomPause = time.Second
)

// opened are the open stores by bleve's index.
var opened sync.Map

// onEvent is called by bleve in its own goroutines. Those that persist and merge read
// mapped memory of files: without the switch, which holds for the goroutine, a fault
// in it would end the process. With it bleve's own recovery reports a failure of its
// background work (see watchErrors), and the index is replaced. The answer holds up
// merging.
func onEvent(e scorch.Event) bool {
	switch e.Kind {
	case scorch.EventKindMergerProgress, scorch.EventKindPersisterProgress, scorch.EventKindPurgerCheck:
		debug.SetPanicOnFault(true)
	case scorch.EventKindPreMergeCheck:
		debug.SetPanicOnFault(true)
		s, known := opened.Load(e.Scorch)
		switch {
		case !known: // it is being opened, or closed
			time.Sleep(openPause)
			return false
		case !s.(*Store).mayMerge():
			time.Sleep(roomPause)
			return false
		}
	}
	return true
}
