package faq

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// TitlesTx returns the titles of those of the articles that by may see.
func TitlesTx(tx *db.Tx, by account.Viewer, articles []int64) (map[int64]string, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	out := make(map[int64]string, len(articles))
	list, args := db.In(4, articles)
	_, err := db.List(tx, func(r db.Row) (id int64, err error) {
		var title string
		err = r.Scan(&id, &title)
		out[id] = title
		return id, err
	}, `
		SELECT x.id, x.title
		FROM faq_article x
		JOIN board b ON b.id = x.board_id
		WHERE x.id IN `+list+` AND `+visibleArticle, append(board.Seen(by), args...)...)
	return out, err
}
