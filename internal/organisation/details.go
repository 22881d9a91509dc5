package organisation

import (
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// Register is what the directory says of one organisation.
type Details struct {
	Organisation
	DissolvedOn    catalogue.Date // "": it exists
	Successor      Organisation   // of one that was dissolved; its ID is 0 if there is none
	Predecessors   []Organisation
	District       catalogue.District // of a municipality; its AGS is "" for others
	Administers    []catalogue.Municipality
	AdministeredBy []Organisation
	Inhabitants    int64 // for how many people it stands
	Revision       int   // counts the edits
}

// DetailsTx returns what the directory says of an organisation. The one in place
// of those that are not named is fault.NotFound.
func DetailsTx(tx *db.Tx, id int64) (out Details, err error) {
	var successor int64
	out, err = db.One(tx, func(r db.Row) (x Details, err error) {
		return x, r.Scan(append(Fields(&x.Organisation), &x.DissolvedOn, db.OrZero(&successor), &x.Inhabitants, &x.Revision)...)
	}, `
		SELECT `+Columns+`, o.dissolved_on, o.successor_id, `+InhabitantsSQL+`, o.revision
		FROM organisation o
		WHERE o.id = $1 AND `+NamedSQL, id)
	if err != nil {
		return out, err
	}
	if successor != 0 {
		out.Successor, err = db.One(tx, Scan, `SELECT `+Columns+` FROM organisation o WHERE o.id = $1`, successor)
		if err != nil {
			return out, err
		}
	}
	if out.Predecessors, err = listWhere(tx, `o.successor_id = $1`, id); err != nil {
		return out, err
	}
	if out.Administers, err = administeredBy(tx, id); err != nil || out.AGS == "" {
		return out, err
	}
	if len(out.AGS) == 8 {
		if out.District, _, err = db.Found(catalogue.FindDistrictTx(tx, out.AGS[:5])); err != nil {
			return out, err
		}
	}
	out.AdministeredBy, err = listWhere(tx, `o.id IN (SELECT ad.organisation_id FROM administers ad WHERE ad.ags = $1)`, out.AGS)
	return out, err
}

// administeredBy returns the municipalities for which an organisation acts.
func administeredBy(tx *db.Tx, organisation int64) ([]catalogue.Municipality, error) {
	keys, err := db.Column[string](tx, `SELECT ags FROM administers WHERE organisation_id = $1`, organisation)
	if err != nil {
		return nil, err
	}
	return catalogue.MunicipalitiesOfTx(tx, keys)
}

// keys are the AGS of the municipalities that it acts for, sorted.
func (r Details) Keys() (out []string) {
	for _, m := range r.Administers {
		out = append(out, m.AGS)
	}
	slices.Sort(out)
	return out
}

// OrganisationsOfTx returns which of the municipalities have an organisation
// here, by AGS.
func ByMunicipalityTx(tx *db.Tx, list []catalogue.Municipality) (map[string]Organisation, error) {
	out := map[string]Organisation{}
	if len(list) == 0 {
		return out, nil
	}
	var args []any
	var holders []string
	for i, m := range list {
		args, holders = append(args, m.AGS), append(holders, "$"+strconv.Itoa(i+1))
	}
	found, err := listWhere(tx, `o.ags IN (`+strings.Join(holders, ", ")+`)`, args...)
	for _, o := range found {
		out[o.AGS] = o
	}
	return out, err
}
