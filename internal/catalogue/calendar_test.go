package catalogue_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
)

func TestEveryLandKeepsItsHolidays(t *testing.T) {
	t.Parallel()
	everywhere := map[int]string{
		2026: "2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-10-03 2026-12-25 2026-12-26",
		2027: "2027-01-01 2027-03-26 2027-03-29 2027-05-01 2027-05-06 2027-05-17 2027-10-03 2027-12-25 2027-12-26",
	}
	own := map[string]map[int]string{
		"":                       {},
		"Baden-Württemberg":      {2026: "2026-01-06 2026-06-04 2026-11-01", 2027: "2027-01-06 2027-05-27 2027-11-01"},
		"Bayern":                 {2026: "2026-01-06 2026-06-04 2026-11-01", 2027: "2027-01-06 2027-05-27 2027-11-01"},
		"Berlin":                 {2026: "2026-03-08", 2027: "2027-03-08"},
		"Brandenburg":            {2026: "2026-04-05 2026-05-24 2026-10-31", 2027: "2027-03-28 2027-05-16 2027-10-31"},
		"Bremen":                 {2026: "2026-10-31", 2027: "2027-10-31"},
		"Hamburg":                {2026: "2026-10-31", 2027: "2027-10-31"},
		"Hessen":                 {2026: "2026-06-04", 2027: "2027-05-27"},
		"Mecklenburg-Vorpommern": {2026: "2026-03-08 2026-10-31", 2027: "2027-03-08 2027-10-31"},
		"Niedersachsen":          {2026: "2026-10-31", 2027: "2027-10-31"},
		"Nordrhein-Westfalen":    {2026: "2026-06-04 2026-11-01", 2027: "2027-05-27 2027-11-01"},
		"Rheinland-Pfalz":        {2026: "2026-06-04 2026-11-01", 2027: "2027-05-27 2027-11-01"},
		"Saarland":               {2026: "2026-06-04 2026-08-15 2026-11-01", 2027: "2027-05-27 2027-08-15 2027-11-01"},
		"Sachsen":                {2026: "2026-10-31 2026-11-18", 2027: "2027-10-31 2027-11-17"},
		"Sachsen-Anhalt":         {2026: "2026-01-06 2026-10-31", 2027: "2027-01-06 2027-10-31"},
		"Schleswig-Holstein":     {2026: "2026-10-31", 2027: "2027-10-31"},
		"Thüringen":              {2026: "2026-09-20 2026-10-31", 2027: "2027-09-20 2027-10-31"},
	}
	if got, want := slices.Sorted(maps.Keys(own))[1:], catalogue.States(); !slices.Equal(got, want) {
		t.Fatalf("the table knows %v, the catalogue %v", got, want)
	}
	for state, years := range own {
		for year, common := range everywhere {
			var want []catalogue.Date
			for _, d := range strings.Fields(common + " " + years[year]) {
				want = append(want, catalogue.Date(d))
			}
			slices.Sort(want)
			got := slices.Sorted(maps.Keys(catalogue.Holidays(state, year)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q %d (-want +got):\n%s", state, year, diff)
			}
		}
	}
}

func TestHolidaysBeginAndEndWithTheirLaws(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state string
		day   catalogue.Date
		want  string
	}{
		{"Berlin", "2024-05-08", ""},
		{"Berlin", "2025-05-08", "80. Jahrestag der Befreiung"},
		{"Berlin", "2026-05-08", ""},
		{"Brandenburg", "2025-05-08", ""},
		{"Berlin", "2028-06-17", "75. Jahrestag des Aufstandes vom 17.\u00a0Juni 1953"},
		{"Mecklenburg-Vorpommern", "2022-03-08", ""},
		{"Mecklenburg-Vorpommern", "2023-03-08", "Internationaler Frauentag"},
		{"Thüringen", "2018-09-20", ""},
		{"Thüringen", "2019-09-20", "Weltkindertag"},
		{"Bayern", "2025-08-15", ""},
		{"Bayern", "2025-08-08", ""},
		{"Saarland", "2025-08-15", "Mariä Himmelfahrt"},
		{"Sachsen", "2022-11-16", "Buß- und Bettag"},
		{"Sachsen", "2023-11-22", "Buß- und Bettag"},
	} {
		year := 2000 + int(c.day[2]-'0')*10 + int(c.day[3]-'0')
		if got := catalogue.Holidays(c.state, year)[c.day]; got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.day, c.state, got, c.want)
		}
	}
}

