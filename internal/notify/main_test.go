package notify_test

import (
	"testing"

	"kommunalforum/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }
