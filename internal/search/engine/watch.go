package engine

import (
	"errors"
	"path/filepath"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// callbackName is the name of our callback in bleve's registry.
const callbackName = "kommunalforum"

// watched are the open stores by the path under which bleve knows them. Its
// registry of callbacks is global, so this map is too.
var (
	watched       sync.Map
	startWatching sync.Once
)

// watchErrors has bleve report failures of its background work.
func (s *Store) watchErrors() {
	startWatching.Do(func() {
		scorch.RegistryEventCallbacks[callbackName] = onEvent
		scorch.RegistryAsyncErrorCallbacks[callbackName] = func(err error, path string) {
			v, ok := watched.Load(path)
			if !ok {
				return
			}
			v.(*Store).backgroundFailed(err)
		}
	})
	watched.Store(storePath(s.path), s)
}

func (s *Store) unwatchErrors() { watched.Delete(storePath(s.path)) }

// storePath returns the folder of bleve's files in that of an index.
func storePath(folder string) string { return filepath.Join(folder, "store") }

// register lets bleve's merging of the opened index begin, see onEvent.
func (s *Store) register() error {
	inner, err := s.index.Advanced()
	if err == nil {
		s.inner = inner
		opened.Store(inner, s)
	}
	return err
}

// logPause is the least time between two lines about the same index: bleve goes on
// trying every second.
const logPause = time.Minute

// backgroundFailed is called by bleve's background work, in its goroutine.
func (s *Store) backgroundFailed(err error) {
	now := time.Now().UnixNano()
	if last := s.logged.Load(); last == 0 || now-last > int64(logPause) || errors.Is(err, scorch.ErrAsyncPanic) {
		s.logged.Store(now)
		s.log.Error("background work of the search index failed", "error", err)
	}
	if errors.Is(err, scorch.ErrAsyncPanic) {
		s.once.Do(func() { close(s.failed) })
		return
	}
	// Such as a full disk. bleve tries again at once and without end.
	time.Sleep(time.Second)
}
