package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// OfOrganisation returns up to limit of the newest inquiries that an
// organisation asked, as far as by sees who asked: the outline does not tell that.
func (s *Inquiries) OfOrganisation(ctx context.Context, by account.Viewer, organisation int64, limit int) ([]Row, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Row, error) { return listOfOrganisations(tx, by, []int64{organisation}, limit) })
}

// listOfOrganisations returns the newest inquiries that organisations asked, as far
// as by sees who asked: the outline does not tell that.
func listOfOrganisations(tx *db.Tx, by account.Viewer, organisations []int64, limit int) ([]Row, error) {
	in, ids := db.In(7, organisations)
	args := append(append(seen(by), limit), ids...)
	return db.List(tx, scanRow, query(rowColumns,
		`q.organisation_id IN `+in+` AND NOT q.asker_left AND (`+accessSQL+`) >= 2`, `
		ORDER BY q.id DESC
		LIMIT $6`), args...)
}
