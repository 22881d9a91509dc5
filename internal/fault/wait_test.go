package fault_test

import (
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/fault"
)

func TestWaitsAreWordedAndNeverTooShort(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		time.Millisecond:                  "eine Sekunde",
		7 * time.Second:                   "7 Sekunden",
		90 * time.Second:                  "90 Sekunden",
		91 * time.Second:                  "2 Minuten",
		14*time.Minute + time.Millisecond: "15 Minuten",
		90 * time.Minute:                  "90 Minuten",
		91 * time.Minute:                  "2 Stunden",
		23*time.Hour + 30*time.Minute:     "24 Stunden",
		2*24*time.Hour + time.Millisecond: "3 Tage",
	} {
		if got := fault.German(wait); got != want {
			t.Errorf("%v: %s, not %s", wait, got, want)
		}
	}
	err := fault.RateLimited(14*time.Minute, "Zu viele Versuche.")
	if got := fault.SentenceOf(err); got != "Zu viele Versuche. Bitte warten Sie noch 14 Minuten." {
		t.Error(got)
	}
	if !strings.HasSuffix(fault.SentenceOf(fault.RateLimited(0, "X.")), "eine Sekunde.") {
		t.Error("no wait has no words")
	}
}
