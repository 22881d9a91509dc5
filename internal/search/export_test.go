package search

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"kommunalforum/internal/board"
)

// Sicken does to the index what happens when bleve's background work dies.
func (ix *Index) Sicken() {
	s := ix.acquire()
	defer s.users.Done()
	s.fail(scorch.NewScorchError("test", "made up", scorch.ErrAsyncPanic))
}

// Doubt does to the index what a failed search does.
func (ix *Index) Doubt() {
	s := ix.acquire()
	defer s.users.Done()
	s.doubt.Store(true)
}

// Respell does what Run does for the dictionary now and then, at once.
func (ix *Index) Respell(ctx context.Context) error {
	s := ix.acquire()
	defer s.users.Done()
	return s.spell(ctx)
}

// Alone builds an index in dir of nothing but what has one of the keywords, as if
// the database had no other texts. It learns its words from them, or is as ix in
// that when like says so.
func (ix *Index) Alone(ctx context.Context, dir string, like bool, acls []board.ACL) (*Index, error) {
	out := New(dir, ix.db, ix.log, ix.version)
	var sources []source
	for _, all := range []source{ix.services, ix.articles, ix.answers, ix.allPosts} {
		sources = append(sources, func(ctx context.Context, after int64) ([]document, int64, error) {
			docs, last, err := all(ctx, after)
			return slices.DeleteFunc(docs, func(d document) bool { return d.gone || !slices.Contains(acls, d.acl) }), last, err
		})
	}
	learnt, err := learn(ctx, sources...)
	if err != nil {
		return nil, err
	}
	if like {
		s := ix.acquire()
		packed, err := s.index.GetInternal(keyLearnt)
		s.users.Done()
		if err != nil {
			return nil, err
		}
		if learnt, err = decodeLearning(packed); err != nil {
			return nil, err
		}
	}
	s, err := createStore(filepath.Join(dir, "alone"), learnt, ix.log)
	if err != nil {
		return nil, err
	}
	if err := out.begin(ctx, s); err != nil {
		return nil, err
	}
	w, err := newWriter(s)
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
		err = s.spell(ctx)
	}
	s.complete.Store(true)
	out.swap(s)
	return out, err
}
