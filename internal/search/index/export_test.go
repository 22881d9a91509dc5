package index

import (
	"context"
	"path/filepath"
	"slices"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
)

// Alone builds an index in dir of nothing but what has one of the keywords, as if
// the database had no other texts. It learns its vocabulary from them, or has that
// of ix.
func (ix *Index) Alone(ctx context.Context, dir string, sameVocabulary bool, acls []board.ACL) (*Index, error) {
	out := New(dir, ix.db, ix.log, ix.version)
	var sources []source
	for _, all := range []source{ix.services, ix.articles, ix.answers, ix.allPosts} {
		sources = append(sources, func(ctx context.Context, after int64) ([]document.Document, int64, error) {
			docs, last, err := all(ctx, after)
			return slices.DeleteFunc(docs, func(d document.Document) bool { return d.Gone || !slices.Contains(acls, d.ACL) }), last, err
		})
	}
	v, err := learn(ctx, sources...)
	if err != nil {
		return nil, err
	}
	if sameVocabulary {
		g := ix.Acquire()
		packed, err := g.Value(valueVocabulary)
		g.Release()
		if err != nil {
			return nil, err
		}
		if v, err = decodeVocabulary(packed); err != nil {
			return nil, err
		}
	}
	g, err := create(filepath.Join(dir, "alone"), v, ix.log)
	if err != nil {
		return nil, err
	}
	if err := out.startFollowing(ctx, g); err != nil {
		return nil, err
	}
	w, err := newWriter(g)
	for _, next := range sources {
		docs, _, more := next(ctx, 0) // a test has no more of them
		if err == nil {
			err = more
		}
		if err == nil {
			err = w.put(docs...)
		}
		if err == nil {
			err = w.flush() // a segment for each
		}
	}
	if err == nil {
		err = g.UpdateStatistics(ctx)
	}
	g.complete.Store(true)
	out.swap(g)
	return out, err
}
