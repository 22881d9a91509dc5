package account

import (
	"slices"

	"kommunalforum/internal/db"
)

// Mention is a text that may name a person who left: its number among the texts
// of its kind, and its board (0 without one).
type Mention struct{ Subject, Board int64 }

// maxCandidates is how many texts MentionedTx holds in memory at once.
const maxCandidates = `2000`

// MentionedTx runs a query that selects subject, board and text, and appends to
// found the subjects with a text that names somebody according to names: each
// subject once, and no more than limit in all. It looks at the first 2,000 rows.
func MentionedTx(tx *db.Tx, found []Mention, names func(string) bool, limit int, query string, args ...any) ([]Mention, error) {
	type candidate struct {
		Mention
		text string
	}
	list, err := db.List(tx, func(r db.Row) (c candidate, err error) { return c, r.Scan(&c.Subject, &c.Board, &c.text) },
		query+" LIMIT "+maxCandidates, args...)
	for _, c := range list {
		if len(found) < limit && !slices.Contains(found, c.Mention) && names(c.text) {
			found = append(found, c.Mention)
		}
	}
	return found, err
}
