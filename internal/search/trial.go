package search

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"kommunalforum/internal/board"
)

// Trial is an index of texts that are no part of a forum, to measure the search
// by. They are analysed, indexed, asked for and ranked like everything else.
type Trial struct {
	store *store
	ids   []string // of the texts, by the number of their documents
}

// TrialText is a text to be found.
type TrialText struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// NewTrial indexes texts in a folder of the caller's, who closes the result.
func NewTrial(ctx context.Context, dir string, texts []TrialText) (*Trial, error) {
	t := &Trial{}
	var docs []document
	for i, text := range texts {
		t.ids = append(t.ids, text.ID)
		docs = append(docs, document{kind: Article, id: int64(i), title: text.Title, body: text.Text, acl: everybody})
	}
	learnt, err := learn(ctx, func(_ context.Context, after int64) ([]document, int64, error) {
		if after > 0 {
			return nil, after, nil
		}
		return docs, int64(len(docs)), nil
	})
	if err != nil {
		return nil, err
	}
	if t.store, err = createStore(filepath.Join(dir, "trial"), learnt, slog.New(slog.DiscardHandler)); err != nil {
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
		err = t.store.spell(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, t.store.close())
	}
	return t, nil
}

// Ask returns the ids of the first page of what a text finds.
func (t *Trial) Ask(ctx context.Context, text string) ([]string, error) {
	a := ask{view: view{acls: []board.ACL{everybody}}, year: time.Now().Year()}
	a.words, a.question = understand(t.store.german, cut(text))
	if len(a.words) == 0 {
		return nil, nil
	}
	var out Result
	found, _, err := find(ctx, t.store, &a, 1, &out)
	var ids []string
	for _, f := range found {
		_, n := splitID(f.id)
		ids = append(ids, t.ids[n])
	}
	return ids, err
}

// Close closes the index; its folder stays.
func (t *Trial) Close() error { return t.store.close() }
