package forum

import (
	"context"
	"time"

	"kommunalforum/internal/db"
)

// Public is a thread that everybody may read and search engines may list.
type Public struct {
	ID         int64
	Title      string
	LastPostAt time.Time
}

// PublicPaths returns up to limit threads of public boards that search engines
// may list, newest first.
func (f *Forum) PublicPaths(ctx context.Context, limit int) ([]Public, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]Public, error) {
		return db.List(tx, func(r db.Row) (p Public, err error) {
			return p, r.Scan(&p.ID, &p.Title, db.Instant(&p.LastPostAt))
		}, `
			SELECT t.id, t.title, t.last_post_at
			FROM thread t
			JOIN board b ON b.id = t.board_id
			WHERE b.audience = 'public' AND b.indexable AND NOT t.hidden
			ORDER BY t.id DESC
			LIMIT $1`, limit)
	})
}
