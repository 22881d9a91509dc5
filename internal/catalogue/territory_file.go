package catalogue

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/textfield"
)

// territory is what both lists of the Statistisches Bundesamt say of a body.
type territory struct {
	ags, official, kind, state string
	population                 int64
}

type districtRecord struct {
	territory
	line int
}

type municipalityRecord struct {
	territory
	district string
	lat, lon float64
}

var (
	districtColumns     = []string{"ags", "name", "kind", "state", "population"}
	municipalityColumns = []string{"ags", "name", "kind", "district_ags", "state", "population", "lat", "lon"}

	// Names are made from the kind, so an unknown one is a mistake.
	districtKinds     = []string{"Kreis", "Landkreis", "Kreisfreie Stadt", "Stadtkreis", "Regionalverband"}
	municipalityKinds = []string{"Gemeinde", "Stadt", "Markt", "Große Kreisstadt", "Kreisfreie Stadt", "Stadtkreis", "Gemeindefreies Gebiet bewohnt"}

	districtAGS     = regexp.MustCompile(`^[0-9]{5}$`)
	municipalityAGS = regexp.MustCompile(`^[0-9]{8}$`)
)

// mostPeople bounds a plausible number of inhabitants.
const mostPeople = 10_000_000

func parseDistricts(f file) ([]districtRecord, error) {
	var list []districtRecord
	seen := map[string]bool{}
	err := f.eachRow(districtColumns, func(line int, row []string) error {
		t, err := f.territory(line, row[0], row[1], row[2], row[3], row[4], districtAGS, districtKinds)
		if err != nil {
			return err
		}
		if seen[t.ags] {
			return f.fail(line, "Der AGS %s kommt mehrfach vor.", t.ags)
		}
		seen[t.ags] = true
		list = append(list, districtRecord{t, line})
		return nil
	})
	return list, err
}

// parseMunicipalities also holds the districts against their municipalities:
// the inhabitants of a district are the sum of theirs.
func parseMunicipalities(f, ofDistricts file, districts []districtRecord) ([]municipalityRecord, error) {
	list, people, err := municipalityRows(f, statesOf(districts))
	if err != nil {
		return nil, err
	}
	for _, d := range districts {
		if people[d.ags] != d.population {
			return nil, ofDistricts.fail(d.line, "Die Einwohnerzahl %d ist nicht die Summe der Gemeinden (%d).", d.population, people[d.ags])
		}
	}
	return list, nil
}

// parseUploaded reads municipalities that were uploaded. The districts are
// those of their municipalities: their inhabitants are the sum, and those
// without a municipality are gone.
func parseUploaded(f file, districts []districtRecord) ([]municipalityRecord, []districtRecord, error) {
	list, people, err := municipalityRows(f, statesOf(districts))
	if err != nil {
		return nil, nil, err
	}
	var settled []districtRecord
	for _, d := range districts {
		if n := people[d.ags]; n > 0 {
			d.population = n
			settled = append(settled, d)
		}
	}
	return list, settled, nil
}

func statesOf(districts []districtRecord) map[string]string {
	stateOf := map[string]string{}
	for _, d := range districts {
		stateOf[d.ags] = d.state
	}
	return stateOf
}

// municipalityRows reads the municipalities, and how many people live in each
// of the districts, whose Länder are given.
func municipalityRows(f file, stateOf map[string]string) (list []municipalityRecord, people map[string]int64, err error) {
	seen := map[string]bool{}
	people = map[string]int64{}
	err = f.eachRow(municipalityColumns, func(line int, row []string) error {
		t, err := f.territory(line, row[0], row[1], row[2], row[4], row[5], municipalityAGS, municipalityKinds)
		if err != nil {
			return err
		}
		m := municipalityRecord{territory: t, district: row[3]}
		state, known := stateOf[m.district]
		switch {
		case seen[m.ags]:
			return f.fail(line, "Der AGS %s kommt mehrfach vor.", m.ags)
		case !known:
			return f.fail(line, "Der Kreis „%s“ ist unbekannt.", m.district)
		case !strings.HasPrefix(m.ags, m.district) || state != m.state:
			return f.fail(line, "Der AGS %s gehört nicht zum Kreis %s.", m.ags, m.district)
		}
		if m.lat, err = degrees(row[6], 47, 56); err != nil {
			return f.fail(line, "„%s“ ist keine geografische Breite in Deutschland.", row[6])
		}
		if m.lon, err = degrees(row[7], 5, 16); err != nil {
			return f.fail(line, "„%s“ ist keine geografische Länge in Deutschland.", row[7])
		}
		seen[m.ags] = true
		people[m.district] += m.population
		list = append(list, m)
		return nil
	})
	return list, people, err
}

// maxName is how long the name of a district or municipality may be, in
// characters.
const maxName = 120

func (f file) territory(line int, ags, name, kind, state, population string, key *regexp.Regexp, kinds []string) (t territory, err error) {
	t = territory{ags: ags, official: textfield.Clean(name), kind: kind, state: state}
	switch {
	case !key.MatchString(ags):
		return t, f.fail(line, "„%s“ ist kein AGS der erwarteten Länge.", ags)
	case t.official == "":
		return t, f.fail(line, "Der Name fehlt.")
	case textfield.Refusal(t.official) != "":
		return t, f.fail(line, "Der Name %s", textfield.Refusal(t.official))
	case utf8.RuneCountInString(t.official) > maxName:
		return t, f.fail(line, "Der Name ist länger als %d Zeichen.", maxName)
	case !slices.Contains(kinds, kind):
		return t, f.fail(line, "Die Art „%s“ ist unbekannt.", kind)
	case states[ags[:2]] == "" || states[ags[:2]] != state:
		return t, f.fail(line, "Der AGS %s gehört nicht zum Land „%s“.", ags, state)
	}
	t.population, err = strconv.ParseInt(population, 10, 64)
	if err != nil || t.population < 1 || t.population > mostPeople {
		return t, f.fail(line, "„%s“ ist keine Einwohnerzahl.", population)
	}
	return t, nil
}

func degrees(text string, least, most float64) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && !(v >= least && v <= most) { // also refuses NaN
		err = strconv.ErrRange
	}
	return v, err
}
