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
	keyLog     = []byte("kommunalforum.log")     // ID of the event log that it follows
	keyCursor  = []byte("kommunalforum.cursor")  // the last event worked off
	keyNonce   = []byte("kommunalforum.nonce")   // words that event
	keyVersion = []byte("kommunalforum.version") // set once the index is complete
	keyLexicon = []byte("kommunalforum.lexicon") // the word lists that its texts were taken apart by
)

// store is one opened folder of the index.
type store struct {
	path       string
	log        *slog.Logger
	index      bleve.Index
	german     *german.Language                   // as the texts in it were taken apart
	learntDocs int                                // documents that it knows its words from
	writing    sync.Mutex                         // held while a batch is written
	lengths    atomic.Pointer[[audiences]lengths] // as of when the dictionary was made
	dictionary atomic.Pointer[dictionary]         // nil until it is made
	impacts    impactCache
	dates      dateCache
	columns    columnCache
	complete   atomic.Bool    // everything was indexed once; false while it is being built
	suspect    atomic.Bool    // a search or a batch failed: its files should be checked
	users      sync.WaitGroup // searches and batches that still need it
	failed     chan struct{}  // closed once bleve's background work has died
	once       sync.Once
}

// settings of every index. Batches are safe, also while an index is built: they
// return once their documents are on disk, so a cursor is never ahead of them.
// Unsafe ones would build 50,000 documents in two thirds of the time, with the
// same CPU, and lose what they had acknowledged when the process is killed.
func settings() map[string]any {
	return map[string]any{
		"bolt_timeout":           lockWait.String(),
		"numSnapshotsToKeep":     1,
		"asyncErrorCallbackName": callbackName,
	}
}

// createStore makes an empty index whose texts are taken apart with what was
// learntDocs.
func createStore(path string, vocab vocabulary, log *slog.Logger) (*store, error) {
	st := &store{path: path, log: log, failed: make(chan struct{})}
	st.setVocabulary(vocab)
	st.lengths.Store(&[audiences]lengths{})
	st.watchErrors()
	err := guard(func() (err error) {
		st.index, err = bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, settings())
		if err != nil {
			return err
		}
		b := st.index.NewBatch()
		b.SetInternal(keyVocabulary, vocab.encode())
		setNumber(b, keyLexicon, int64(builtinLexicon().checksum))
		return st.index.Batch(b)
	})
	if err != nil {
		st.close()
		return nil, err
	}
	return st, nil
}

func (st *store) setVocabulary(vocab vocabulary) {
	st.german, st.learntDocs = builtinLexicon().language(vocab), vocab.docs
}

// openStore opens a complete index of the version. Everything else is an
// error; ErrLocked is the only one after which the folder must stay.
func openStore(path string, version int, log *slog.Logger) (*store, error) {
	st := &store{path: path, log: log, failed: make(chan struct{})}
	st.watchErrors()
	err := guard(func() (err error) {
		found, err := contentsOf(path)
		if err == nil {
			err = verify(path, found)
		}
		if err != nil {
			return err
		}
		st.index, err = bleve.OpenUsing(path, settings())
		if errors.Is(err, bolterrors.ErrTimeout) {
			return ErrLocked
		}
		if err != nil {
			return err
		}
		have, err := st.number(keyVersion)
		if err == nil && have != int64(version) {
			err = fmt.Errorf("index of version %d, wanted is %d", have, version)
		}
		if err != nil {
			return err
		}
		return st.readState()
	})
	if err != nil {
		st.close()
		return nil, err
	}
	st.complete.Store(true)
	return st, nil
}

// readState reads what the index keeps beside its documents for those who search.
func (st *store) readState() error {
	print, err := st.number(keyLexicon)
	if err != nil {
		return err
	}
	if print != int64(builtinLexicon().checksum) {
		return errors.New("its texts were taken apart by other word lists")
	}
	packed, err := st.index.GetInternal(keyVocabulary)
	if err != nil {
		return err
	}
	vocab, err := decodeVocabulary(packed)
	if err != nil {
		return err
	}
	sums, err := st.index.GetInternal(keyLengths)
	if err != nil {
		return err
	}
	st.setVocabulary(vocab)
	n := decodeLengths(sums)
	st.lengths.Store(&n)
	return nil
}

// close closes the index after those who use it. It may be called before the
// index was opened.
func (st *store) close() error {
	defer st.unwatchErrors()
	st.users.Wait()
	if st.index == nil {
		return nil
	}
	select {
	case <-st.failed:
		// Closing would wait for ever for the batch that hangs in it. The folder
		// stays locked until the process ends, and is removed all the same.
		return nil
	default:
		return guard(st.index.Close)
	}
}

// errFailed means that the index must be opened again before it takes anything.
var errFailed = errors.New("the index stopped working")

// write executes a batch. It returns once its documents are on disk.
func (st *store) write(b *bleve.Batch) error {
	st.writing.Lock()
	defer st.writing.Unlock()
	// In a goroutine, because bleve waits for ever when its background work has
	// died in the meantime.
	done := make(chan error, 1)
	go func() { done <- guard(func() error { return st.index.Batch(b) }) }()
	select {
	case err := <-done:
		if err != nil {
			st.suspect.Store(true)
		}
		return err
	case <-st.failed:
		return errFailed
	}
}

// updateStatistics makes the dictionary of all words in titles and bodies, and the mean
// lengths that go with it.
func (st *store) updateStatistics(ctx context.Context) error {
	words, sums, docs, err := st.countWords(ctx)
	if err != nil {
		return err
	}
	if sums != *st.lengths.Load() {
		b := st.index.NewBatch()
		b.SetInternal(keyLengths, encodeLengths(sums))
		if err := st.write(b); err != nil {
			return err
		}
	}
	d := newDictionary(words)
	d.docs = docs
	st.lengths.Store(&sums)
	st.dictionary.Store(d)
	return nil
}

// docNumber reads a value that setNumber wrote; 0 when there is none.
func (st *store) number(key []byte) (int64, error) {
	v, err := st.index.GetInternal(key)
	return numberOf(v), err
}

func numberOf(v []byte) int64 {
	if len(v) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(v))
}

// position returns how far the index follows the log, and which one.
func (st *store) position() (at event.Position, err error) {
	id, err := st.index.GetInternal(keyLog)
	if err != nil {
		return at, err
	}
	at.Log = string(id)
	if at.Event, err = st.number(keyCursor); err != nil {
		return at, err
	}
	at.Nonce, err = st.number(keyNonce)
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

const callbackName = "kommunalforum"

// watched are the open stores by the path that bleve knows them by; its
// registry of callbacks is global as well.
var (
	watched       sync.Map
	startWatching sync.Once
)

// watchErrors has bleve tell of failures in its background work.
func (st *store) watchErrors() {
	startWatching.Do(func() {
		scorch.RegistryAsyncErrorCallbacks[callbackName] = func(err error, path string) {
			v, ok := watched.Load(path)
			if !ok {
				return
			}
			v.(*store).backgroundFailed(err)
		}
	})
	watched.Store(filepath.Join(st.path, "store"), st)
}

func (st *store) unwatchErrors() { watched.Delete(filepath.Join(st.path, "store")) }

// backgroundFailed is called by bleve's background work, in its goroutine.
func (st *store) backgroundFailed(err error) {
	st.log.Error("background work of the search index failed", "error", err)
	if errors.Is(err, scorch.ErrAsyncPanic) {
		st.once.Do(func() { close(st.failed) })
		return
	}
	// Such as a full disk. bleve tries again at once and without end.
	time.Sleep(time.Second)
}
