// Package engine searches an index of German texts: it scores and ranks on the
// segments of bleve's index, without bleve's own search, whose scoring is not
// BM25F and whose filters and facets cost as much as every hit. It is the only
// package that uses bleve, and knows the inner parts of its index, scorch. It owns
// no table.
//
// It promises: nothing that a request returns, be it a hit, a score, the order of
// hits, a count or a correction, depends on documents that the viewer may not
// read; totals and counts are exact, and scores are those of the formula in
// bm25f.go; a batch is on disk, whole, once Write returns; no damaged file and no
// failure of bleve ends the process.
//
// It is the largest package of the search, because scoring, ranking and filtering
// share their innermost loops over segments, which calls across packages would
// slow down.
package engine

import (
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	bolterrors "go.etcd.io/bbolt/errors"

	"kommunalforum/internal/search/dictionary"
)

// Store is an index in an opened folder. Its methods may be called concurrently.
type Store struct {
	path       string
	log        *slog.Logger
	index      bleve.Index
	inner      index.Index                                   // bleve's index without its mapping
	writing    sync.Mutex                                    // held while a batch is written
	lengths    atomic.Pointer[[dictionary.Audiences]lengths] // as of when the dictionary was made
	dictionary atomic.Pointer[dictionary.Dictionary]         // nil until it is made
	termCache  termCache
	dates      dateCache
	columns    columnCache
	edition    atomic.Uint64 // see Edition
	suspect    atomic.Bool   // a search failed
	cut        atomic.Bool   // a file is shorter than it was
	broken     atomic.Bool   // a batch failed: what bleve holds in memory is not what is on disk
	cramped    atomic.Bool   // in tests: there is no room
	logged     atomic.Int64  // when a failure of background work was last logged, see backgroundFailed
	failed     chan struct{} // closed once bleve's background work has died
	once       sync.Once
}

// settings are those of every index. Batches are safe, also while an index is
// built: they return once their documents are on disk, so a cursor is never ahead
// of them. Unsafe ones would build 50,000 documents in two thirds of the time, with
// the same CPU, and lose what they acknowledged when the process is killed.
func settings() map[string]any {
	return map[string]any{
		"bolt_timeout":           lockTimeout.String(),
		"numSnapshotsToKeep":     1,
		"asyncErrorCallbackName": callbackName,
		"eventCallbackName":      callbackName,
		"scorchMergePlanOptions": mergePlan,
	}
}

// mergePlan changes bleve's plan for merging segments; what is not in it stays.
var mergePlan = map[string]any{}

// UseTestMerges lets indexes merge segments less often, for tests, whose indexes are
// small: bleve's plan takes all segments of fewer than 2,000 documents for equally
// large, and rewrites such an index at every second batch. It must be called before
// the first index is opened.
func UseTestMerges() { mergePlan = map[string]any{"FloorSegmentSize": 100, "MaxSegmentsPerTier": 6} }

