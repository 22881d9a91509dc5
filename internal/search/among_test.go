package search_test

import (
	"testing"

	"kommunalforum/internal/search/query"
	"kommunalforum/internal/search/searchtest"
	"kommunalforum/internal/testkit"
)

// TestIndexClosesAfterASearchAmongNothing: closing waits until every search has
// released the index, so one that does not would hold up the end of the program.
func TestIndexClosesAfterASearchAmongNothing(t *testing.T) {
	t.Parallel()
	w := searchtest.New(t)
	if ids, err := w.OwnSearch.Among(w.Ctx, w.By(testkit.Ann), query.Form{Text: "Amsel"}, nil, 1); err != nil || len(ids) > 0 {
		t.Errorf("among nothing it finds %v: %v", ids, err)
	}
	w.Must(w.OwnIndex.Close())
}
