package account

import "kommunalforum/internal/db"

// Disguised is the kind of the organisations that stand for those that ask
// semi-anonymously. Nobody belongs to one and no form offers it.
const Disguised OrganisationKind = "disguised"

// DisguiseLeast is how many organisations share a disguise.
const DisguiseLeast = 10

// Disguise is how an organisation appears that asks semi-anonymously.
type Disguise struct {
	Words string // "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Niedersachsen"
	Land  string // "" where it fell away
	Few   bool   // so few take part that one may guess who it is, whatever the words
}

// nobody is the address of the one account without a name that stands for all
// people who ask semi-anonymously. It is none, so nobody can sign in with it.
const nobody = "verdeckt"

// DisguiseOfTx returns the disguise of an organisation. At least ten
// municipalities or districts that take part get the same one; those that do not
// cannot have asked, and the directory shows who does. A class of size with fewer
// in its Land is put together with its neighbours, and where a Land has fewer
// than ten, or large towns are few, the Land falls away; if that leaves fewer than
// ten without a Land, the next smallest Land falls away too. The classes are the same
// for all of a Land, so that nothing follows from how wide one is. Other bodies
// are named by their kind where ten of it take part.
func DisguiseOfTx(tx *db.Tx, o Organisation) (Disguise, error) {
	if o.Kind == Municipality || o.Kind == District {
		return placeDisguise(tx, o)
	}
	byKind, err := takingPart(tx)
	if err != nil {
		return Disguise{}, err
	}
	if words := bodies[o.Kind]; words != "" && byKind[o.Kind] >= DisguiseLeast {
		return Disguise{Words: words}, nil
	}
	rest := 0 // who shares the words that fit all
	for _, k := range OrganisationKinds {
		if k != Municipality && k != District && (bodies[k] == "" || byKind[k] < DisguiseLeast) {
			rest += byKind[k]
		}
	}
	return Disguise{Words: "Eine Organisation", Few: rest < DisguiseLeast}, nil
}

// bodies are the words for organisations without a size; those of other kinds
// are too few or too different.
var bodies = map[OrganisationKind]string{
	MunicipalUnion:      "Ein Gemeindeverband",
	SpecialPurposeUnion: "Ein Zweckverband",
	ITProvider:          "Ein kommunaler IT-Dienstleister",
	UmbrellaAssociation: "Ein kommunaler Verband",
	State:               "Eine Landesbehörde",
	Federal:             "Eine Bundesbehörde",
	Company:             "Ein Unternehmen",
}

// DisguiseTx returns the byline of the disguise, with the ids to be stored: an
// organisation that has this disguise as its name, and nobody.
func DisguiseTx(tx *db.Tx, d Disguise) (Byline, error) {
	o, ok, err := db.Found(db.One(tx, scanOrganisation, `
		SELECT `+organisationColumns+`
		FROM organisation o
		WHERE o.kind = $1 AND o.name = $2`, string(Disguised), d.Words))
	if err != nil {
		return Byline{}, err
	}
	if !ok {
		if o, err = insertOrganisation(tx, Organisation{Name: d.Words, Kind: Disguised, State: d.Land}); err != nil {
			return Byline{}, err
		}
	}
	id, ok, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1`, nobody))
	if err == nil && !ok {
		id, err = tx.Insert(`
			INSERT INTO person (email, name, function, organisation_id, password, created_at, disabled_at)
			VALUES ($1, '', '', $2, '', $3, $3)
			RETURNING id`, nobody, o.ID, tx.Now)
	}
	return Byline{PersonID: id, Organisation: o}, err
}

// Disguised reports whether somebody appears semi-anonymously.
func (b Byline) Disguised() bool { return b.Organisation.Kind == Disguised }

// somebodySQL is true for a person p who is not nobody and whose account was
// not erased.
const somebodySQL = `(p.erased_at IS NULL AND p.email <> '` + nobody + `')`

// RealSQL is true for an organisation o that is no disguise and does not stand
// for those that are not to be named.
const RealSQL = `o.kind NOT IN ('` + string(Disguised) + `', '` + string(unnamed) + `')`

// withoutIDs removes the ids of a disguise, which are nobody's and lead
// nowhere.
func (b Byline) withoutIDs() Byline {
	if b.Disguised() {
		b.PersonID, b.Organisation.ID = 0, 0
		b.Name, b.Function = "", ""
	}
	return b
}
