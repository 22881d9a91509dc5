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
		scorch.RegistryAsyncErrorCallbacks[callbackName] = func(err error, path string) {
			v, ok := watched.Load(path)
			if !ok {
				return
			}
			v.(*Store).backgroundFailed(err)
		}
	})
	watched.Store(filepath.Join(s.path, "store"), s)
}

func (s *Store) unwatchErrors() { watched.Delete(filepath.Join(s.path, "store")) }

// backgroundFailed is called by bleve's background work, in its goroutine.
func (s *Store) backgroundFailed(err error) {
	s.log.Error("background work of the search index failed", "error", err)
	if errors.Is(err, scorch.ErrAsyncPanic) {
		s.once.Do(func() { close(s.failed) })
		return
	}
	// Such as a full disk. bleve tries again at once and without end.
	time.Sleep(time.Second)
}
