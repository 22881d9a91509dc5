package account

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/audit"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/job"
	"kommunalforum/internal/textfield"
)

const (
	// MaxAdministered is for how many municipalities an organisation may act;
	// the largest Verbandsgemeinden have about 75.
	MaxAdministered = 300
	maxInhabitants  = 100_000_000
)

// OrganisationInput is what administrators enter. With an AGS only that key and
// Administers count; the register says the rest.
type OrganisationInput struct {
	Name        string
	Kind        OrganisationKind
	State       string
	AGS         string
	Population  int64  // without an AGS
	Administers string // one municipality a line: its AGS, or its name in the Land
	Reason      string
	Revision    int // of what the form showed
}

// Administers reports whether organisations of the kind can act for
// municipalities: Gemeindeverbände, and the municipality that does the work of
// its neighbours (erfüllende Gemeinde). A district stands for its own anyway.
func (k OrganisationKind) Administers() bool { return k == MunicipalUnion || k == Municipality }

// HasInhabitants reports whether the kind has people of its own, who are
// counted where something concerns the organisation.
func (k OrganisationKind) HasInhabitants() bool {
	return k == Municipality || k == District || k == MunicipalUnion
}

// NewOrganisation enters an organisation and returns its id. The same one
// entered twice is the first one. Administrators only; recorded in the audit log.
func (a *Accounts) NewOrganisation(ctx context.Context, by Viewer, in OrganisationInput) (id int64, err error) {
	err = a.enter(ctx, by, &in, func(tx *db.Tx, c *fault.Check, o Organisation, keys []string) error {
		same, ok, err := findSame(tx, o)
		if err != nil {
			return err
		}
		if ok {
			before, err := FindOrganisationTx(tx, same.ID)
			o.ID = same.ID
			if err != nil || before.Organisation == o && slices.Equal(before.keys(), keys) {
				id = same.ID
				return err
			}
			c.Add("name", "Diese Organisation gibt es schon.")
			return c.Err()
		}
		if o, err = insertOrganisation(tx, o); err != nil {
			return err
		}
		id = o.ID
		if err := setAdministered(tx, id, keys); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "organisation.create", "organisation", id, in.Reason)
	})
	return id, err
}

// EditOrganisation changes an organisation. What was written under its former
// name shows the new one; the search takes a new Land in by itself.
// Administrators only; recorded in the audit log.
func (a *Accounts) EditOrganisation(ctx context.Context, by Viewer, id int64, in OrganisationInput) error {
	return a.enter(ctx, by, &in, func(tx *db.Tx, c *fault.Check, o Organisation, keys []string) error {
		before, err := FindOrganisationTx(tx, id)
		if err != nil {
			return err
		}
		if before.Revision != in.Revision {
			return fault.Of(fault.Conflict, "Diese Organisation hat inzwischen jemand anderes geändert. Bitte sehen Sie sich den neuen Stand an.")
		}
		if before.DissolvedOn != "" {
			return fault.Reject("Diese Organisation gibt es nicht mehr. Ihre Angaben bleiben, wie sie waren.")
		}
		o.ID = id
		if before.Organisation == o && slices.Equal(before.keys(), keys) {
			return nil
		}
		same, ok, err := findSame(tx, o)
		if err != nil {
			return err
		}
		if ok && same.ID != id {
			c.Add("name", "Diese Organisation gibt es schon.")
			return c.Err()
		}
		_, err = tx.Exec(`
			UPDATE organisation
			SET name = $1, kind = $2, state = $3, ags = $4, population = $5, search = $6, sort_key = $7, revision = revision + 1
			WHERE id = $8`, o.Name, string(o.Kind), o.State, db.Null(o.AGS), o.Population, folding.Column(o.Name), folding.SortKey(o.Name), id)
		if err != nil {
			return err
		}
		if err := setAdministered(tx, id, keys); err != nil {
			return err
		}
		if before.State != o.State {
			if err := job.RequestTx(tx, job.Reindex); err != nil {
				return err
			}
		}
		return audit.RecordTx(tx, by.ID, "organisation.edit", "organisation", id, in.Reason)
	})
}

