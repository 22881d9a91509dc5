package index

import (
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
)

// batchSize is how many documents are written at once. With fewer, indexing takes
// nearly twice the time.
const batchSize = 1000

// writer gathers documents into batches. The cursor travels in the batch of its
// documents, so that after a crash both are there or neither is.
type writer struct {
	generation *Generation
	batch      *engine.Batch
	cursor     int64 // events up to this one are in the index or in the batch
	nonce      int64 // of that event
	stored     int64 // the cursor in the index
}

// newWriter returns a writer that continues where the index stands.
func newWriter(g *Generation) (*writer, error) {
	cursor, err := g.Cursor()
	return &writer{generation: g, batch: g.NewBatch(), cursor: cursor, stored: cursor}, err
}

// put adds documents, or deletes those that are gone. A full batch is written.
func (w *writer) put(docs ...document.Document) error {
	for _, d := range docs {
		if err := w.batch.Put(d, w.generation.language); err != nil {
			return err
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
	if w.cursor != w.stored {
		w.batch.SetNumber(valueCursor, w.cursor)
		w.batch.SetNumber(valueNonce, w.nonce)
	}
	if err := w.generation.Write(w.batch); err != nil {
		return err
	}
	w.batch, w.stored = w.generation.NewBatch(), w.cursor
	return nil
}
