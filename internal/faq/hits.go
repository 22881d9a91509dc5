package faq

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// HitsTx loads found articles through the rule of visibility; drafts, and what by
// may not see, are left out. Their services are not loaded.
func HitsTx(tx *db.Tx, by account.Viewer, articles []int64) ([]Article, error) {
	list, args := db.In(4, articles)
	out, err := db.List(tx, scanArticle(tx), `
		SELECT `+articleColumns+articleJoins+`
		WHERE x.id IN `+list+` AND x.state <> 'draft' AND `+visibleArticle, append(board.Seen(by), args...)...)
	for i := range out {
		out[i].By = out[i].By.For(by)
	}
	return out, err
}
