package directory

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/audit"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/organisation"
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
type Input struct {
	Name        string
	Kind        organisation.Kind
	State       string
	AGS         string
	Population  int64  // without an AGS
	Administers string // one municipality a line: its AGS, or its name in the Land
	Reason      string
	Revision    int // of what the form showed
}

// Add enters an organisation and returns its id. The same one
// entered twice is the first one. Administrators only; recorded in the audit log.
func (d *Directory) Add(ctx context.Context, by account.Viewer, in Input) (id int64, err error) {
	err = d.enter(ctx, by, &in, func(tx *db.Tx, c *fault.Check, o organisation.Organisation, keys []string) error {
		same, ok, err := organisation.FindSameTx(tx, o)
		if err != nil {
			return err
		}
		if ok {
			before, err := organisation.DetailsTx(tx, same.ID)
			o.ID = same.ID
			if err != nil || before.Organisation == o && slices.Equal(before.Keys(), keys) {
				id = same.ID
				return err
			}
			c.Add("name", "Diese Organisation gibt es schon.")
			return c.Err()
		}
		if o, err = organisation.InsertTx(tx, o); err != nil {
			return err
		}
		id = o.ID
		if err := organisation.SetAdministeredTx(tx, id, keys); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "organisation.create", "organisation", id, in.Reason)
	})
	return id, err
}

// Edit changes an organisation. What was written under its former
// name shows the new one; the search takes a new Land in by itself.
// Administrators only; recorded in the audit log.
func (d *Directory) Edit(ctx context.Context, by account.Viewer, id int64, in Input) error {
	return d.enter(ctx, by, &in, func(tx *db.Tx, c *fault.Check, o organisation.Organisation, keys []string) error {
		before, err := organisation.DetailsTx(tx, id)
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
		if before.Organisation == o && slices.Equal(before.Keys(), keys) {
			return nil
		}
		same, ok, err := organisation.FindSameTx(tx, o)
		if err != nil {
			return err
		}
		if ok && same.ID != id {
			c.Add("name", "Diese Organisation gibt es schon.")
			return c.Err()
		}
		if err := organisation.UpdateTx(tx, o); err != nil {
			return err
		}
		if err := organisation.SetAdministeredTx(tx, id, keys); err != nil {
			return err
		}
		if err := account.KindChangedTx(tx, id, before.Kind, o.Kind); err != nil {
			return err
		}
		if before.State != o.State {
			if err := event.OutdateTx(tx); err != nil {
				return err
			}
		}
		return audit.RecordTx(tx, by.ID, "organisation.edit", "organisation", id, in.Reason)
	})
}

// Place says where an organisation is that the gazetteer does not have; a position outside of
// Germany is fault.Invalid. Administrators only; recorded in the audit log.
func (d *Directory) Place(ctx context.Context, by account.Viewer, id int64, at organisation.Position, reason string) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	account.CheckReason(&c, &reason)
	c.Require(at.Lat > 47 && at.Lat < 55.2 && at.Lon > 5.8 && at.Lon < 15.1, "lage", "Dieser Ort liegt nicht in Deutschland.")
	return d.db.Write(ctx, func(tx *db.Tx) error {
		before, err := organisation.DetailsTx(tx, id)
		if err != nil {
			return err
		}
		c.Require(before.AGS == "", "lage", "Wo diese Organisation liegt, sagt das Gemeindeverzeichnis.")
		if err := c.Err(); err != nil {
			return err
		}
		if err := organisation.PlaceTx(tx, id, at); err != nil {
			return err
		}
		return audit.RecordTx(tx, by.ID, "organisation.edit", "organisation", id, reason)
	})
}

// enter cleans the reason and checks the input within the transaction that keep writes in.
func (d *Directory) enter(ctx context.Context, by account.Viewer, in *Input, keep func(*db.Tx, *fault.Check, organisation.Organisation,
	[]string) error) error {
	if err := by.MustBeAdmin(); err != nil {
		return err
	}
	var c fault.Check
	account.CheckReason(&c, &in.Reason)
	return d.db.Write(ctx, func(tx *db.Tx) error {
		o, err := inputToOrganisation(tx, &c, *in)
		if err != nil {
			return err
		}
		keys, err := parseMunicipalities(tx, &c, in.Administers, o.State)
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

// inputToOrganisation is the organisation as the input says, or as the register says of
// its AGS.
func inputToOrganisation(tx *db.Tx, c *fault.Check, in Input) (organisation.Organisation, error) {
	if ags := strings.TrimSpace(in.AGS); ags != "" {
		o, ok, err := db.Found(organisation.FromGazetteerTx(tx, ags))
		c.Require(ok || err != nil, "ags", "Diesen Schlüssel kennt das Gemeindeverzeichnis nicht.")
		return o, err
	}
	o := organisation.Organisation{Name: in.Name, Kind: in.Kind, State: in.State, Population: in.Population}
	organisation.Check(c, &o)
	c.Require(o.Population == 0 || o.Kind.HasInhabitants(), "einwohner",
		"Einwohnerinnen und Einwohner haben nur Kommunen, Landkreise und Gemeindeverbände.")
	c.Require(o.Population >= 0 && o.Population <= maxInhabitants, "einwohner", "Das ist keine Einwohnerzahl.")
	return o, nil
}

// parseMunicipalities reads the municipalities of a form, one a line: an AGS with
// or without the name behind it, or a name that is unambiguous in the Land.
func parseMunicipalities(tx *db.Tx, c *fault.Check, lines, state string) (keys []string, err error) {
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
		if !organisation.IsAGS(first) || len(first) != 8 {
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

// Ensure returns the organisation as described, creating it when it
// is first needed. With an AGS only that key counts: name, kind, Land and
// population come from the catalogue.
func (d *Directory) Ensure(ctx context.Context, o organisation.Organisation) (out organisation.Organisation, err error) {
	err = d.db.Write(ctx, func(tx *db.Tx) error {
		out, err = organisation.EnsureTx(tx, o)
		return err
	})
	return out, err
}
