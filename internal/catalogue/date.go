package catalogue

import (
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // Europe/Berlin on machines without a zone database

	"kommunalforum/internal/fault"
)

// Date is a calendar day such as "2006-01-02"; "" is no day. Dates compare as strings,
// in SQL too. "" is before every other.
type Date string

const isoLayout = "2006-01-02"

var berlin = mustLoad("Europe/Berlin")

func mustLoad(zone string) *time.Location {
	l, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // cannot happen: the zones are part of the binary
	}
	return l
}

// ErrYear is the fault.Invalid of a day that is too far away to be meant.
var ErrYear = fault.Reject("Bitte geben Sie ein Jahr von 1900 bis 2199 an.")

// Shapes of what is typed for a day, whether or not there is such a day.
var (
	wholeDay  = regexp.MustCompile(`^(\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})$`)
	shortYear = regexp.MustCompile(`^\d{1,2}\.\d{1,2}\.\d\d$`)
)

// ParseDate reads what somebody typed or a browser sent: 2006-01-02 or
// 02.01.2006, also without leading zeros. Anything else, also a day that is in no
// calendar or has a year of two digits, is fault.Invalid and says why; a year outside of
// 1900 to 2199 is ErrYear.
func ParseDate(text string) (Date, error) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{isoLayout, "2.1.2006"} {
		t, err := time.Parse(layout, text)
		switch {
		case err != nil:
		case t.Year() < 1900 || t.Year() >= 2200:
			return "", ErrYear
		default:
			return dateOf(t), nil
		}
	}
	switch {
	case wholeDay.MatchString(text):
		return "", fault.Reject("Diesen Tag gibt es im Kalender nicht.")
	case shortYear.MatchString(text):
		return "", fault.Reject("Bitte geben Sie das Jahr mit vier Ziffern an.")
	}
	return "", fault.Reject("Bitte geben Sie das Datum in der Form 21.11.2026 an.")
}

// Begin returns the first moment of the day in Europe/Berlin; the zero time for
// no date.
func (d Date) Begin() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), berlin)
	if err != nil {
		return time.Time{}
	}
	return t
}

// At returns the moment of the day at which clocks in Europe/Berlin show the full
// hour, also on days that the change of time makes longer or shorter; the zero
// time for no date.
func (d Date) At(hour int) time.Time {
	begin := d.Begin()
	if begin.IsZero() {
		return begin
	}
	return time.Date(begin.Year(), begin.Month(), begin.Day(), hour, 0, 0, 0, berlin)
}

// DateOf returns the day in Europe/Berlin at t; the zero time has none.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return dateOf(t.In(berlin))
}

func dateOf(t time.Time) Date { return Date(t.Format(isoLayout)) }

// noon returns noon of the day in UTC, for computing; ok is false for "" and invalid
// dates.
func (d Date) noon() (t time.Time, ok bool) {
	t, err := time.Parse(isoLayout, string(d))
	return t.Add(12 * time.Hour), err == nil
}

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d < other }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d > other }

// AddDays returns the day n days later, earlier for a negative n; "" stays "".
func (d Date) AddDays(n int) Date {
	t, ok := d.noon()
	if !ok {
		return ""
	}
	return dateOf(t.AddDate(0, 0, n))
}

// German returns the date as pages show it, "21.11.2026"; "" for none.
func (d Date) German() string {
	t, ok := d.noon()
	if !ok {
		return ""
	}
	return t.Format("02.01.2006")
}

func (d Date) year() int {
	t, _ := d.noon()
	return t.Year()
}

func (d Date) weekday() time.Weekday {
	t, _ := d.noon()
	return t.Weekday()
}
