package directory

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// Figures are the numbers of the start page.
type Figures struct {
	Members       int
	Organisations int // that have at least one member
	States        int // Länder of those organisations
}

// Figures counts active members and their organisations.
func (d *Directory) Figures(ctx context.Context) (Figures, error) {
	return db.View(ctx, d.db, figures)
}

// Countfigures counts active members and their organisations.
func figures(tx *db.Tx) (Figures, error) {
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

// OrganisationsNamedTx returns the ids of up to limit organisations whose name
// contains the text, in whatever spelling, for conditions of a search.
func OrganisationsNamedTx(tx *db.Tx, _ account.Viewer, text string, limit int) ([]int64, error) {
	return db.Column[int64](tx, `
		SELECT o.id
		FROM organisation o
		WHERE `+db.Like("o.search", "$1")+` AND `+organisation.NamedSQL+`
		ORDER BY o.id
		LIMIT $2`, db.Containing(text), limit)
}
