package search

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/index"
	"kommunalforum/internal/search/query"
)

// EvalIndex is an index of texts that do not belong to a forum, for measuring the
// search. They are analysed, indexed, found and ranked like everything else.
type EvalIndex struct {
	generation *index.Generation
	ids        []string // of the texts, by the number of their documents
}

// EvalText is a text to be found.
type EvalText struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// NewEvalIndex indexes texts in a folder of the caller's, who closes the result.
func NewEvalIndex(ctx context.Context, dir string, texts []EvalText) (*EvalIndex, error) {
	e := &EvalIndex{}
	var docs []document.Document
	for i, text := range texts {
		e.ids = append(e.ids, text.ID)
		docs = append(docs, document.Document{Kind: document.Article, ID: int64(i), Title: text.Title, Body: text.Text, ACL: board.ACLPublic})
	}
	var err error
	e.generation, err = index.Build(ctx, filepath.Join(dir, "eval"), docs, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	return e, nil
}

// Search returns the ids of the texts on the first page of hits.
func (e *EvalIndex) Search(ctx context.Context, text string) ([]string, error) {
	r := request{Request: engine.Request{Scope: engine.Scope{ACLs: []board.ACL{board.ACLPublic}}, Year: time.Now().Year()}}
	r.Words, r.isQuestion = engine.Analyse(e.generation.Language(), query.Normalise(text))
	if len(r.Words) == 0 {
		return nil, nil
	}
	var out Result
	found, _, err := find(ctx, e.generation, &r, nil, 1, &out)
	var ids []string
	for _, f := range found.list {
		_, n := document.ParseID(f.id)
		ids = append(ids, e.ids[n])
	}
	return ids, err
}

// Close closes the index; its folder stays.
func (e *EvalIndex) Close() error { return e.generation.Close() }
