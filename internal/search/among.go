package search

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/search/engine"
	"kommunalforum/internal/search/query"
)

// Reached returns the event up to which everything can be found; ok is false while the
// index is being built.
func (s *Search) Reached() (event int64, ok bool, err error) {
	g := s.index.Acquire()
	if g == nil {
		return 0, false, nil
	}
	defer g.Release()
	if event, err = g.Cursor(); err != nil {
		return 0, false, fmt.Errorf("read cursor of the index: %w", err)
	}
	return event, g.Complete(), nil
}

// Among returns which of the documents by finds with the form and may see, limit of
// them at most, the newest first and of a thread one. Other than Find it wants all
// words. A form that searches for nothing or names an unknown board finds nothing.
func (s *Search) Among(ctx context.Context, by account.Viewer, form query.Form, docs []string, limit int) (ids []string, err error) {
	if len(docs) == 0 {
		return nil, nil
	}
	form = form.Clipped()
	terms, _ := form.Parse()
	l := s.lookup(by)
	if l == nil {
		return nil, nil
	}
	defer l.Release()
	r := request{Request: engine.Request{Year: time.Now().Year(), AllWords: true, NoExpansion: true, Newest: true, Only: docs}}
	r.Words, _ = engine.Analyse(l.Language(), terms.ScoredText())
	if len(r.Words) == 0 && !terms.HasConditions() {
		return nil, nil
	}
	err = l.readView(ctx, func(tx *db.Tx) error {
		if form.Board != "" && terms.Board == "" {
			if _, ok := l.view.boardBySlug(form.Board); !ok {
				return fault.Missing()
			}
			terms.Board = form.Board
		}
		_, err := l.addConditions(tx, &r, terms, nil)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.Scope = l.view.Scope
	err = l.WithSearcher(ctx, r.Request, func(s *engine.Searcher) error {
		ids, err = s.Top(r.Request, limit)
		return err
	})
	if err != nil {
		return nil, err
	}
	return l.visible(ctx, ids)
}

// visible returns those of the documents that the database shows to the viewer.
func (l *lookup) visible(ctx context.Context, ids []string) (out []string, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	hits, err := l.load(ctx, ids)
	for _, id := range ids {
		if _, ok := hits[id]; ok {
			out = append(out, id)
		}
	}
	return out, err
}
