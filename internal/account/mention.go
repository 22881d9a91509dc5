package account

import (
	"errors"
	"slices"

	"kommunalforum/internal/db"
)

// Mention is a text that may name a person who left: its number among the texts
// of its kind, and its board (0 without one).
type Mention struct{ Subject, Board int64 }

// errEnough ends MentionedTx.
var errEnough = errors.New("enough found")

// MentionedTx runs a query that selects subject, board and text, and appends to
// found the subjects with a text that names somebody according to names: each
// subject once, and no more than limit in all. names must not use the transaction.
func MentionedTx(tx *db.Tx, found []Mention, names func(string) bool, limit int, query string, args ...any) ([]Mention, error) {
	err := db.Each(tx, func(r db.Row) error {
		var m Mention
		var text string
		if err := r.Scan(&m.Subject, &m.Board, &text); err != nil {
			return err
		}
		if len(found) >= limit {
			return errEnough
		}
		if !slices.Contains(found, m) && names(text) {
			found = append(found, m)
		}
		return nil
	}, query, args...)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return found, err
}
