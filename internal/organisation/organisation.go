// Package organisation owns the tables organisation and administers: the bodies
// that people work for, and for which municipalities they act. What is shown of
// them, and what administrators change, stands in package directory.
//
// It promises: a municipality or district is one organisation, under the key, name
// and inhabitants of the gazetteer; one that was dissolved leads to its successor.
package organisation

import (
	"kommunalforum/internal/db"
)

// OrganisationKind is the kind of a body that people work for.
type Kind string

const (
	Municipality        Kind = "municipality"
	District            Kind = "district"
	MunicipalUnion      Kind = "association-of-municipalities"
	SpecialPurposeUnion Kind = "special-purpose-association"
	ITProvider          Kind = "it-provider"
	UmbrellaAssociation Kind = "umbrella-association"
	State               Kind = "state"
	Federal             Kind = "federal"
	FITKO               Kind = "fitko"
	Company             Kind = "company"
	OtherBody           Kind = "other"
)

var german = map[Kind]string{
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
var Kinds = []Kind{Municipality, District, MunicipalUnion, SpecialPurposeUnion, ITProvider,
	UmbrellaAssociation, State, Federal, FITKO, Company, OtherBody}

// Valid reports whether k is a known kind.
func (k Kind) Valid() bool { _, ok := german[k]; return ok }

// German returns the kind's name on pages.
func (k Kind) German() string { return german[k] }

// Administers reports whether organisations of the kind can act for
// municipalities: Gemeindeverbände, and the municipality that does the work of
// its neighbours (erfüllende Gemeinde). A district stands for its own anyway.
func (k Kind) Administers() bool { return k == MunicipalUnion || k == Municipality }

// HasInhabitants reports whether the kind has people of its own, who are
// counted where something concerns the organisation.
func (k Kind) HasInhabitants() bool {
	return k == Municipality || k == District || k == MunicipalUnion
}

// Organisation is a body that people work for.
type Organisation struct {
	ID         int64
	Name       string
	Kind       Kind
	State      string // Land, "" for the federation
	AGS        string // official key of a municipality (8 digits) or district (5), "" otherwise
	Population int64
}

// maxOrganisationName is how long its name may be, in characters.
const MaxName = 160

// OrganisationColumns selects an organisation o; OrganisationFields scans it.
const Columns = `o.id, o.name, o.kind, o.state, COALESCE(o.ags, ''), o.population`

// OrganisationFields returns the scan targets for OrganisationColumns.
func Fields(o *Organisation) []any {
	return []any{&o.ID, &o.Name, &o.Kind, &o.State, &o.AGS, &o.Population}
}

// OuterColumns selects an organisation o that a LEFT JOIN may have found; Fields
// scans it.
const OuterColumns = `COALESCE(o.id, 0), COALESCE(o.name, ''), COALESCE(o.kind, ''), COALESCE(o.state, ''), COALESCE(o.ags, ''),
	COALESCE(o.population, 0)`

func Scan(r db.Row) (o Organisation, err error) {
	return o, r.Scan(Fields(&o)...)
}

// InhabitantsSQL is for how many people an organisation o stands: those of the
// municipalities that it administers, its own figure otherwise.
const InhabitantsSQL = `COALESCE((
	SELECT SUM(am.population)
	FROM administers ad
	JOIN municipality am ON am.ags = ad.ags
	WHERE ad.organisation_id = o.id), o.population)`

// UnnamedName is the name of the one organisation that stands in place of those
// which people who left did not want named.
const UnnamedName = "Organisation nicht genannt"

// unnamed is its kind, which nobody can choose.
const Unnamed Kind = "unnamed"

// Named reports whether this is an organisation of its own, and not the one in
// place of those that are not named.
func (o Organisation) Named() bool { return o.Kind != Unnamed }

// unnamedOrganisation returns the id of the organisation in place of those that
// are not named. It is made when it is first needed.
func UnnamedTx(tx *db.Tx) (int64, error) {
	id, found, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM organisation WHERE kind = $1`, string(Unnamed)))
	if found || err != nil {
		return id, err
	}
	o, err := InsertTx(tx, Organisation{Name: UnnamedName, Kind: Unnamed})
	return o.ID, err
}

// NamedSQL is true for an organisation o of its own, as Named is.
const NamedSQL = `o.kind <> '` + string(Unnamed) + `'`
