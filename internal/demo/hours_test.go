package demo

import (
	"testing"
	"time"
)

func TestMomentsOfTheNightMoveIntoOfficeHoursInOrder(t *testing.T) {
	t.Parallel()
	// A year and a day in steps that never fall on the same minute twice.
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var before time.Time
	for at := begin; at.Before(begin.AddDate(1, 0, 1)); at = at.Add(17*time.Minute + 13*time.Second) {
		got := believable(at)
		local := got.In(berlin)
		switch {
		case got.After(at):
			t.Fatalf("%s moved into the future: %s", at, got)
		case got.Before(before):
			t.Fatalf("%s moved before its predecessor: %s, %s", at, got, before)
		case local.Weekday() == time.Sunday, local.Hour() < opens, local.Hour() >= shuts:
			t.Fatalf("%s moved to %s", at, local)
		}
		before = got
	}
}

func TestMomentsOfADayAtTheOfficeStay(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 18, 14, 30, 0, 0, berlin) // a Wednesday
	if got := believable(at); !got.Equal(at) {
		t.Errorf("%s moved to %s", at, got)
	}
}
