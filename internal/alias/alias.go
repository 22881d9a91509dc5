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

// DisguiseLeast is how many organisations share a disguise.
const DisguiseLeast = 10

// Disguise is how an organisation appears that asks semi-anonymously.
type Disguise struct {
	Words string // "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Niedersachsen"
	Land  string // "" where it fell away
	Few   bool   // so few take part that one may guess who it is, whatever the words
}

// DisguiseOfTx returns the disguise of an organisation. At least ten
// municipalities or districts that take part get the same one; those that do not
// cannot have asked, and the directory shows who does. A class of size with fewer
// in its Land is put together with its neighbours, and where a Land has fewer
// than ten, or large towns are few, the Land falls away; if that leaves fewer than
// ten without a Land, the next smallest Land falls away too. The classes are the same
// for all of a Land, so that nothing follows from how wide one is. Other bodies
// are named by their kind where ten of it take part.
func DisguiseOfTx(tx *db.Tx, o organisation.Organisation) (Disguise, error) {
	if o.Kind == organisation.Municipality || o.Kind == organisation.District {
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
	for _, k := range organisation.Kinds {
		if k != organisation.Municipality && k != organisation.District && (bodies[k] == "" || byKind[k] < DisguiseLeast) {
			rest += byKind[k]
		}
	}
	return Disguise{Words: "Eine Organisation", Few: rest < DisguiseLeast}, nil
}

// bodies are the words for organisations without a size; those of other kinds
// are too few or too different.
var bodies = map[organisation.Kind]string{
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
func DisguiseTx(tx *db.Tx, d Disguise) (account.Byline, error) {
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
