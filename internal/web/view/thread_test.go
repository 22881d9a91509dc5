package view

import (
	"testing"

	"kommunalforum/internal/forum"
)

func TestBadgesSayTheWordsOfTheForum(t *testing.T) {
	t.Parallel()
	for _, s := range forum.States {
		if got := State(s).German(); got != s.German() {
			t.Errorf("the badge of %q says %q, want %q", s, got, s.German())
		}
	}
}
