package catalogue

import (
	"slices"
	"time"
)

// The holidays are those of the laws on Sundays and holidays of the 16 Länder
// (Feiertagsgesetze), and of Art. 2(2) of the Unification Treaty for 3 October.
//
// Only what is a holiday in the whole Land counts. So these days are working
// days here, because the law makes them holidays in some municipalities only:
// Mariä Himmelfahrt in Bayern (municipalities with a Catholic majority), the
// Friedensfest in Augsburg, and Fronleichnam in parts of Sachsen and Thüringen.
// Heiligabend and Silvester are no holidays by any of the laws.

// rule is one holiday. It is kept in the years from…to (0: no bound), in all
// Länder or those named.
type rule struct {
	name     string
	day      func(year int) Date
	from, to int
	in       []string // nil: everywhere
}

var rules = []rule{
	{name: "Neujahr", day: on(time.January, 1)},
	{name: "Heilige Drei Könige", day: on(time.January, 6), in: []string{"Baden-Württemberg", "Bayern", "Sachsen-Anhalt"}},
	{name: "Internationaler Frauentag", day: on(time.March, 8), from: 2019, in: []string{"Berlin"}},
	{name: "Internationaler Frauentag", day: on(time.March, 8), from: 2023, in: []string{"Mecklenburg-Vorpommern"}},
	{name: "Karfreitag", day: easter(-2)},
	{name: "Ostersonntag", day: easter(0), in: []string{"Brandenburg"}},
	{name: "Ostermontag", day: easter(1)},
	{name: "Tag der Arbeit", day: on(time.May, 1)},
	{name: "75. Jahrestag der Befreiung", day: on(time.May, 8), from: 2020, to: 2020, in: []string{"Berlin"}},
	{name: "80. Jahrestag der Befreiung", day: on(time.May, 8), from: 2025, to: 2025, in: []string{"Berlin"}},
	{name: "Christi Himmelfahrt", day: easter(39)},
	{name: "Pfingstsonntag", day: easter(49), in: []string{"Brandenburg"}},
	{name: "Pfingstmontag", day: easter(50)},
	{name: "Fronleichnam", day: easter(60), in: []string{"Baden-Württemberg", "Bayern", "Hessen", "Nordrhein-Westfalen", "Rheinland-Pfalz",
		"Saarland"}},
	{name: "75. Jahrestag des Aufstandes vom 17.\u00a0Juni 1953", day: on(time.June, 17), from: 2028, to: 2028, in: []string{"Berlin"}},
	{name: "Mariä Himmelfahrt", day: on(time.August, 15), in: []string{"Saarland"}},
	{name: "Weltkindertag", day: on(time.September, 20), from: 2019, in: []string{"Thüringen"}},
	{name: "Tag der Deutschen Einheit", day: on(time.October, 3)},
	{name: "Reformationstag", day: on(time.October, 31), in: []string{"Brandenburg", "Mecklenburg-Vorpommern", "Sachsen", "Sachsen-Anhalt",
		"Thüringen"}},
	{name: "Reformationstag", day: on(time.October, 31), from: 2018, in: []string{"Bremen", "Hamburg", "Niedersachsen", "Schleswig-Holstein"}},
	{name: "Allerheiligen", day: on(time.November, 1), in: []string{"Baden-Württemberg", "Bayern", "Nordrhein-Westfalen", "Rheinland-Pfalz",
		"Saarland"}},
	{name: "Buß- und Bettag", day: prayerDay, in: []string{"Sachsen"}},
	{name: "Erster Weihnachtstag", day: on(time.December, 25)},
	{name: "Zweiter Weihnachtstag", day: on(time.December, 26)},
}

// Holidays returns the holidays of a Land in a year with their names. For "",
// the federation, these are the nine that all Länder keep.
//
// The list is right from 2018 on.
func Holidays(state string, year int) map[Date]string {
	days := map[Date]string{}
	for _, r := range rules {
		if year < r.from || r.to != 0 && year > r.to {
			continue
		}
		if r.in == nil || slices.Contains(r.in, state) {
			days[r.day(year)] = r.name
		}
	}
	return days
}

func on(month time.Month, day int) func(int) Date {
	return func(year int) Date { return dateOf(time.Date(year, month, day, 12, 0, 0, 0, time.UTC)) }
}

func easter(offset int) func(int) Date {
	return func(year int) Date { return easterSunday(year).AddDays(offset) }
}

// easterSunday uses Gauss's formula in the form of Lichtenberg (1997),
// which has no exceptions; PTB, "Wann ist Ostern?".
func easterSunday(year int) Date {
	k := year / 100                   // secular number
	m := 15 + (3*k+3)/4 - (8*k+13)/25 // secular moon shift
	s := 2 - (3*k+3)/4                // secular sun shift
	a := year % 19                    // moon parameter
	d := (19*a + m) % 30              // seed of the first full moon
	r := (d + a/11) / 29              // calendar correction
	og := 21 + d - r                  // Easter limit, as a day of March
	sz := 7 - mod(year+year/4+s, 7)   // first Sunday in March
	oe := 7 - mod(og-sz, 7)           // distance from the limit
	return on(time.March, og+oe)(year)
}

func mod(n, by int) int { return ((n % by) + by) % by }

// prayerDay is the Wednesday before 23 November.
func prayerDay(year int) Date {
	d := on(time.November, 22)(year)
	for d.weekday() != time.Wednesday {
		d = d.AddDays(-1)
	}
	return d
}
