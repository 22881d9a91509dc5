package testkit

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Walks runs tests that walk at random, side by side: from seeds that stay the same, or
// with SEED=n in the environment from four others. Each calls walk, which takes so many
// steps at most; with -short there is one, of a third of the steps.
func Walks(t *testing.T, steps int, walk func(t *testing.T, rng *rand.Rand, steps int)) {
	t.Helper()
	seeds := []uint64{1, 2, 3}
	if testing.Short() {
		seeds, steps = seeds[:1], steps/3
	}
	if n, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seeds = []uint64{n * 4, n*4 + 1, n*4 + 2, n*4 + 3}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			walk(t, rand.New(rand.NewPCG(seed, 7)), steps)
		})
	}
}
