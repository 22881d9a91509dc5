// Package alias says how an organisation appears that asks semi-anonymously.
//
// It promises: at least ten organisations that take part appear under the same
// words, or the alias says that there are fewer.
package alias

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// MinOrganisations is how many organisations share a disguise.
const MinOrganisations = 10

// Alias is how an organisation appears that asks semi-anonymously.
type Alias struct {
	Words string // "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Niedersachsen"
	Land  string // "" where it fell away
	Few   bool   // so few take part that one may guess who it is, whatever the words
}

// OfTx returns the disguise of an organisation. At least ten
// municipalities or districts that take part get the same one; those that do not
// cannot have asked, and the directory shows who does. A class of size with fewer
// in its Land is put together with its neighbours, and where a Land has fewer
// than ten, or large towns are few, the Land falls away; if that leaves fewer than
// ten without a Land, the next smallest Land falls away too. The classes are the same
// for all of a Land, so that nothing follows from how wide one is. Other bodies
// are named by their kind where ten of it take part.
func OfTx(tx *db.Tx, o organisation.Organisation) (Alias, error) {
	if o.Kind == organisation.Municipality || o.Kind == organisation.District {
		return ofPlace(tx, o)
	}
	byKind, err := takingPart(tx)
	if err != nil {
		return Alias{}, err
	}
	if words := kindWords[o.Kind]; words != "" && byKind[o.Kind] >= MinOrganisations {
		return Alias{Words: words}, nil
	}
	rest := 0 // who shares the words that fit all
	for _, k := range organisation.Kinds {
		if k != organisation.Municipality && k != organisation.District && (kindWords[k] == "" || byKind[k] < MinOrganisations) {
			rest += byKind[k]
		}
	}
	return Alias{Words: "Eine Organisation", Few: rest < MinOrganisations}, nil
}

// kindWords are the words for organisations without a size; those of other kinds
// are too few or too different.
var kindWords = map[organisation.Kind]string{
	organisation.MunicipalUnion:      "Ein Gemeindeverband",
	organisation.SpecialPurposeUnion: "Ein Zweckverband",
	organisation.ITProvider:          "Ein kommunaler IT-Dienstleister",
	organisation.UmbrellaAssociation: "Ein kommunaler Verband",
	organisation.State:               "Eine Landesbehörde",
	organisation.Federal:             "Eine Bundesbehörde",
	organisation.Company:             "Ein Unternehmen",
}

// DisguiseTx returns the byline of the disguise, with the ids to be stored: an
// organisation that has this disguise as its name, and nobody.
func DisguiseTx(tx *db.Tx, d Alias) (account.Byline, error) {
	o, ok, err := db.Found(db.One(tx, organisation.Scan, `
		SELECT `+organisation.Columns+`
		FROM organisation o
		WHERE o.kind = $1 AND o.name = $2`, string(organisation.Disguised), d.Words))
	if err != nil {
		return account.Byline{}, err
	}
	if !ok {
		if o, err = organisation.InsertTx(tx, organisation.Organisation{Name: d.Words, Kind: organisation.Disguised, State: d.Land}); err != nil {
			return account.Byline{}, err
		}
	}
	id, ok, err := db.Found(db.Scalar[int64](tx, `SELECT id FROM person WHERE email = $1`, account.Nobody))
	if err == nil && !ok {
		id, err = tx.Insert(`
			INSERT INTO person (email, name, function, organisation_id, password, created_at, disabled_at)
			VALUES ($1, '', '', $2, '', $3, $3)
			RETURNING id`, account.Nobody, o.ID, tx.Now)
	}
	return account.Byline{PersonID: id, Organisation: o}, err
}
