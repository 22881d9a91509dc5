package notices_test

import (
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }

// TestScripts runs the stories in testdata.
func TestScripts(t *testing.T) {
	t.Parallel()
	Scripts(t)
}
