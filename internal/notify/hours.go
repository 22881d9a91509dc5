package notify

import (
	"time"

	"kommunalforum/internal/catalogue"
)

// Notifications leave by mail between these full hours in Europe/Berlin, on
// working days of the recipient's Land. Mails about security and the account are
// none and leave at any time.
const (
	opensAt  = 7
	closesAt = 18
)

// nextOpen returns t if notifications may leave by mail then, otherwise the next
// moment at which they may. state is the Land of the recipient's organisation, ""
// for the federation; absentUntil is the last day of the recipient's absence, ""
// for none.
func nextOpen(t time.Time, state string, absentUntil catalogue.Date) time.Time {
	day := catalogue.DateOf(t)
	if !absentUntil.Before(day) {
		day = absentUntil.AddDays(1)
		t = day.Begin()
	}
	if !t.Before(day.At(closesAt)) {
		day = day.AddDays(1)
	}
	if first := catalogue.AddWorkingDays(day, 0, state).At(opensAt); t.Before(first) {
		return first
	}
	return t
}

// isOpen reports whether notifications may leave by mail at t.
func isOpen(t time.Time, state string, absentUntil catalogue.Date) bool {
	return nextOpen(t, state, absentUntil).Equal(t)
}
