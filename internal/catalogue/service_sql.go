package catalogue

import (
	"strconv"
	"strings"

	"kommunalforum/internal/db"
)

// AreasTx returns the Themenfelder in the order of the catalogue.
func AreasTx(tx *db.Tx) ([]Area, error) {
	return db.List(tx, scanArea, `
		SELECT id, slug, name, lead_states
		FROM subject_area
		WHERE listed
		ORDER BY position, id`)
}

func scanArea(r db.Row) (a Area, err error) {
	var leads string
	err = r.Scan(&a.ID, &a.Slug, &a.Name, &leads)
	a.LeadStates = strings.Split(leads, "\n")
	return a, err
}

const situationColumns = `id, subject_area_id, slug, name`

func scanSituation(r db.Row) (s Situation, err error) {
	return s, r.Scan(&s.ID, &s.AreaID, &s.Slug, &s.Name)
}

// situationsOf returns the Lagen of an area in the order of the catalogue.
func situationsOf(tx *db.Tx, areaID int64) ([]Situation, error) {
	return db.List(tx, scanSituation, `
		SELECT `+situationColumns+`
		FROM situation
		WHERE subject_area_id = $1 AND listed
		ORDER BY position, id`, areaID)
}

// allSituations returns the Lagen of all areas, area by area.
func allSituations(tx *db.Tx) ([]Situation, error) {
	type key struct{}
	return db.Cached(tx, key{}, func(tx *db.Tx) ([]Situation, error) {
		return db.List(tx, scanSituation, `
			SELECT `+situationColumns+`
			FROM situation
			WHERE listed
			ORDER BY subject_area_id, position, id`)
	})
}

const serviceQuery = `
		SELECT s.id, s.name, a.id, a.slug, a.name, l.id, l.name
		FROM service s
		JOIN subject_area a ON a.id = s.subject_area_id
		JOIN situation l ON l.id = s.situation_id`

func scanService(r db.Row) (s Service, err error) {
	return s, r.Scan(&s.ID, &s.Name, &s.AreaID, &s.AreaSlug, &s.AreaName, &s.SituationID, &s.SituationName)
}

// findService returns the OZG-Leistung with an OZG-ID, also one that left the
// catalogue; fault.NotFound if there never was one.
func findService(tx *db.Tx, ozgID int64) (Service, error) {
	return db.One(tx, scanService, serviceQuery+`
		WHERE s.id = $1`, ozgID)
}

// ServicesTx returns the OZG-Leistungen with these OZG-IDs by name; unknown ones
// are left out.
func ServicesTx(tx *db.Tx, ids []int64) ([]Service, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, len(ids))
	holders := make([]string, len(ids))
	for i, id := range ids {
		args[i] = id
		holders[i] = "$" + strconv.Itoa(i+1)
	}
	return db.List(tx, scanService, serviceQuery+`
		WHERE s.id IN (`+strings.Join(holders, ", ")+`)
		ORDER BY s.sort_key, s.id`, args...)
}

// AllServicesTx returns every OZG-Leistung of the catalogue by OZG-ID.
func AllServicesTx(tx *db.Tx) ([]Service, error) {
	return db.List(tx, scanService, serviceQuery+`
		WHERE s.listed
		ORDER BY s.id`)
}

const singleServiceQuery = `
		SELECT id, leika_key, name, type, laws, service_id
		FROM single_service`

func scanSingleService(r db.Row) (s SingleService, err error) {
	return s, r.Scan(&s.ID, &s.Key, &s.Name, &s.Type, &s.Laws, db.OrZero(&s.ServiceID))
}

// SingleServicesTx returns the LeiKa-Leistungen of an OZG-Leistung by name.
func SingleServicesTx(tx *db.Tx, serviceID int64) ([]SingleService, error) {
	return db.List(tx, scanSingleService, singleServiceQuery+`
		WHERE service_id = $1 AND listed
		ORDER BY sort_key, id`, serviceID)
}

// servicesNamed returns at most limit OZG-Leistungen for what somebody types: an
// OZG-ID or its beginning, or parts of words of its name, or of the name of one
// of its LeiKa-Leistungen. Exact hits and beginnings of names come first.
func servicesNamed(tx *db.Tx, text string, limit int) ([]Service, error) {
	words := searchWords(text)
	if len(words) == 0 {
		return nil, nil
	}
	args := []any{limit, "% " + strings.Join(words, " ") + "%"}
	var inService, inSingle []string
	for _, w := range words {
		args = append(args, "%"+w+"%")
		holder := "$" + strconv.Itoa(len(args))
		inService = append(inService, "s.search LIKE "+holder)
		inSingle = append(inSingle, "x.search LIKE "+holder)
	}
	ofName := strings.Join(inService, " AND ")
	return db.List(tx, scanService, serviceQuery+`
		WHERE s.listed AND (`+ofName+` OR s.id IN (
			SELECT x.service_id
			FROM single_service x
			WHERE x.listed AND `+strings.Join(inSingle, " AND ")+`))
		ORDER BY CASE WHEN s.search LIKE $2 THEN 0 WHEN `+ofName+` THEN 1 ELSE 2 END, s.sort_key, s.id
		LIMIT $1`, args...)
}
