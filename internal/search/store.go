package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bolterrors "go.etcd.io/bbolt/errors"

	"kommunalforum/internal/event"
	"kommunalforum/internal/search/german"
)

// Keys of what the index keeps beside its documents.
var (
	keyLog     = []byte("kommunalforum.log")     // id of the event log that it follows
	keyCursor  = []byte("kommunalforum.cursor")  // the last event worked off
	keyNonce   = []byte("kommunalforum.nonce")   // of that event
	keyVersion = []byte("kommunalforum.version") // set once the index is complete
	keyLexicon = []byte("kommunalforum.lexicon") // the word lists that its texts were taken apart by
)

// store is one opened folder of the index.
type store struct {
	path     string
	log      *slog.Logger
	index    bleve.Index
	german   *german.Language                   // as the texts in it were taken apart
	learnt   int                                // documents that it knows its words from
	writing  sync.Mutex                         // held while a batch is written
	lengths  atomic.Pointer[[audiences]lengths] // as of when the dictionary was made
	grams    atomic.Pointer[dictionary]         // nil until it is made
	impacts  impactCache
	ages     ages
	columns  columns
	complete atomic.Bool    // everything was indexed once; false while it is being built
	doubt    atomic.Bool    // a search or a batch failed: its files should be checked
	users    sync.WaitGroup // searches and batches that still need it
	sick     chan struct{}  // closed once bleve's background work has died
	once     sync.Once
}

// settings of every index. Batches are safe, also while an index is built: they
// return once their documents are on disk, so a cursor is never ahead of them.
// Unsafe ones would build 50,000 documents in two thirds of the time, with the
// same CPU, and lose what they had acknowledged when the process is killed.
func settings() map[string]any {
	return map[string]any{
		"bolt_timeout":           lockWait.String(),
		"numSnapshotsToKeep":     1,
		"asyncErrorCallbackName": watcher,
	}
}

// createStore makes an empty index whose texts are taken apart with what was
// learnt.
func createStore(path string, learnt learning, log *slog.Logger) (*store, error) {
	s := &store{path: path, log: log, sick: make(chan struct{})}
	s.speak(learnt)
	s.lengths.Store(&[audiences]lengths{})
	s.watch()
	err := guard(func() (err error) {
		s.index, err = bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, settings())
		if err != nil {
			return err
		}
		b := s.index.NewBatch()
		b.SetInternal(keyLearnt, learnt.encode())
		setNumber(b, keyLexicon, int64(known().print))
		return s.index.Batch(b)
	})
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *store) speak(learnt learning) {
	s.german, s.learnt = known().language(learnt), learnt.docs
}

// openStore opens a complete index of the version. Everything else is an
// error; ErrLocked is the only one after which the folder must stay.
func openStore(path string, version int, log *slog.Logger) (*store, error) {
	s := &store{path: path, log: log, sick: make(chan struct{})}
	s.watch()
	err := guard(func() (err error) {
		found, err := contentsOf(path)
		if err == nil {
			err = inspect(path, found)
		}
		if err != nil {
			return err
		}
		s.index, err = bleve.OpenUsing(path, settings())
		if errors.Is(err, bolterrors.ErrTimeout) {
			return ErrLocked
		}
		if err != nil {
			return err
		}
		have, err := s.number(keyVersion)
		if err == nil && have != int64(version) {
			err = fmt.Errorf("index of version %d, wanted is %d", have, version)
		}
		if err != nil {
			return err
		}
		return s.recall()
	})
	if err != nil {
		s.close()
		return nil, err
	}
	s.complete.Store(true)
	return s, nil
}

