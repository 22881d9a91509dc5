package notify

import (
	"testing"
	"time"

	"kommunalforum/internal/catalogue"
)

var berlin = func() *time.Location {
	l, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return l
}()

// clock reads a moment as clocks in Berlin show it.
func clock(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", text, berlin)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestMailLeavesWithinWorkingHoursOfEveryLand goes through two years by the minute
// steps that matter, for the federation and all 16 Länder, and compares with a rule
// that is written down a second time, on clocks as Berlin shows them.
func TestMailLeavesWithinWorkingHoursOfEveryLand(t *testing.T) {
	t.Parallel()
	for _, state := range append([]string{""}, catalogue.States()...) {
		open, days := 0, 0
		for year := 2026; year <= 2027; year++ {
			holidays := catalogue.Holidays(state, year)
			for day := time.Date(year, 1, 1, 0, 0, 0, 0, berlin); day.Year() == year; day = day.AddDate(0, 0, 1) {
				works := day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && holidays[catalogue.DateOf(day)] == ""
				days++
				for _, c := range []struct {
					hour, minute, second int
					open                 bool
				}{{0, 0, 0, false}, {6, 59, 59, false}, {7, 0, 0, true}, {12, 0, 0, true}, {17, 59, 59, true}, {18, 0, 0, false},
					{23, 59, 59, false}} {
					at := time.Date(day.Year(), day.Month(), day.Day(), c.hour, c.minute, c.second, 0, berlin)
					if got := isOpen(at, state, ""); got != (works && c.open) {
						t.Fatalf("%q at %s: open %v", state, at, got)
					}
					next := nextOpen(at, state, "")
					if next.Before(at) || !isOpen(next, state, "") || next.Sub(at) > 6*24*time.Hour {
						t.Fatalf("%q at %s: next %s", state, at, next)
					}
					if !next.Equal(at) && next.In(berlin).Format("15:04:05") != "07:00:00" {
						t.Fatalf("%q at %s: next is no beginning of a day: %s", state, at, next.In(berlin))
					}
				}
				if works {
					open++
				}
			}
		}
		if days != 730 || open < 480 || open > 510 {
			t.Errorf("%q: %d working days of %d", state, open, days)
		}
	}
}

func TestNextMomentForMail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, at, state string
		absent          catalogue.Date
		want            string
	}{
		{"within hours", "2026-11-27 10:00:00", "Hessen", "", "2026-11-27 10:00:00"},
		{"before work", "2026-11-27 04:12:00", "Hessen", "", "2026-11-27 07:00:00"},
		{"the last moment", "2026-11-27 17:59:59", "Hessen", "", "2026-11-27 17:59:59"},
		{"Friday evening", "2026-11-27 18:00:00", "Hessen", "", "2026-11-30 07:00:00"},
		{"Sunday", "2026-11-29 12:00:00", "Hessen", "", "2026-11-30 07:00:00"},
		{"a holiday there", "2026-11-18 09:00:00", "Sachsen", "", "2026-11-19 07:00:00"},
		{"none here", "2026-11-18 09:00:00", "Thüringen", "", "2026-11-18 09:00:00"},
		{"Good Friday to Easter Monday", "2026-04-02 18:30:00", "Bayern", "", "2026-04-07 07:00:00"},
		{"clocks go forward", "2026-03-27 19:00:00", "Berlin", "", "2026-03-30 07:00:00"},
		{"clocks go back", "2026-10-23 19:00:00", "Berlin", "", "2026-10-26 07:00:00"},
		{"the night of going back", "2026-10-25 02:30:00", "Berlin", "", "2026-10-26 07:00:00"},
		{"absent today", "2026-11-26 10:00:00", "Hessen", "2026-11-26", "2026-11-27 07:00:00"},
		{"absent till Friday", "2026-11-24 10:00:00", "Hessen", "2026-11-27", "2026-11-30 07:00:00"},
		{"absent till the day before a holiday", "2026-11-16 10:00:00", "Sachsen", "2026-11-17", "2026-11-19 07:00:00"},
		{"back since yesterday", "2026-11-27 10:00:00", "Hessen", "2026-11-26", "2026-11-27 10:00:00"},
		{"over the end of the year", "2026-12-30 20:00:00", "Bayern", "2027-01-05", "2027-01-07 07:00:00"},
		{"no Land", "2026-11-18 09:00:00", "", "", "2026-11-18 09:00:00"},
	} {
		if got, want := nextOpen(clock(t, c.at), c.state, c.absent), clock(t, c.want); !got.Equal(want) {
			t.Errorf("%s: %s, want %s", c.what, got.In(berlin), want)
		}
	}
}

// TestDaysOfTheChangeOfTimeBeginAtSeven holds that a day of 23 or 25 hours has the
// same working hours, were it a working day.
func TestDaysOfTheChangeOfTimeBeginAtSeven(t *testing.T) {
	t.Parallel()
	for _, day := range []catalogue.Date{"2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"} {
		if got := day.At(opensAt).In(berlin).Format("2006-01-02 15:04"); got != string(day)+" 07:00" {
			t.Errorf("%s: %s", day, got)
		}
	}
}
