package search_test

import (
	"testing"

	"kommunalforum/internal/search/searchtest"
	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }

// world is the world of searchtest with what several tests add to it.
type world struct{ *searchtest.World }

func newWorld(t testing.TB) *world {
	t.Helper()
	return &world{searchtest.New(t)}
}