// recall reads what the index keeps beside its documents for those who search.
func (s *store) recall() error {
	print, err := s.number(keyLexicon)
	if err != nil {
		return err
	}
	if print != int64(known().print) {
		return errors.New("its texts were taken apart by other word lists")
	}
	packed, err := s.index.GetInternal(keyLearnt)
	if err != nil {
		return err
	}
	learnt, err := decodeLearning(packed)
	if err != nil {
		return err
	}
	sums, err := s.index.GetInternal(keyLengths)
	if err != nil {
		return err
	}
	s.speak(learnt)
	n := decodeLengths(sums)
	s.lengths.Store(&n)
	return nil
}

// close closes the index after those who use it. It may be called before the
// index was opened.
func (s *store) close() error {
	defer s.unwatch()
	s.users.Wait()
	if s.index == nil {
		return nil
	}
	select {
	case <-s.sick:
		// Closing would wait for ever for the batch that hangs in it. The folder
		// stays locked until the process ends, and is removed all the same.
		return nil
	default:
		return guard(s.index.Close)
	}
}

// errSick means that the index must be opened again before it takes anything.
var errSick = errors.New("the index stopped working")

// write executes a batch. It returns once its documents are on disk.
func (s *store) write(b *bleve.Batch) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	// In a goroutine, because bleve waits for ever when its background work has
	// died in the meantime.
	done := make(chan error, 1)
	go func() { done <- guard(func() error { return s.index.Batch(b) }) }()
	select {
	case err := <-done:
		if err != nil {
			s.doubt.Store(true)
		}
		return err
	case <-s.sick:
		return errSick
	}
}

// spell makes the dictionary of all words in titles and bodies, and the mean
// lengths that go with it.
func (s *store) spell(ctx context.Context) error {
	words, sums, docs, err := s.count(ctx)
	if err != nil {
		return err
	}
	if sums != *s.lengths.Load() {
		b := s.index.NewBatch()
		b.SetInternal(keyLengths, encodeLengths(sums))
		if err := s.write(b); err != nil {
			return err
		}
	}
	d := newDictionary(words)
	d.docs = docs
	s.lengths.Store(&sums)
	s.grams.Store(d)
	return nil
}

// number reads a value that setNumber wrote; 0 when there is none.
func (s *store) number(key []byte) (int64, error) {
	v, err := s.index.GetInternal(key)
	return numberOf(v), err
}

func numberOf(v []byte) int64 {
	if len(v) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(v))
}

// position returns how far the index follows the log, and which one.
func (s *store) position() (at event.Position, err error) {
	id, err := s.index.GetInternal(keyLog)
	if err != nil {
		return at, err
	}
	at.Log = string(id)
	if at.Event, err = s.number(keyCursor); err != nil {
		return at, err
	}
	at.Nonce, err = s.number(keyNonce)
	return at, err
}

func setNumber(b *bleve.Batch, key []byte, n int64) {
	b.SetInternal(key, binary.BigEndian.AppendUint64(nil, uint64(n)))
}

// guard runs fn and turns its panics into errors, also those of reading memory
// behind which a file was cut off.
func guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic in the index: %v", r)
		}
	}()
	return fn()
}

const watcher = "kommunalforum"

// watched are the open stores by the path that bleve knows them by; its
// registry of callbacks is global as well.
var (
	watched       sync.Map
	startWatching sync.Once
)

// watch has bleve tell of failures in its background work.
func (s *store) watch() {
	startWatching.Do(func() {
		scorch.RegistryAsyncErrorCallbacks[watcher] = func(err error, path string) {
			v, ok := watched.Load(path)
			if !ok {
				return
			}
			v.(*store).fail(err)
		}
	})
	watched.Store(filepath.Join(s.path, "store"), s)
}

func (s *store) unwatch() { watched.Delete(filepath.Join(s.path, "store")) }

// fail is called by bleve's background work, in its goroutine.
func (s *store) fail(err error) {
	s.log.Error("background work of the search index failed", "error", err)
	if errors.Is(err, scorch.ErrAsyncPanic) {
		s.once.Do(func() { close(s.sick) })
		return
	}
	// Such as a full disk. bleve tries again at once and without end.
	time.Sleep(time.Second)
}
