package account

import (
	"kommunalforum/internal/alias"
	"kommunalforum/internal/organisation"
)

// Byline is how somebody appears beside what they wrote: a person with an
// organisation, or an alias. Name is "" for guests.
type Byline struct {
	PersonID     int64
	Name         string
	Function     string
	Organisation organisation.Organisation // the one at the time of writing
	Alias        alias.Alias               // of who asks semi-anonymously; everything else is empty then
}

// For returns the byline as the viewer may see it: guests see organisation and
// Land, never a person.
func (b Byline) For(by Viewer) Byline {
	if !by.SignedIn() {
		return b.WithoutPerson()
	}
	return b
}

// WithoutPerson returns the byline with the organisation, or the alias, alone.
func (b Byline) WithoutPerson() Byline {
	b.PersonID, b.Name, b.Function = 0, "", ""
	return b
}

// IsAlias reports whether somebody appears semi-anonymously.
func (b Byline) IsAlias() bool { return b.Alias.Words != "" }

// OrganisationName returns the name of the organisation, or the alias in its place.
func (b Byline) OrganisationName() string {
	if b.IsAlias() {
		return b.Alias.Words
	}
	return b.Organisation.Name
}

// Land returns the organisation's, or the one that the alias names; "" for none.
func (b Byline) Land() string {
	if b.IsAlias() {
		return b.Alias.Land
	}
	return b.Organisation.State
}

// BylineColumns selects a byline for a query that joins person p and
// organisation o; BylineFields scans it.
const BylineColumns = `p.id, p.name, p.function, ` + organisation.Columns

// BylineFields returns the scan targets for BylineColumns.
func BylineFields(b *Byline) []any {
	return append([]any{&b.PersonID, &b.Name, &b.Function}, organisation.Fields(&b.Organisation)...)
}

// AuthorColumns selects a byline, which may be an alias, for a query that joins
// person p, organisation o and alias a by LEFT JOIN; AuthorFields scans it.
const AuthorColumns = `COALESCE(p.id, 0), COALESCE(p.name, ''), COALESCE(p.function, ''), ` + organisation.OuterColumns + `, ` + alias.Columns

// AuthorFields returns the scan targets for AuthorColumns.
func AuthorFields(b *Byline) []any {
	fields := make([]any, 0, authorFields) // a list scans many of them
	fields = append(fields, &b.PersonID, &b.Name, &b.Function)
	fields = append(fields, organisation.Fields(&b.Organisation)...)
	return append(fields, alias.Fields(&b.Alias)...)
}

// authorFields is the number of AuthorColumns.
const authorFields = 12
