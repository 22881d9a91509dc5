package forum

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// Titles returns the titles of those of the threads that by may see; of one that was
// merged into another, that of the other.
func (f *Forum) Titles(ctx context.Context, by account.Viewer, threads []int64) (map[int64]string, error) {
	return db.View(ctx, f.db, func(tx *db.Tx) (map[int64]string, error) { return TitlesTx(tx, by, threads) })
}

// TitlesTx returns the titles of those of the threads that by may see.
func TitlesTx(tx *db.Tx, by account.Viewer, threads []int64) (map[int64]string, error) {
	if len(threads) == 0 {
		return nil, nil
	}
	out := make(map[int64]string, len(threads))
	list, args := db.In(4, threads)
	_, err := db.List(tx, func(r db.Row) (id int64, err error) {
		var title string
		err = r.Scan(&id, &title)
		out[id] = title
		return id, err
	}, `
		SELECT x.id, t.title
		FROM thread x
		JOIN thread t ON t.id = COALESCE(x.merged_into, x.id)
		JOIN board b ON b.id = t.board_id
		WHERE x.id IN `+list+` AND `+visibleThread, append(board.Seen(by), args...)...)
	return out, err
}

// PostPlace is where a post stands.
type PostPlace struct {
	Thread   int64
	Position int
}

// PlacesOfPostsTx returns where the posts stand. The caller asks who may see them.
func PlacesOfPostsTx(tx *db.Tx, posts []int64) (map[int64]PostPlace, error) {
	if len(posts) == 0 {
		return nil, nil
	}
	out := make(map[int64]PostPlace, len(posts))
	list, args := db.In(1, posts)
	_, err := db.List(tx, func(r db.Row) (id int64, err error) {
		var p PostPlace
		err = r.Scan(&id, &p.Thread, &p.Position)
		out[id] = p
		return id, err
	}, `SELECT id, thread_id, position FROM post WHERE id IN `+list, args...)
	return out, err
}