// Create creates an empty index in a new folder.
func Create(path string, log *slog.Logger) (*Store, error) {
	s := newStore(path, log)
	s.lengths.Store(&[dictionary.Audiences]lengths{})
	err := guard(func() (err error) {
		if s.index, err = bleve.NewUsing(path, newMapping(), scorch.Name, scorch.Name, settings()); err == nil {
			err = s.register()
		}
		return err
	})
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Open checks every byte of the index in a folder and opens it. ErrLocked means
// that another process holds it; every other error means damage.
func Open(path string, log *slog.Logger) (*Store, error) {
	s := newStore(path, log)
	err := guard(func() error {
		contents, err := ReadContents(path)
		if err == nil {
			err = contents.Verify()
		}
		if err != nil {
			return err
		}
		s.index, err = bleve.OpenUsing(path, settings())
		if errors.Is(err, bolterrors.ErrTimeout) {
			return ErrLocked
		}
		if err == nil {
			err = s.register()
		}
		if err != nil {
			return err
		}
		packed, err := s.Value(valueLengths)
		n := decodeLengths(packed)
		s.lengths.Store(&n)
		return err
	})
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func newStore(path string, log *slog.Logger) *Store {
	s := &Store{path: path, log: log, failed: make(chan struct{})}
	s.newEdition()
	s.watchErrors()
	return s
}

// Close closes the index. Nobody may use it any more.
func (s *Store) Close() error {
	defer s.unwatchErrors()
	if s.index == nil {
		return nil
	}
	defer opened.Delete(s.inner)
	select {
	case <-s.failed:
		// Closing would wait for ever for the batch that hangs in it. The folder
		// stays locked until the process ends, and is removed all the same.
		return nil
	default:
		return guard(s.index.Close)
	}
}

// CopyTo writes the index as of its last batch into a new folder and checks every byte
// of the copy. The index may be in use.
func (s *Store) CopyTo(folder string) error {
	return guard(func() error {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		if err := s.index.(bleve.IndexCopyable).CopyTo(bleve.FileSystemDirectory(folder)); err != nil {
			return err
		}
		copied, err := ReadContents(folder)
		if err == nil {
			err = copied.Verify()
		}
		return err
	})
}

// Path returns the folder of the index.
func (s *Store) Path() string { return s.path }

// Failed returns a channel that is closed once bleve's background work has died.
// The index still answers, but takes no batch any more.
func (s *Store) Failed() <-chan struct{} { return s.failed }

// Suspect reports whether a search has failed since the index was opened, so that its
// files should be checked.
func (s *Store) Suspect() bool { return s.suspect.Load() }

// Cut reports whether a search has met a file that is shorter than it was, so that no
// answer can be trusted.
func (s *Store) Cut() bool { return s.cut.Load() }

// Broken reports whether a batch has failed. bleve then goes on with documents that are
// not on disk, and with segments that it has closed, so that it answers with panics:
// the index must be opened again before it takes another batch.
func (s *Store) Broken() bool { return s.broken.Load() }

// DocCount returns the number of documents.
func (s *Store) DocCount() (uint64, error) { return s.index.DocCount() }

// Dictionary returns the dictionary of the words in titles and bodies, nil until
// UpdateStatistics has made one.
func (s *Store) Dictionary() *dictionary.Dictionary { return s.dictionary.Load() }

// editions is the last edition of any store, so that none has that of another.
var editions atomic.Uint64

// Edition returns a number that changes with whatever may change an answer: with each batch,
// and with each dictionary. No other store has it.
func (s *Store) Edition() uint64 { return s.edition.Load() }

func (s *Store) newEdition() { s.edition.Store(editions.Add(1)) }

// UpdateStatistics makes the dictionary of all words in titles and bodies, and
// measures the mean lengths that scores are computed with.
func (s *Store) UpdateStatistics(ctx context.Context) error {
	counts, sums, docs, err := s.countWords(ctx)
	if err != nil {
		return err
	}
	if sums != *s.lengths.Load() {
		b := s.NewBatch()
		b.SetValue(valueLengths, encodeLengths(sums))
		if err := s.Write(b); err != nil && !errors.Is(err, ErrNoRoom) { // they are measured again after the next start
			return err
		}
	}
	d := dictionary.New(counts, docs)
	s.lengths.Store(&sums)
	s.dictionary.Store(d)
	s.newEdition()
	return nil
}

// valuePrefix begins the keys of the values that an index keeps beside its
// documents.
const valuePrefix = "kommunalforum."

// Value returns what Batch.SetValue stored under a name, nil if nothing was.
func (s *Store) Value(name string) ([]byte, error) {
	return s.index.GetInternal([]byte(valuePrefix + name))
}

// Number returns what Batch.SetNumber stored under a name, 0 if nothing was.
func (s *Store) Number(name string) (int64, error) {
	v, err := s.Value(name)
	return decodeNumber(v), err
}

func decodeNumber(v []byte) int64 {
	if len(v) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(v))
}
