package catalogue

import (
	"strconv"
	"strings"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// Each store function takes all rows of its tables off the lists and puts those
// of the file back on, so that what vanished from the file is known by absence.

func loadedFiles(tx *db.Tx) (map[string]string, error) {
	type row struct{ name, sum string }
	rows, err := db.List(tx, func(r db.Row) (f row, err error) { return f, r.Scan(&f.name, &f.sum) }, `
		SELECT name, sha256
		FROM catalogue_file
		WHERE edition = $1`, edition)
	loaded := map[string]string{}
	for _, f := range rows {
		loaded[f.name] = f.sum
	}
	return loaded, err
}

func upsertFile(tx *db.Tx, f file) error {
	_, err := tx.Exec(`
		INSERT INTO catalogue_file (name, sha256, edition, loaded_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE
		SET sha256 = excluded.sha256, edition = excluded.edition, loaded_at = excluded.loaded_at`,
		f.name, f.sha256, edition, tx.Now)
	return err
}

func storeAreas(tx *db.Tx, areas []areaRecord) error {
	for _, unlist := range []string{
		`UPDATE subject_area SET listed = FALSE`,
		`UPDATE situation SET listed = FALSE`,
		`UPDATE service SET listed = FALSE`,
	} {
		if _, err := tx.Exec(unlist); err != nil {
			return err
		}
	}
	for i, a := range areas {
		id, err := tx.Insert(`
			INSERT INTO subject_area (slug, name, lead_states, position, listed)
			VALUES ($1, $2, $3, $4, TRUE)
			ON CONFLICT (slug) DO UPDATE
			SET name = excluded.name, lead_states = excluded.lead_states, position = excluded.position, listed = TRUE
			RETURNING id`, a.slug, a.name, strings.Join(a.leads, "\n"), i+1)
		if err != nil {
			return err
		}
		if err := storeSituations(tx, id, a.situations); err != nil {
			return err
		}
	}
	return nil
}

func storeSituations(tx *db.Tx, areaID int64, situations []situationRecord) error {
	for i, s := range situations {
		id, err := tx.Insert(`
			INSERT INTO situation (subject_area_id, slug, name, position, listed)
			VALUES ($1, $2, $3, $4, TRUE)
			ON CONFLICT (subject_area_id, slug) DO UPDATE
			SET name = excluded.name, position = excluded.position, listed = TRUE
			RETURNING id`, areaID, s.slug, s.name, i+1)
		if err != nil {
			return err
		}
		for _, service := range s.services {
			if err := upsertService(tx, areaID, id, service); err != nil {
				return err
			}
		}
	}
	return nil
}

func upsertService(tx *db.Tx, areaID, situationID int64, s serviceRecord) error {
	_, err := tx.Exec(`
		INSERT INTO service (id, subject_area_id, situation_id, name, search, sort_key, listed)
		VALUES ($1, $2, $3, $4, $5, $6, TRUE)
		ON CONFLICT (id) DO UPDATE
		SET subject_area_id = excluded.subject_area_id, situation_id = excluded.situation_id,
		    name = excluded.name, search = excluded.search, sort_key = excluded.sort_key, listed = TRUE`,
		s.id, areaID, situationID, s.name, folding.Column(strconv.FormatInt(s.id, 10), s.name), folding.SortKey(s.name))
	return err
}

const (
	insertSingleService = `
		INSERT INTO single_service (leika_key, name, type, laws, service_id, search, sort_key, listed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE)`
	upsertKeyed = insertSingleService + `
		ON CONFLICT (leika_key) WHERE leika_key <> '' DO UPDATE
		SET name = excluded.name, type = excluded.type, laws = excluded.laws,
		    service_id = excluded.service_id, search = excluded.search, sort_key = excluded.sort_key, listed = TRUE`
	upsertKeyless = insertSingleService + `
		ON CONFLICT (name, COALESCE(service_id, 0)) WHERE leika_key = '' DO UPDATE
		SET type = excluded.type, laws = excluded.laws, search = excluded.search, sort_key = excluded.sort_key, listed = TRUE`
)

func storeSingleServices(tx *db.Tx, list []singleRecord) error {
	if _, err := tx.Exec(`UPDATE single_service SET listed = FALSE`); err != nil {
		return err
	}
	for _, s := range list {
		upsert := upsertKeyed
		if s.key == "" {
			upsert = upsertKeyless
		}
		if _, err := tx.Exec(upsert, s.key, s.name, s.kind, s.laws, db.Null(s.serviceID), folding.Column(s.name),
			folding.SortKey(s.name)); err != nil {
			return err
		}
	}
	return nil
}

func storeDistricts(tx *db.Tx, list []districtRecord) error {
	if _, err := tx.Exec(`UPDATE district SET listed = FALSE`); err != nil {
		return err
	}
	for _, d := range list {
		name, bare := districtName(d.official, d.kind)
		_, err := tx.Exec(`
			INSERT INTO district (ags, name, plain, kind, state, population, listed)
			VALUES ($1, $2, $3, $4, $5, $6, TRUE)
			ON CONFLICT (ags) DO UPDATE
			SET name = excluded.name, plain = excluded.plain, kind = excluded.kind,
			    state = excluded.state, population = excluded.population, listed = TRUE`,
			d.ags, name, folding.Text(bare), d.kind, d.state, d.population)
		if err != nil {
			return err
		}
	}
	return nil
}

func storeMunicipalities(tx *db.Tx, list []municipalityRecord) error {
	if _, err := tx.Exec(`UPDATE municipality SET listed = FALSE`); err != nil {
		return err
	}
	for _, m := range list {
		name, bare := municipalityName(m.official, m.kind)
		_, err := tx.Exec(`
			INSERT INTO municipality (ags, name, plain, kind, district_ags, state, population, lat, lon, search, sort_key, listed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, TRUE)
			ON CONFLICT (ags) DO UPDATE
			SET name = excluded.name, plain = excluded.plain, kind = excluded.kind, district_ags = excluded.district_ags,
			    state = excluded.state, population = excluded.population, lat = excluded.lat, lon = excluded.lon,
			    search = excluded.search, sort_key = excluded.sort_key, listed = TRUE`,
			m.ags, name, folding.Text(bare), m.kind, m.district, m.state, m.population, m.lat, m.lon,
			folding.Column(m.ags, name, m.official), folding.SortKey(bare))
		if err != nil {
			return err
		}
	}
	return nil
}
