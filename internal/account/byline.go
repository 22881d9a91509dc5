package account

import "kommunalforum/internal/organisation"

// Byline is how somebody appears beside what they wrote. Name is "" for guests.
type Byline struct {
	PersonID     int64
	Name         string
	Function     string
	Organisation organisation.Organisation // the one at the time of writing
}

// For returns the byline as the viewer may see it: guests see organisation and
// Land, never a person. Everyone sees only the alias of a semi-anonymous author.
func (b Byline) For(by Viewer) Byline {
	if !by.SignedIn() {
		b.PersonID, b.Name, b.Function = 0, "", ""
	}
	return b.withoutIDs()
}

// BylineColumns selects a byline for a query that joins person p and
// organisation o; BylineFields scans it.
const BylineColumns = `p.id, p.name, p.function, ` + organisation.Columns

// BylineFields returns the scan targets for BylineColumns.
func BylineFields(b *Byline) []any {
	return append([]any{&b.PersonID, &b.Name, &b.Function}, organisation.Fields(&b.Organisation)...)
}

// nobody is the address of the one account without a name that stands for all
// people who ask semi-anonymously. It is none, so nobody can sign in with it.
const Nobody = "verdeckt"

// IsAlias reports whether somebody appears semi-anonymously.
func (b Byline) IsAlias() bool { return b.Organisation.Kind == organisation.Disguised }

// somebodySQL is true for a person p who is not nobody and whose account was
// not erased.
const somebodySQL = `(p.erased_at IS NULL AND p.email <> '` + Nobody + `')`

// withoutIDs removes the ids of a disguise, which are nobody's and lead
// nowhere.
func (b Byline) withoutIDs() Byline {
	if b.IsAlias() {
		b.PersonID, b.Organisation.ID = 0, 0
		b.Name, b.Function = "", ""
	}
	return b
}
