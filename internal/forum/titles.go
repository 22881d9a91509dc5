package forum

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

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
		SELECT t.id, t.title
		FROM thread t
		JOIN board b ON b.id = t.board_id
		WHERE t.id IN `+list+` AND `+visibleThread, append(board.Seen(by), args...)...)
	return out, err
}
