package directory

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// OfDistrict returns the organisations of a district: its own, its municipalities,
// and those that act for one of them.
func (d *Directory) OfDistrict(ctx context.Context, ags string) ([]Listed, error) {
	return db.View(ctx, d.db, func(tx *db.Tx) ([]Listed, error) { return ofDistrict(tx, ags) })
}

func ofDistrict(tx *db.Tx, ags string) ([]Listed, error) {
	return db.List(tx, scanListed, `
		SELECT `+organisation.Columns+`, `+membersSQL+`, `+organisation.InhabitantsSQL+`
		FROM organisation o
		WHERE o.dissolved_on = '' AND (o.ags = $1
			OR o.ags IN (SELECT m.ags FROM municipality m WHERE m.district_ags = $1)
			OR o.id IN (
				SELECT ad.organisation_id
				FROM administers ad
				JOIN municipality m ON m.ags = ad.ags
				WHERE m.district_ags = $1))
		ORDER BY CASE WHEN o.ags = $1 THEN 0 ELSE 1 END, o.sort_key, o.id`, ags)
}

// Participation says how many municipalities of a district take part.
type Participation struct {
	Municipalities int
	Represented    int // that have members, or for which an organisation with members acts
}

// Participation counts the municipalities of a district. The district's own
// organisation represents none by itself.
func (d *Directory) Participation(ctx context.Context, ags string) (Participation, error) {
	return db.View(ctx, d.db, func(tx *db.Tx) (Participation, error) { return participation(tx, ags) })
}

func participation(tx *db.Tx, ags string) (Participation, error) {
	return db.One(tx, func(r db.Row) (p Participation, err error) { return p, r.Scan(&p.Municipalities, &p.Represented) }, `
		SELECT COUNT(*), COALESCE(SUM(CASE WHEN EXISTS (
			SELECT 1
			FROM organisation o
			JOIN person p ON p.organisation_id = o.id
			WHERE p.disabled_at IS NULL
			AND (o.ags = m.ags OR o.id IN (SELECT ad.organisation_id FROM administers ad WHERE ad.ags = m.ags))
		) THEN 1 ELSE 0 END), 0)
		FROM municipality m
		WHERE m.district_ags = $1 AND m.listed`, ags)
}

// Colleague is a member as other members see them in lists.
type Colleague struct {
	ID       int64
	Name     string
	Function string
}

// Members returns up to limit active members of an organisation by name. Guests
// see nobody.
func (d *Directory) Members(ctx context.Context, by account.Viewer, organisation int64, limit int) ([]Colleague, error) {
	return db.View(ctx, d.db, func(tx *db.Tx) ([]Colleague, error) { return members(tx, by, organisation, limit) })
}

func members(tx *db.Tx, by account.Viewer, organisation int64, limit int) ([]Colleague, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.List(tx, func(r db.Row) (c Colleague, err error) { return c, r.Scan(&c.ID, &c.Name, &c.Function) }, `
		SELECT p.id, p.name, p.function
		FROM person p
		WHERE p.organisation_id = $1 AND p.disabled_at IS NULL
		ORDER BY p.sort_key, p.id
		LIMIT $2`, organisation, limit)
}
