package faq

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// OfOrganisation returns up to limit published articles whose present version
// people of the organisation wrote, as far as by may see them, last changed first.
func (s *Articles) OfOrganisation(ctx context.Context, by account.Viewer, organisation int64, limit int) ([]Entry, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Entry, error) {
		return listEntries(tx, `
			SELECT `+entryColumns+entryJoins+`
			WHERE x.organisation_id = $4 AND x.state = 'published' AND `+visibleArticle+`
			ORDER BY x.changed_at DESC, x.id DESC
			LIMIT $5`, append(board.Seen(by), organisation, limit)...)
	})
}
