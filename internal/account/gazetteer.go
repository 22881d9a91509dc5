package account

import (
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
)

// LeavingOfTx returns what goes with municipalities that the register no longer
// holds: their organisations with their members, by AGS, and which of them
// others administer.
func LeavingOfTx(tx *db.Tx, keys []string) (organisations map[string]Listed, acted map[string]bool, err error) {
	organisations, acted = map[string]Listed{}, map[string]bool{}
	if len(keys) == 0 {
		return organisations, acted, nil
	}
	args := make([]any, len(keys))
	holders := make([]string, len(keys))
	for i, ags := range keys {
		args[i], holders[i] = ags, "$"+strconv.Itoa(i+1)
	}
	in := strings.Join(holders, ", ")
	list, err := db.List(tx, scanListed, `
		SELECT `+organisationColumns+`, `+peopleOf+`, `+InhabitantsSQL+`
		FROM organisation o
		WHERE o.dissolved_on = '' AND o.ags IN (`+in+`)`, args...)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range list {
		organisations[o.AGS] = o
	}
	administered, err := db.Column[string](tx, `SELECT DISTINCT ags FROM administers WHERE ags IN (`+in+`)`, args...)
	for _, ags := range administered {
		acted[ags] = true
	}
	return organisations, acted, err
}

// RekeyTx follows a municipality to its new AGS: it is the same organisation.
func RekeyTx(tx *db.Tx, before, after string) error {
	if _, err := tx.Exec(`UPDATE organisation SET ags = $1 WHERE ags = $2`, after, before); err != nil {
		return err
	}
	return administerInstead(tx, before, after)
}

// administerInstead puts another municipality in the place of one for which
// organisations act; "" leaves the place empty.
func administerInstead(tx *db.Tx, before, after string) error {
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

// DissolveTx marks the organisation of a municipality that is no more. What was
// written in its name stays under its name; its people belong to the successor
// from now on. Successor is the AGS of a municipality that the register holds,
// or "". It returns the ids of both organisations; 0 for what is not here.
func DissolveTx(tx *db.Tx, ags, successor string, on catalogue.Date) (from, to int64, err error) {
	if err := administerInstead(tx, ags, successor); err != nil {
		return 0, 0, err
	}
	o, ok, err := findSame(tx, Organisation{AGS: ags})
	if err != nil || !ok {
		return 0, 0, err
	}
	if successor != "" {
		next, err := ensureFromCatalogue(tx, successor)
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
	// Who had merged into it before is led on.
	if _, err := tx.Exec(`UPDATE organisation SET successor_id = $1 WHERE successor_id = $2`, to, o.ID); err != nil {
		return 0, 0, err
	}
	people, err := db.Column[int64](tx, `SELECT id FROM person WHERE organisation_id = $1`, o.ID)
	if err != nil {
		return 0, 0, err
	}
	if _, err := tx.Exec(`UPDATE person SET organisation_id = $1 WHERE organisation_id = $2`, to, o.ID); err != nil {
		return 0, 0, err
	}
	for _, id := range people {
		if err := event.AppendTx(tx, event.PersonChanged, id); err != nil {
			return 0, 0, err
		}
	}
	return o.ID, to, nil
}

// RefreshTx brings names and inhabitants of the organisations that the register
// knows up to it.
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
