package catalogue

import (
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

const municipalityQuery = `
		SELECT ags, name, kind, district_ags, state, population, lat, lon
		FROM municipality`

func scanMunicipality(r db.Row) (m Municipality, err error) {
	return m, r.Scan(&m.AGS, &m.Name, &m.Kind, &m.DistrictAGS, &m.State, &m.Population, &m.Lat, &m.Lon)
}

// FindMunicipalityTx returns the municipality with an AGS of 8 digits, also one
// that left the catalogue; fault.NotFound if there never was one.
func FindMunicipalityTx(tx *db.Tx, ags string) (Municipality, error) {
	return db.One(tx, scanMunicipality, municipalityQuery+`
		WHERE ags = $1`, ags)
}

// MunicipalitiesOfTx returns the municipalities with these AGS by name; unknown
// ones are left out.
func MunicipalitiesOfTx(tx *db.Tx, keys []string) ([]Municipality, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	args := make([]any, len(keys))
	holders := make([]string, len(keys))
	for i, ags := range keys {
		args[i], holders[i] = ags, "$"+strconv.Itoa(i+1)
	}
	return db.List(tx, scanMunicipality, municipalityQuery+`
		WHERE ags IN (`+strings.Join(holders, ", ")+`)
		ORDER BY sort_key, ags`, args...)
}

// MunicipalitiesNamedTx returns the AGS of the municipalities of a Land ("" for
// all of them) with a name: with the full one ("Stadt Altötting"), or if nothing
// bears it with the bare one.
func MunicipalitiesNamedTx(tx *db.Tx, name, state string) ([]string, error) {
	return db.Column[string](tx, `
		WITH named AS (
			SELECT ags, CASE WHEN name = $1 THEN 0 ELSE 1 END AS rank
			FROM municipality
			WHERE listed AND (name = $1 OR plain = $2) AND ($3 = '' OR state = $3)
		)
		SELECT ags
		FROM named
		WHERE rank = (SELECT MIN(rank) FROM named)
		ORDER BY ags`, strings.TrimSpace(name), folding.Text(name), state)
}

// LargestTx returns the AGS of the municipalities with the most inhabitants.
func LargestTx(tx *db.Tx, limit int) ([]string, error) {
	return db.Column[string](tx, `
		SELECT ags
		FROM municipality
		WHERE listed
		ORDER BY population DESC, ags
		LIMIT $1`, limit)
}

const districtQuery = `
		SELECT ags, name, kind, state, population
		FROM district`

func scanDistrict(r db.Row) (d District, err error) {
	return d, r.Scan(&d.AGS, &d.Name, &d.Kind, &d.State, &d.Population)
}

// FindDistrictTx returns the district with an AGS of 5 digits, also one that left
// the catalogue; fault.NotFound if there never was one.
func FindDistrictTx(tx *db.Tx, ags string) (District, error) {
	return db.One(tx, scanDistrict, districtQuery+`
		WHERE ags = $1`, ags)
}

// KeysNamedTx returns the AGS of the municipalities and districts with a name.
// The full name ("Landkreis Rosenheim") counts first; only if nothing bears it,
// the bare one does ("Rosenheim"). A town that is its own district appears once,
// as the municipality.
func KeysNamedTx(tx *db.Tx, name string) ([]string, error) {
	return db.Column[string](tx, `
		WITH named AS (
			SELECT ags, CASE WHEN name = $1 THEN 0 ELSE 1 END AS rank
			FROM municipality
			WHERE listed AND (name = $1 OR plain = $2)
			UNION ALL
			SELECT ags, CASE WHEN name = $1 THEN 0 ELSE 1 END
			FROM district
			WHERE listed AND (name = $1 OR plain = $2) AND kind NOT IN ('Kreisfreie Stadt', 'Stadtkreis')
		)
		SELECT ags
		FROM named
		WHERE rank = (SELECT MIN(rank) FROM named)
		ORDER BY ags`, strings.TrimSpace(name), folding.Text(name))
}
