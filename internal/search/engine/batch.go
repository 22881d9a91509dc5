package engine

import (
	"encoding/binary"
	"errors"

	"github.com/blevesearch/bleve/v2"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/german"
)

// Batch is a set of changes that are written together.
type Batch struct{ batch *bleve.Batch }

// NewBatch returns an empty batch for this index.
func (s *Store) NewBatch() *Batch { return &Batch{s.index.NewBatch()} }

// Put adds a document, or deletes it if it is gone. Its texts are analysed by l.
func (b *Batch) Put(d document.Document, l *german.Language) error {
	if d.Gone {
		b.batch.Delete(document.ID(d.Kind, d.ID))
		return nil
	}
	return b.batch.IndexAdvanced(bleveDocument(d, l))
}

// SetValue stores a value under a name beside the documents.
func (b *Batch) SetValue(name string, value []byte) {
	b.batch.SetInternal([]byte(valuePrefix+name), value)
}

// SetNumber stores a number under a name beside the documents.
func (b *Batch) SetNumber(name string, n int64) {
	b.SetValue(name, binary.BigEndian.AppendUint64(nil, uint64(n)))
}

// Size returns the number of documents in the batch.
func (b *Batch) Size() int { return b.batch.Size() }

// errFailed means that the index must be opened again before it takes anything.
var errFailed = errors.New("the index stopped working")

// Write executes a batch. It returns once everything in it is on disk. After ErrNoRoom
// the index is as it was; every other error leaves it Broken.
func (s *Store) Write(b *Batch) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.broken.Load() {
		return errFailed
	}
	if s.room() < minRoom {
		return ErrNoRoom
	}
	defer s.newEdition()
	// In a goroutine, because bleve waits for ever when its background work has
	// died in the meantime.
	done := make(chan error, 1)
	go func() { done <- guard(func() error { return s.index.Batch(b.batch) }) }()
	select {
	case err := <-done:
		if err != nil {
			s.broken.Store(true)
		}
		return err
	case <-s.failed:
		return errFailed
	}
}
