package catalogue

import (
	"context"

	"kommunalforum/internal/db"
)

// Catalogue reads the catalogue, each call in a transaction of its own.
type Catalogue struct{ db *db.DB }

// New returns the catalogue stored in d.
func New(d *db.DB) *Catalogue { return &Catalogue{db: d} }

// Counts counts what the catalogue lists at present.
func (c *Catalogue) Counts(ctx context.Context) (Counts, error) {
	return db.View(ctx, c.db, count)
}

// Areas returns the Themenfelder in the order of the catalogue.
func (c *Catalogue) Areas(ctx context.Context) ([]Area, error) {
	return db.View(ctx, c.db, AreasTx)
}

// Situations returns the Lagen of all Themenfelder, area by area.
func (c *Catalogue) Situations(ctx context.Context) ([]Situation, error) {
	return db.View(ctx, c.db, allSituations)
}

// SituationsOf returns the Lagen of a Themenfeld in the order of the catalogue.
func (c *Catalogue) SituationsOf(ctx context.Context, area int64) ([]Situation, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) ([]Situation, error) { return situationsOf(tx, area) })
}

// Service returns the OZG-Leistung with an OZG-ID, also one that left the
// catalogue; fault.NotFound if there never was one.
func (c *Catalogue) Service(ctx context.Context, ozgID int64) (Service, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) (Service, error) { return findService(tx, ozgID) })
}

// Services returns every OZG-Leistung of the catalogue by OZG-ID.
func (c *Catalogue) Services(ctx context.Context) ([]Service, error) {
	return db.View(ctx, c.db, AllServicesTx)
}

// ServicesByID returns the OZG-Leistungen with these OZG-IDs by name; unknown
// ones are left out.
func (c *Catalogue) ServicesByID(ctx context.Context, ids []int64) ([]Service, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) ([]Service, error) { return ServicesTx(tx, ids) })
}

// ServicesNamed returns at most limit OZG-Leistungen for what somebody types, as
// servicesNamed does.
func (c *Catalogue) ServicesNamed(ctx context.Context, text string, limit int) ([]Service, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) ([]Service, error) { return servicesNamed(tx, text, limit) })
}

// SingleServices returns the LeiKa-Leistungen of an OZG-Leistung by name.
func (c *Catalogue) SingleServices(ctx context.Context, ozgID int64) ([]SingleService, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) ([]SingleService, error) { return SingleServicesTx(tx, ozgID) })
}

// District returns the district with an AGS of 5 digits, also one that left the
// catalogue; fault.NotFound if there never was one.
func (c *Catalogue) District(ctx context.Context, ags string) (District, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) (District, error) { return FindDistrictTx(tx, ags) })
}

// Places returns where the municipalities are, as latitude and longitude in degrees.
func (c *Catalogue) Places(ctx context.Context) ([][2]float64, error) {
	return db.View(ctx, c.db, func(tx *db.Tx) ([][2]float64, error) {
		return db.List(tx, func(r db.Row) (p [2]float64, err error) { return p, r.Scan(&p[0], &p[1]) }, `
			SELECT lat, lon
			FROM municipality
			WHERE listed`)
	})
}
