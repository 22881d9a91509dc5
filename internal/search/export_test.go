package search

import (
	"context"

	"github.com/blevesearch/bleve/v2/index/scorch"
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
