package organisation

import (
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
)

// RekeyTx follows a municipality to its new AGS: it is the same organisation.
func RekeyTx(tx *db.Tx, before, after string) error {
	if _, err := tx.Exec(`UPDATE organisation SET ags = $1 WHERE ags = $2`, after, before); err != nil {
		return err
	}
	return replaceAdministered(tx, before, after)
}

// replaceAdministered puts another municipality in the place of one for which
// organisations act; "" leaves the place empty.
func replaceAdministered(tx *db.Tx, before, after string) error {
	if after != "" {
		_, err := tx.Exec(`
			INSERT INTO administers (organisation_id, ags)
			SELECT organisation_id, $1
			FROM administers
			WHERE ags = $2
			ON CONFLICT DO NOTHING`, after, before)
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(`DELETE FROM administers WHERE ags = $1`, before)
	return err
}

// DissolveTx marks the organisation of a municipality that no longer exists. What
// was written in its name stays under its name. The successor is the AGS of a
// municipality of the gazetteer, or "". It returns the ids of both organisations;
// 0 for one that is not here.
func DissolveTx(tx *db.Tx, ags, successor string, on catalogue.Date) (from, to int64, err error) {
	if err := replaceAdministered(tx, ags, successor); err != nil {
		return 0, 0, err
	}
	o, ok, err := FindSameTx(tx, Organisation{AGS: ags})
	if err != nil || !ok {
		return 0, 0, err
	}
	if successor != "" {
		next, err := ensureFromGazetteer(tx, successor)
		if err != nil {
			return 0, 0, err
		}
		to = next.ID
	}
	if to == o.ID {
		return 0, 0, fault.Reject("Eine Gemeinde kann nicht in sich selbst aufgehen.")
	}
	_, err = tx.Exec(`
		UPDATE organisation
		SET dissolved_on = $1, successor_id = $2
		WHERE id = $3`, string(on), db.Null(to), o.ID)
	if err != nil || to == 0 {
		return o.ID, to, err
	}
	// Those that merged into it before now lead on to its successor.
	_, err = tx.Exec(`UPDATE organisation SET successor_id = $1 WHERE successor_id = $2`, to, o.ID)
	return o.ID, to, err
}

// RefreshTx updates names and inhabitants of organisations from the gazetteer.
func RefreshTx(tx *db.Tx) error {
	type change struct {
		id         int64
		name       string
		population int64
	}
	changes, err := db.List(tx, func(r db.Row) (c change, err error) { return c, r.Scan(&c.id, &c.name, &c.population) }, `
		SELECT o.id, x.name, x.population
		FROM organisation o
		JOIN (
			SELECT m.ags, m.name, m.population FROM municipality m WHERE m.listed
			UNION ALL
			SELECT d.ags, d.name, d.population FROM district d WHERE d.listed) x ON x.ags = o.ags
		WHERE o.dissolved_on = '' AND (o.name <> x.name OR o.population <> x.population)`)
	for _, c := range changes {
		_, err := tx.Exec(`
			UPDATE organisation
			SET name = $1, population = $2, search = $3, sort_key = $4, revision = revision + 1
			WHERE id = $5`, c.name, c.population, folding.Column(c.name), folding.SortKey(c.name), c.id)
		if err != nil {
			return err
		}
	}
	return err
}
