package page

import (
	"strings"
	"testing"
	"time"
)

func TestClientHashIsTheSameAllDayAndAnotherTheNext(t *testing.T) {
	t.Parallel()
	var h clientHash
	morning := time.Date(2026, 11, 21, 0, 0, 1, 0, time.UTC)
	first := h.of("203.0.113.77", morning)
	if again := h.of("203.0.113.77", morning.Add(23*time.Hour)); again != first {
		t.Error("the same address has another hash on the same day")
	}
	if other := h.of("203.0.113.78", morning); other == first {
		t.Error("two addresses have the same hash")
	}
	if next := h.of("203.0.113.77", morning.Add(24*time.Hour)); next == first {
		t.Error("the key was not thrown away with the day")
	}
	var restarted clientHash
	if restarted.of("203.0.113.77", morning) == first || strings.Contains(first, "203") {
		t.Error("the hash can be told from the address alone")
	}
}
