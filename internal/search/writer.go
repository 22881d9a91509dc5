package search

import (
	"kommunalforum/internal/search/document"

	"github.com/blevesearch/bleve/v2"
)

// batchSize is how many documents go to disk at once: with fewer the index
// costs nearly twice the time.
const batchSize = 1000

// writer gathers documents into batches. The cursor travels in the batch of the
// documents, so that after a crash both are there or neither is.
type writer struct {
	store  *store
	batch  *bleve.Batch
	cursor int64 // everything up to this event is in the index or in the batch
	nonce  int64 // words that event
	kept   int64 // what the index has for it
}

// newWriter returns a writer that goes on where the index stands.
func newWriter(st *store) (*writer, error) {
	cursor, err := st.number(keyCursor)
	return &writer{store: st, batch: st.index.NewBatch(), cursor: cursor, kept: cursor}, err
}

// put takes documents in, or out if they are gone; a full batch is written.
func (w *writer) put(docs ...document.Document) error {
	for _, d := range docs {
		id := document.ID(d.Kind, d.ID)
		if d.Gone {
			w.batch.Delete(id)
		} else {
			if err := w.batch.IndexAdvanced(bleveDocument(d, w.store.german)); err != nil {
				return err
			}
		}
		if w.batch.Size() >= batchSize {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// flush writes the batch and returns once it is on disk.
func (w *writer) flush() error {
	if w.cursor != w.kept {
		setNumber(w.batch, keyCursor, w.cursor)
		setNumber(w.batch, keyNonce, w.nonce)
	}
	if err := w.store.write(w.batch); err != nil {
		return err
	}
	w.batch, w.kept = w.store.index.NewBatch(), w.cursor
	return nil
}
