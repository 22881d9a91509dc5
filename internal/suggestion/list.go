package suggestion

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
)

// Page is a part of a list.
type Page struct {
	Rows []Suggestion
	Next int64 // leads to the next part, 0 on the last one
}

// part cuts a list that was asked for one row more than fit.
func part(rows []Suggestion, limit int) (p Page) {
	if p.Rows = rows; len(rows) > limit {
		p.Rows = rows[:limit]
		p.Next = rows[limit-1].ID
	}
	return p
}

// Open returns a part of the suggestions about which by may decide, the oldest first,
// behind the one that Page.Next named. Editors only.
func (s *Suggestions) Open(ctx context.Context, by account.Viewer, after int64, limit int) (Page, error) {
	if !by.EditsSomewhere() {
		return Page{}, faq.ErrCannotWrite
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Page, error) {
		rows, err := db.List(tx, scan(by), `
			SELECT `+columns+joins+`
			WHERE s.state = 'open' AND s.id > $2 AND `+viewerSQL(EditorsSQL)+`
			ORDER BY s.id
			LIMIT $3`, by.ID, after, limit+1)
		return part(rows, limit), err
	})
}

// CountOpen returns about how many suggestions by may decide; 0 for those who edit
// nowhere.
func (s *Suggestions) CountOpen(ctx context.Context, by account.Viewer) (int, error) {
	if !by.EditsSomewhere() {
		return 0, nil
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (int, error) {
		return db.Scalar[int](tx, `
			SELECT COUNT(*)
			FROM faq_suggestion s
			WHERE s.state = 'open' AND `+viewerSQL(EditorsSQL), by.ID)
	})
}

// HintsAt returns the open hints at an article about which by may decide, the oldest
// first, up to RowsPerPage.
func (s *Suggestions) HintsAt(ctx context.Context, by account.Viewer, article int64) ([]Suggestion, error) {
	return db.View(ctx, s.db, func(tx *db.Tx) ([]Suggestion, error) {
		return db.List(tx, scan(by), `
			SELECT `+columns+joins+`
			WHERE s.state = 'open' AND s.kind = 'article' AND s.subject_id = $2 AND `+viewerSQL(EditorsSQL)+`
			ORDER BY s.id
			LIMIT $3`, by.ID, article, RowsPerPage)
	})
}

// Own returns a part of what by suggested, the newest first, behind the one that
// Page.Next named; 0 is the beginning. Members only.
func (s *Suggestions) Own(ctx context.Context, by account.Viewer, after int64, limit int) (Page, error) {
	if err := by.MustBeMember(); err != nil {
		return Page{}, err
	}
	return db.View(ctx, s.db, func(tx *db.Tx) (Page, error) {
		rows, err := db.List(tx, scan(by), `
			SELECT `+columns+joins+`
			WHERE s.person_id = $1 AND ($2 = 0 OR s.id < $2)
			ORDER BY s.id DESC
			LIMIT $3`, by.ID, after, limit+1)
		return part(rows, limit), err
	})
}

// WordsTx returns what a suggestion says: what the editors answered, or else why
// it was made. The caller has asked who may see it.
func WordsTx(tx *db.Tx, id int64) (string, error) {
	return db.Scalar[string](tx, `
		SELECT CASE WHEN state IN ('declined', 'settled') AND reason <> '' THEN reason ELSE why END
		FROM faq_suggestion
		WHERE id = $1`, id)
}
