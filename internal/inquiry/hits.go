package inquiry

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
)

// AnswerHit is a found official answer as by may see it.
type AnswerHit struct {
	AnswerDocument
	BoardName string // "" for those who may not know of the board
	BoardSlug string
}

// AnswerHits returns the newest released versions of official answers that by
// may read, without those that were released to the asking side alone.
func (s *Inquiries) AnswerHits(ctx context.Context, by account.Viewer, answers []int64) ([]AnswerHit, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]AnswerHit, error) { return AnswerHitsTx(tx, by, answers) })
}

// AnswerHitsTx loads the newest released versions of found answers through the
// rule of visibility; what by may not see is left out, and so is what was
// released to the asking side alone. Their services are not loaded.
func AnswerHitsTx(tx *db.Tx, by account.Viewer, answers []int64) ([]AnswerHit, error) {
	list, args := db.In(4, answers)
	scan := scanDoc(tx)
	return db.List(tx, func(r db.Row) (h AnswerHit, err error) {
		h.AnswerDocument, err = scan(behind{r, []any{&h.BoardName, &h.BoardSlug}})
		return h, err
	}, `
		SELECT `+docColumns+`,
			CASE WHEN b.audience <> 'restricted' OR `+board.VisibleSQL+` THEN b.name ELSE '' END,
			CASE WHEN b.audience <> 'restricted' OR `+board.VisibleSQL+` THEN b.slug ELSE '' END`+docJoins+`
		WHERE oa.id IN `+list+` AND `+board.ReleasedSQL, append(board.Seen(by), args...)...)
}

// behind scans further columns behind those of another scan function.
type behind struct {
	row  db.Row
	more []any
}

func (b behind) Scan(dest ...any) error { return b.row.Scan(append(dest, b.more...)...) }
