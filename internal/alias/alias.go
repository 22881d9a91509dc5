// Package alias owns the table alias: the words under which organisations appear
// that ask semi-anonymously.
//
// It promises: at least ten organisations that take part appear under the same
// words, or the alias says that there are fewer.
package alias

import (
	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
	"kommunalforum/internal/organisation"
)

// MinOrganisations is the minimum number of organisations that share an alias.
const MinOrganisations = 10

// Alias stands in place of the person and the organisation that ask. Its zero value
// is none.
type Alias struct {
	ID    int64  // 0 until somebody asks under it
	Words string // "Eine Gemeinde mit 10.000 bis 20.000 Einwohnern in Niedersachsen"
	Land  string // the one that the words name, "" for none
}

// Offer is the alias under which an organisation may ask.
type Offer struct {
	Alias
	Few bool // so few take part that one may guess who it is, whatever the words
}

// Columns selects an alias a that a LEFT JOIN may have found; Fields scans it.
const Columns = `COALESCE(a.id, 0), COALESCE(a.words, ''), COALESCE(a.land, '')`

// Fields returns the scan targets for Columns.
func Fields(a *Alias) []any { return []any{&a.ID, &a.Words, &a.Land} }

// OfTx returns the alias of an organisation, which need not be stored yet. At least ten
// municipalities or districts that take part get the same one; those that do not
// cannot have asked, and the directory shows who does. A class of size with fewer
// in its Land is put together with its neighbours, and where a Land has fewer
// than ten, or large towns are few, the Land falls away; if that leaves fewer than
// ten without a Land, the next smallest Land falls away too. The classes are the same
// for all of a Land, so that nothing follows from how wide one is. Other bodies
// are named by their kind where ten of it take part.
func OfTx(tx *db.Tx, o organisation.Organisation) (Offer, error) {
	if o.Kind == organisation.Municipality || o.Kind == organisation.District {
		return ofPlace(tx, o)
	}
	byKind, err := takingPart(tx)
	if err != nil {
		return Offer{}, err
	}
	if words := kindWords[o.Kind]; words != "" && byKind[o.Kind] >= MinOrganisations {
		return Offer{Alias: Alias{Words: words}}, nil
	}
	rest := 0 // who shares the words that fit all
	for _, k := range organisation.Kinds {
		if k != organisation.Municipality && k != organisation.District && (kindWords[k] == "" || byKind[k] < MinOrganisations) {
			rest += byKind[k]
		}
	}
	return Offer{Alias: Alias{Words: "Eine Organisation"}, Few: rest < MinOrganisations}, nil
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

// StoreTx returns the alias with its id. It is stored when somebody first asks
// under it, and never changed.
func StoreTx(tx *db.Tx, a Alias) (Alias, error) {
	_, err := tx.Exec(`
		INSERT INTO alias (words, land, sort_key)
		VALUES ($1, $2, $3)
		ON CONFLICT (words) DO NOTHING`, a.Words, a.Land, folding.SortKey(a.Words))
	if err != nil {
		return Alias{}, err
	}
	return db.One(tx, func(r db.Row) (a Alias, err error) { return a, r.Scan(Fields(&a)...) }, `
		SELECT `+Columns+`
		FROM alias a
		WHERE a.words = $1`, a.Words)
}
