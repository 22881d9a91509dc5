package demo

import (
	"fmt"
	"time"
	_ "time/tzdata" // Europe/Berlin on machines without a zone database
)

var berlin = mustLoad("Europe/Berlin")

func mustLoad(zone string) *time.Location {
	l, err := time.LoadLocation(zone)
	if err != nil {
		panic(fmt.Sprintf("load time zone: %v", err)) // the zones are part of the program
	}
	return l
}

// Hours of the day at which people of the demo world write.
const (
	opens = 7
	knee  = 15 // until then a moment stays as it is
	knee6 = 10 // on Saturdays, whose evening takes in Sunday too
	shuts = 19
)

// believable returns the moment at which somebody in an office would have done
// what the texts put at t: between 7 and 19 o'clock in Berlin, never on a
// Sunday. It is never later than t and keeps the order of any two moments:
// the time from the afternoon to the next opening is squeezed into the
// rest of the day before.
func believable(t time.Time) time.Time {
	day := t.In(berlin)
	if day.Hour() < opens {
		day = day.AddDate(0, 0, -1)
	}
	if day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, -1)
	}
	from, gap := clock(day, knee), 1
	if day.Weekday() == time.Saturday {
		from, gap = clock(day, knee6), 2
	}
	if !t.After(from) {
		return t
	}
	until := clock(day.AddDate(0, 0, gap), opens)
	room := clock(day, shuts).Sub(from)
	return from.Add(room * (t.Sub(from) / time.Second) / (until.Sub(from) / time.Second))
}

// clock returns the full hour on the day.
func clock(day time.Time, hour int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, berlin)
}
