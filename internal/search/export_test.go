package search

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/document"
)

// Sicken does to the index what happens when bleve's background work dies.
func (ix *Index) Sicken() {
	st := ix.acquire()
	defer st.users.Done()
	st.backgroundFailed(scorch.NewScorchError("test", "made up", scorch.ErrAsyncPanic))
}

// Doubt does to the index what a failed search does.
func (ix *Index) Doubt() {
	st := ix.acquire()
	defer st.users.Done()
	st.suspect.Store(true)
}

// Respell does what Run does for the dictionary now and then, at once.
func (ix *Index) Respell(ctx context.Context) error {
	st := ix.acquire()
	defer st.users.Done()
	return st.updateStatistics(ctx)
}

// Alone builds an index in dir of nothing but what has one of the keywords, as if
// the database had no other texts. It learns its words from them, or is as ix in
// that when like says so.
func (ix *Index) Alone(ctx context.Context, dir string, like bool, acls []board.ACL) (*Index, error) {
	out := New(dir, ix.db, ix.log, ix.version)
	var sources []source
	for _, all := range []source{ix.services, ix.articles, ix.answers, ix.allPosts} {
		sources = append(sources, func(ctx context.Context, after int64) ([]document.Document, int64, error) {
			docs, last, err := all(ctx, after)
			return slices.DeleteFunc(docs, func(d document.Document) bool { return d.Gone || !slices.Contains(acls, d.ACL) }), last, err
		})
	}
	vocab, err := learnVocabulary(ctx, sources...)
	if err != nil {
		return nil, err
	}
	if like {
		st := ix.acquire()
		packed, err := st.index.GetInternal(keyVocabulary)
		st.users.Done()
		if err != nil {
			return nil, err
		}
		if vocab, err = decodeVocabulary(packed); err != nil {
			return nil, err
		}
	}
	st, err := createStore(filepath.Join(dir, "alone"), vocab, ix.log)
	if err != nil {
		return nil, err
	}
	if err := out.startFollowing(ctx, st); err != nil {
		return nil, err
	}
	w, err := newWriter(st)
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
		err = st.updateStatistics(ctx)
	}
	st.complete.Store(true)
	out.swap(st)
	return out, err
}