// enter cleans the reason and checks the input within the transaction that keep writes in.
func (a *Accounts) enter(ctx context.Context, by Viewer, in *OrganisationInput, keep func(*db.Tx, *fault.Check, Organisation, []string) error) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	textfield.Line(&c, "grund", "Grund", &in.Reason, minReason, maxReason)
	return a.db.Write(ctx, func(tx *db.Tx) error {
		o, err := described(tx, &c, *in)
		if err != nil {
			return err
		}
		keys, err := municipalitiesIn(tx, &c, in.Administers, o.State)
		if err != nil {
			return err
		}
		c.Require(len(keys) == 0 || o.Kind.Administers(), "fuer",
			"Für Gemeinden handelt nur ein Gemeindeverband oder eine Gemeinde, die Aufgaben ihrer Nachbarn erfüllt.")
		if err := c.Err(); err != nil {
			return err
		}
		return keep(tx, &c, o, keys)
	})
}

// described is the organisation as the input says, or as the register says of
// its AGS.
func described(tx *db.Tx, c *fault.Check, in OrganisationInput) (Organisation, error) {
	if ags := strings.TrimSpace(in.AGS); ags != "" {
		o, ok, err := db.Found(fromCatalogue(tx, ags))
		c.Require(ok || err != nil, "ags", "Diesen Schlüssel kennt das Gemeindeverzeichnis nicht.")
		return o, err
	}
	o := Organisation{Name: in.Name, Kind: in.Kind, State: in.State, Population: in.Population}
	checkOrganisation(c, &o)
	c.Require(o.Population == 0 || o.Kind.HasInhabitants(), "einwohner",
		"Einwohnerinnen und Einwohner haben nur Kommunen, Landkreise und Gemeindeverbände.")
	c.Require(o.Population >= 0 && o.Population <= maxInhabitants, "einwohner", "Das ist keine Einwohnerzahl.")
	return o, nil
}

// findSame finds the organisation with the AGS, or with name and Land.
func findSame(tx *db.Tx, o Organisation) (Organisation, bool, error) {
	return db.Found(db.One(tx, scanOrganisation, `
		SELECT `+organisationColumns+`
		FROM organisation o
		WHERE CASE WHEN $1 <> '' THEN o.ags = $1 ELSE o.ags IS NULL AND o.name = $2 AND o.state = $3 AND `+RealSQL+` END`, o.AGS, o.Name, o.State))
}

// municipalitiesIn reads the municipalities of a form, one a line: an AGS with
// or without the name behind it, or a name that is unambiguous in the Land.
func municipalitiesIn(tx *db.Tx, c *fault.Check, lines, state string) (keys []string, err error) {
	for line := range strings.Lines(lines) {
		line = textfield.Clean(line)
		if line == "" {
			continue
		}
		if len(keys) == MaxAdministered {
			c.Add("fuer", "Eine Organisation handelt für höchstens %d Gemeinden.", MaxAdministered)
			return keys, nil
		}
		first, _, _ := strings.Cut(line, " ")
		found := []string{first}
		if !isAGS(first) || len(first) != 8 {
			if found, err = catalogue.MunicipalitiesNamedTx(tx, line, state); err != nil {
				return nil, err
			}
		} else if _, ok, err := db.Found(catalogue.FindMunicipalityTx(tx, first)); err != nil {
			return nil, err
		} else if !ok {
			found = nil
		}
		switch {
		case len(found) == 1:
			keys = append(keys, found[0])
		case len(found) == 0:
			c.Add("fuer", "Eine Gemeinde „%s“ kennt das Gemeindeverzeichnis in diesem Land nicht.", line)
		default:
			c.Add("fuer", "Den Namen „%s“ gibt es mehrfach. Geben Sie den AGS an: %s.", line, strings.Join(found[:min(len(found), 5)], ", "))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys), nil
}

// keys are the AGS of the municipalities that it acts for, sorted.
func (r Register) keys() (out []string) {
	for _, m := range r.Administers {
		out = append(out, m.AGS)
	}
	slices.Sort(out)
	return out
}

func setAdministered(tx *db.Tx, organisation int64, keys []string) error {
	if _, err := tx.Exec(`DELETE FROM administers WHERE organisation_id = $1`, organisation); err != nil {
		return err
	}
	for _, ags := range keys {
		if _, err := tx.Exec(`INSERT INTO administers (organisation_id, ags) VALUES ($1, $2)`, organisation, ags); err != nil {
			return err
		}
	}
	return nil
}
