package account

import "kommunalforum/internal/db"

// Figures are the numbers of the start page.
type Figures struct {
	Members       int
	Organisations int // that have at least one member
	States        int // Länder of those organisations
}

// CountFiguresTx counts active members and their organisations.
func CountFiguresTx(tx *db.Tx) (Figures, error) {
	type key struct{}
	return db.Cached(tx, key{}, countFigures)
}

func countFigures(tx *db.Tx) (Figures, error) {
	return db.One(tx, func(r db.Row) (f Figures, err error) {
		return f, r.Scan(&f.Members, &f.Organisations, &f.States)
	}, `
		SELECT COUNT(*), COUNT(DISTINCT o.id), COUNT(DISTINCT NULLIF(o.state, ''))
		FROM person p
		JOIN organisation o ON o.id = p.organisation_id
		WHERE p.disabled_at IS NULL`)
}

// Byline is how somebody appears beside what they wrote. Name is "" for guests.
type Byline struct {
	PersonID     int64
	Name         string
	Function     string
	Organisation Organisation // the one at the time of writing
}

// For returns the byline as the viewer may see it: guests learn organisation
// and Land, never a person. Of who asks semi-anonymously everybody learns the
// disguise only.
func (b Byline) For(by Viewer) Byline {
	if !by.SignedIn() {
		b.PersonID, b.Name, b.Function = 0, "", ""
	}
	return b.withoutIDs()
}

// BylineColumns selects a byline for a query that joins person p and
// organisation o; BylineFields scans it.
const BylineColumns = `p.id, p.name, p.function, ` + organisationColumns

// BylineFields returns the scan targets for BylineColumns.
func BylineFields(b *Byline) []any {
	return append([]any{&b.PersonID, &b.Name, &b.Function}, organisationFields(&b.Organisation)...)
}
