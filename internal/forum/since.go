package forum

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// maxSince is where counting what is new stops.
const maxSince = 100

// othersWroteSQL is true if somebody other than the viewer $2 wrote something visible in
// a thread t, at a time such as "> $5". The newest posts tell: nobody writes 50 in a row.
func othersWroteSQL(at string) string {
	return `(COALESCE(t.newest_author_id, 0) <> $2 OR EXISTS (
		SELECT 1
		FROM post o
		WHERE o.thread_id = t.id AND o.position > t.newest_position - 50 AND o.state = 'visible'
		AND o.created_at ` + at + ` AND COALESCE(o.asker_id, o.author_id, 0) <> $2))`
}

var (
	postsSince = `
		SELECT e.id
		FROM post e
		JOIN thread t ON t.id = e.thread_id
		JOIN board b ON b.id = t.board_id
		WHERE e.thread_id = $4 AND e.position > $5 AND e.state = 'visible' AND COALESCE(e.asker_id, e.author_id, 0) <> $2
		AND ` + visibleThread + `
		ORDER BY e.position
		LIMIT $6`
	threadsSince = `
		SELECT COUNT(*)
		FROM (
			SELECT t.id
			FROM thread t
			JOIN board b ON b.id = t.board_id
			WHERE t.board_id = $4 AND t.last_post_at > $5 AND NOT t.pinned AND NOT t.hidden AND ` + board.VisibleSQL + `
			AND ` + othersWroteSQL("> $5") + `
			LIMIT $6) found`
)

// PostsSince returns the visible posts of others behind a position of a thread that by
// may see, oldest first, 100 at most.
func (f *Forum) PostsSince(ctx context.Context, by account.Viewer, thread int64, position int) ([]int64, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) ([]int64, error) {
		return db.Column[int64](tx, postsSince, append(board.Seen(by), thread, position, maxSince)...)
	})
}

// ThreadsSince counts the threads of a board that by may read in which somebody else
// wrote after the moment; 100 at most. Pinned ones do not count.
func (f *Forum) ThreadsSince(ctx context.Context, by account.Viewer, boardID int64, after time.Time) (int, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, threadsSince, append(board.Seen(by), boardID, after, maxSince)...)
	})
}
