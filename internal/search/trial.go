package search

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
)

// EvalIndex is an index of texts that are no part of a forum, to measure the search
// by. They are analysed, indexed, asked for and ranked like everything else.
type EvalIndex struct {
	store *store
	ids   []string // words the texts, by the number of their documents
}

// EvalText is a text to be found.
type EvalText struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// NewEvalIndex indexes texts in a folder of the caller's, who closes the result.
func NewEvalIndex(ctx context.Context, dir string, texts []EvalText) (*EvalIndex, error) {
	t := &EvalIndex{}
	var docs []document.Document
	for i, text := range texts {
		t.ids = append(t.ids, text.ID)
		docs = append(docs, document.Document{Kind: document.Article, ID: int64(i), Title: text.Title, Body: text.Text, ACL: board.ACLPublic})
	}
	vocab, err := learnVocabulary(ctx, func(_ context.Context, after int64) ([]document.Document, int64, error) {
		if after > 0 {
			return nil, after, nil
		}
		return docs, int64(len(docs)), nil
	})
	if err != nil {
		return nil, err
	}
	if t.store, err = createStore(filepath.Join(dir, "trial"), vocab, slog.New(slog.DiscardHandler)); err != nil {
		return nil, err
	}
	w, err := newWriter(t.store)
	if err == nil {
		err = w.put(docs...)
	}
	if err == nil {
		err = w.flush()
	}
	if err == nil {
		err = t.store.updateStatistics(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, t.store.close())
	}
	return t, nil
}

// Search returns the ids of the first page of what a text finds.
func (t *EvalIndex) Search(ctx context.Context, text string) ([]string, error) {
	req := request{view: view{acls: []board.ACL{board.ACLPublic}}, year: time.Now().Year()}
	req.words, req.isQuestion = analyse(t.store.german, query.Normalise(text))
	if len(req.words) == 0 {
		return nil, nil
	}
	var out Result
	found, _, err := find(ctx, t.store, &req, 1, &out)
	var ids []string
	for _, f := range found {
		_, n := document.ParseID(f.id)
		ids = append(ids, t.ids[n])
	}
	return ids, err
}

// Close closes the index; its folder stays.
func (t *EvalIndex) Close() error { return t.store.close() }
