package templates

import (
	"testing"
	"time"
)

func TestMomentIsWrittenInBerlinTime(t *testing.T) {
	cases := map[string]time.Time{
		"21.11.2026, 14:30\u00a0Uhr": time.Date(2026, 11, 21, 13, 30, 0, 0, time.UTC),
		"01.07.2026, 00:05\u00a0Uhr": time.Date(2026, 6, 30, 22, 5, 0, 0, time.UTC),
		"":                           {},
	}
	for want, at := range cases {
		if got := MomentText(at); got != want {
			t.Errorf("MomentText(%v) = %q, want %q", at, got, want)
		}
	}
	if got := DayText(time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)); got != "01.01.2027" {
		t.Errorf("DayText on New Year's Eve = %q", got)
	}
}

func TestDateIsTurnedRoundAndOtherTextLeftAlone(t *testing.T) {
	for in, want := range map[string]string{"2027-12-31": "31.12.2027", "": "", "bald": "bald"} {
		if got := DateText(in); got != want {
			t.Errorf("DateText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNumberHasDotsBetweenThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1240: "1.240", 1204300: "1.204.300", -4500: "−4.500"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestPluralChoosesTheWord(t *testing.T) {
	for n, want := range map[int]string{0: "0 Antworten", 1: "1 Antwort", 2: "2 Antworten", 1000: "1.000 Antworten"} {
		if got := Plural(n, "Antwort", "Antworten"); got != want {
			t.Errorf("Plural(%d) = %q, want %q", n, got, want)
		}
	}
}
