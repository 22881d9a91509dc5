package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
)

// maxSince is where counting what is new stops.
const maxSince = 100

// LastStep returns the number of the last step of any inquiry, to ask StepsSince later;
// 0 before the first one. Steps are never deleted.
func (s *Inquiries) LastStep(ctx context.Context) (int64, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) (int64, error) {
		return db.Scalar[int64](tx, `SELECT COALESCE(MAX(id), 0) FROM inquiry_step`)
	})
}

// StepsSince counts the inquiries with which somebody else did something after the
// step; 100 at most. Programme managers only.
func (s *Inquiries) StepsSince(ctx context.Context, by account.Viewer, step int64) (int, error) {
	if !by.Programme() {
		return 0, fault.Forbid("Den Schreibtisch sieht nur das Programmmanagement.")
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `
			SELECT COUNT(DISTINCT n.inquiry_id)
			FROM (
				SELECT inquiry_id
				FROM inquiry_step
				WHERE id > $1 AND COALESCE(actor_id, 0) <> $2
				ORDER BY id
				LIMIT $3) n`, step, by.ID, maxSince)
	})
}
