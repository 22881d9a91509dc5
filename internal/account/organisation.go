package account

import (
	"context"
	"slices"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/textfield"
)

// OrganisationKind is the kind of a body that people work for.
type OrganisationKind string

const (
	Municipality        OrganisationKind = "municipality"
	District            OrganisationKind = "district"
	MunicipalUnion      OrganisationKind = "association-of-municipalities"
	SpecialPurposeUnion OrganisationKind = "special-purpose-association"
	ITProvider          OrganisationKind = "it-provider"
	UmbrellaAssociation OrganisationKind = "umbrella-association"
	State               OrganisationKind = "state"
	Federal             OrganisationKind = "federal"
	FITKO               OrganisationKind = "fitko"
	Company             OrganisationKind = "company"
	OtherBody           OrganisationKind = "other"
)

var organisationKinds = map[OrganisationKind]string{
	Municipality:        "Kommune",
	District:            "Landkreis",
	MunicipalUnion:      "Gemeindeverband",
	SpecialPurposeUnion: "Zweckverband",
	ITProvider:          "kommunaler IT-Dienstleister",
	UmbrellaAssociation: "kommunaler Spitzenverband",
	State:               "Land",
	Federal:             "Bund",
	FITKO:               "FITKO",
	Company:             "Unternehmen",
	OtherBody:           "weitere Stelle",
}

// OrganisationKinds lists all kinds in the order of forms.
var OrganisationKinds = []OrganisationKind{Municipality, District, MunicipalUnion, SpecialPurposeUnion, ITProvider,
	UmbrellaAssociation, State, Federal, FITKO, Company, OtherBody}

// Valid reports whether k is a known kind.
func (k OrganisationKind) Valid() bool { _, ok := organisationKinds[k]; return ok }

// German returns the kind's name on pages.
func (k OrganisationKind) German() string { return organisationKinds[k] }

// Organisation is a body that people work for.
type Organisation struct {
	ID         int64
	Name       string
	Kind       OrganisationKind
	State      string // Land, "" for the federation
	AGS        string // official key of a municipality (8 digits) or district (5), "" otherwise
	Population int64
}

// maxOrganisationName is how long its name may be, in characters.
const maxOrganisationName = 160

const organisationColumns = `o.id, o.name, o.kind, o.state, COALESCE(o.ags, ''), o.population`

func organisationFields(o *Organisation) []any {
	return []any{&o.ID, &o.Name, &o.Kind, &o.State, &o.AGS, &o.Population}
}

// OrganisationColumns selects an organisation o; OrganisationFields scans it.
const OrganisationColumns = organisationColumns

// OrganisationFields returns the scan targets for OrganisationColumns.
func OrganisationFields(o *Organisation) []any { return organisationFields(o) }

func scanOrganisation(r db.Row) (o Organisation, err error) {
	return o, r.Scan(organisationFields(&o)...)
}

// EnsureOrganisation returns the organisation as described, creating it when it
// is first needed. With an AGS only that key counts: name, kind, Land and
// population come from the catalogue.
func (a *Accounts) EnsureOrganisation(ctx context.Context, o Organisation) (out Organisation, err error) {
	err = a.db.Write(ctx, func(tx *db.Tx) error {
		out, err = ensureOrganisation(tx, o)
		return err
	})
	return out, err
}

func ensureOrganisation(tx *db.Tx, o Organisation) (Organisation, error) {
	if o.AGS != "" {
		return ensureFromCatalogue(tx, o.AGS)
	}
	var c fault.Check
	checkOrganisation(&c, &o)
	if err := c.Err(); err != nil {
		return Organisation{}, err
	}
	found, ok, err := findSame(tx, o)
	if ok || err != nil {
		return found, err
	}
	return insertOrganisation(tx, o)
}

// checkOrganisation cleans and checks what somebody entered of an organisation without AGS.
func checkOrganisation(c *fault.Check, o *Organisation) {
	CheckName(c, "name", "Name der Organisation", &o.Name, 2, maxOrganisationName)
	c.Require(o.Kind.Valid(), "art", "Bitte wählen Sie, was für eine Organisation es ist.")
	c.Require(o.State == "" || slices.Contains(catalogue.States(), o.State), "land", "Dieses Land gibt es nicht.")
}

// ensureFromCatalogue finds or creates the organisation of a municipality or
// district; for one that was dissolved it finds the successor.
func ensureFromCatalogue(tx *db.Tx, ags string) (Organisation, error) {
	found, ok, err := db.Found(db.One(tx, scanOrganisation, `
		SELECT `+organisationColumns+`
		FROM organisation x
		JOIN organisation o ON o.id = COALESCE(x.successor_id, x.id)
		WHERE x.ags = $1`, ags))
	if ok || err != nil {
		return found, err
	}
	o, err := fromCatalogue(tx, ags)
	if err != nil {
		return Organisation{}, err
	}
	return insertOrganisation(tx, o)
}

// fromCatalogue describes the organisation of a municipality or district.
func fromCatalogue(tx *db.Tx, ags string) (Organisation, error) {
	if len(ags) == 5 {
		d, err := catalogue.FindDistrictTx(tx, ags)
		return Organisation{Name: d.Name, Kind: District, State: d.State, AGS: ags, Population: d.Population}, err
	}
	m, err := catalogue.FindMunicipalityTx(tx, ags)
	return Organisation{Name: m.Name, Kind: Municipality, State: m.State, AGS: ags, Population: m.Population}, err
}

func insertOrganisation(tx *db.Tx, o Organisation) (_ Organisation, err error) {
	o.ID, err = tx.Insert(`
		INSERT INTO organisation (name, kind, state, ags, population, search, sort_key, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`, o.Name, string(o.Kind), o.State, db.Null(o.AGS), o.Population, folding.Column(o.Name), folding.SortKey(o.Name), tx.Now)
	return o, err
}

// OrganisationForTx reads what an operator typed: an AGS of a municipality or
// district, an organisation that exists already, or the unambiguous name of a
// municipality or district of the catalogue.
func OrganisationForTx(tx *db.Tx, text string) (Organisation, error) {
	text = textfield.Clean(text)
	if isAGS(text) {
		return ensureFromCatalogue(tx, text)
	}
	known, err := db.List(tx, scanOrganisation, `
		SELECT `+organisationColumns+`
		FROM organisation o
		WHERE o.name = $1 AND `+RealSQL+`
		LIMIT 2`, text)
	if err != nil {
		return Organisation{}, err
	}
	if len(known) == 1 {
		return known[0], nil
	}
	keys, err := catalogue.KeysNamedTx(tx, text)
	if err != nil {
		return Organisation{}, err
	}
	switch len(keys) {
	case 1:
		return ensureFromCatalogue(tx, keys[0])
	case 0:
		return Organisation{}, fault.Reject("Die Organisation „" + text +
			"“ ist unbekannt. Geben Sie den AGS, den Namen aus dem Gemeindeverzeichnis oder zusätzlich Art und Land an.")
	}
	return Organisation{}, fault.Reject("Den Namen „" + text + "“ gibt es mehrfach. Geben Sie den AGS an: " + strings.Join(keys, ", ") + ".")
}

func isAGS(s string) bool {
	if len(s) != 5 && len(s) != 8 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}
