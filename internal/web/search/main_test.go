package search_test

import (
	"testing"

	. "kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { Main(m) }
