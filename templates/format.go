package templates

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	// The machine may have no time zones of its own.
	_ "time/tzdata"
)

// berlin is the zone in which everything is shown. It is part of the binary,
// so loading it cannot fail at run time.
var berlin = mustLoad("Europe/Berlin")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// MomentText writes an instant as „21.11.2026, 14:30 Uhr" in Berlin time; the
// zero time gives the empty string.
func MomentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(berlin).Format("02.01.2006, 15:04\u00a0Uhr")
}

// ClockText writes the time of day of an instant as „14:30 Uhr" in Berlin time.
func ClockText(t time.Time) string { return t.In(berlin).Format("15:04\u00a0Uhr") }

// DayText writes the day of an instant as „21.11.2026" in Berlin time; the zero
// time gives the empty string.
func DayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(berlin).Format("02.01.2006")
}

// DateText writes a calendar date "2006-01-02" as „02.01.2006". A text that is
// no such date comes back unchanged, the empty one stays empty.
func DateText[D ~string](date D) string {
	day, err := time.Parse(time.DateOnly, string(date))
	if err != nil {
		return string(date)
	}
	return day.Format("02.01.2006")
}

// Number writes an integer with dots between the thousands: „1.240".
func Number[N ~int | ~int64](n N) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte('.')
		}
		out.WriteRune(d)
	}
	return sign + out.String()
}

// Plural writes a number with the fitting word: „1 Antwort", „2 Antworten",
// „0 Antworten".
func Plural[N ~int | ~int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// machineTime is an instant for the datetime attribute.
func machineTime(t time.Time) string {
	return t.UTC().Format(time.RFC3339)
}

func escapeQuery(s string) string { return url.QueryEscape(s) }

// join puts the texts that are not empty together.
func join(separator string, parts ...string) string {
	var filled []string
	for _, p := range parts {
		if p != "" {
			filled = append(filled, p)
		}
	}
	return strings.Join(filled, separator)
}

// dotted joins texts for a line of facts: „Stadt Musterhausen · Niedersachsen".
func dotted(parts ...string) string { return join(" · ", parts...) }