func TestEasterIsRightInEveryKnownYear(t *testing.T) {
	t.Parallel()
	for year, monday := range map[int]catalogue.Date{
		1961: "1961-04-03", 1981: "1981-04-20", 2000: "2000-04-24", 2008: "2008-03-24",
		2011: "2011-04-25", 2019: "2019-04-22", 2024: "2024-04-01", 2025: "2025-04-21",
		2038: "2038-04-26", 2049: "2049-04-19", 2076: "2076-04-20",
	} {
		if got := catalogue.Holidays("", year)[monday]; got != "Ostermontag" {
			t.Errorf("%s is %q, want Ostermontag", monday, got)
		}
	}
}

func TestWorkingDaysPassOverWeekendsAndHolidays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from  catalogue.Date
		n     int
		state string
		want  catalogue.Date
	}{
		{"2026-11-20", 1, "Berlin", "2026-11-23"},  // Friday to Monday
		{"2026-11-21", 1, "Berlin", "2026-11-23"},  // from a Saturday
		{"2026-11-17", 1, "Sachsen", "2026-11-19"}, // Buß- und Bettag
		{"2026-11-17", 1, "Bayern", "2026-11-18"},
		{"2026-12-23", 3, "Hessen", "2026-12-29"}, // Heiligabend is a working day
		{"2026-12-30", 15, "Baden-Württemberg", "2027-01-22"},
		{"2026-12-30", 15, "Hamburg", "2027-01-21"},
		{"2026-04-02", 1, "", "2026-04-07"},
		{"2026-04-03", 0, "Bremen", "2026-04-07"}, // Karfreitag
		{"2026-04-02", 0, "Bremen", "2026-04-02"},
		{"2026-04-07", -1, "Bremen", "2026-04-02"},
		{"2027-03-05", 1, "Mecklenburg-Vorpommern", "2027-03-09"}, // Monday, 8 March
		{"2027-03-05", 1, "Brandenburg", "2027-03-08"},
		{"", 5, "Berlin", ""},
	} {
		got := catalogue.AddWorkingDays(c.from, c.n, c.state)
		if got != c.want {
			t.Errorf("%s and %d working days in %q = %s, want %s", c.from, c.n, c.state, got, c.want)
		}
		if back := catalogue.WorkingDaysBetween(c.from, got, c.state); c.n > 0 && c.from != "" && back != c.n {
			t.Errorf("working days from %s to %s in %q = %d, want %d", c.from, got, c.state, back, c.n)
		}
	}
	if got := catalogue.WorkingDaysBetween("2026-04-07", "2026-04-02", "Bremen"); got != -1 {
		t.Errorf("backwards = %d, want -1", got)
	}
	if got := catalogue.WorkingDaysBetween("", "2026-04-02", "Bremen"); got != 0 {
		t.Errorf("without a beginning = %d, want 0", got)
	}
}

func TestDatesAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]catalogue.Date{
		"2026-11-21": "2026-11-21", "21.11.2026": "2026-11-21", " 1.3.2026 ": "2026-03-01", "29.02.2028": "2028-02-29",
	} {
		if got, err := catalogue.ParseDate(text); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "morgen", "31.02.2026", "2026-13-01", "21.11.26", "01.01.0001", "01.01.9999", "2026-11-21T10:00", "\xff"} {
		if got, err := catalogue.ParseDate(text); !fault.Is(err, fault.Invalid) || got != "" {
			t.Errorf("ParseDate(%q) = %q, %v, want an Invalid fault", text, got, err)
		}
	}
}

func TestTheDayIsThatOfBerlin(t *testing.T) {
	t.Parallel()
	for moment, want := range map[string]catalogue.Date{
		"2026-01-31T22:59:59Z": "2026-01-31",
		"2026-01-31T23:00:00Z": "2026-02-01",
		"2026-07-31T21:59:59Z": "2026-07-31", // summer time
		"2026-07-31T22:00:00Z": "2026-08-01",
	} {
		at, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := catalogue.DateOf(at); got != want {
			t.Errorf("DateOf(%s) = %s, want %s", moment, got, want)
		}
	}
	if got := catalogue.DateOf(time.Time{}); got != "" {
		t.Errorf("the zero time has the day %q", got)
	}
}

func TestDatesReckonAndCompare(t *testing.T) {
	t.Parallel()
	d := catalogue.Date("2026-03-28")
	if got := d.AddDays(2); got != "2026-03-30" { // over the change to summer time
		t.Errorf("two days later = %s", got)
	}
	if got := d.AddDays(-28); got != "2026-02-28" {
		t.Errorf("28 days earlier = %s", got)
	}
	if !d.Before("2026-03-29") || d.After("2026-03-29") || !d.After("") {
		t.Error("dates compare wrongly")
	}
	if got := d.German(); got != "28.03.2026" {
		t.Errorf("German() = %q", got)
	}
	if none := catalogue.Date(""); none.German() != "" || none.AddDays(1) != "" {
		t.Error("no date must stay no date")
	}
}
