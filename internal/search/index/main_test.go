package index_test

import (
	"os"
	"testing"

	"kommunalforum/internal/search/searchtest"
	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(writerFolder); folder != "" {
		writeUntilKilled(folder)
	}
	testkit.Main(m)
}

// world is the world of searchtest with what several tests add to it.
type world struct {
	*searchtest.World
	threads []int64 // to which something may happen
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return &world{World: searchtest.New(t)}
}
