package profile

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// FindMentionsTx returns up to limit people other than the person who name them, by
// full name or address, in what they tell about themselves.
func FindMentionsTx(tx *db.Tx, person int64, t account.Traces, limit int) (out []int64, err error) {
	type candidate struct {
		person int64
		text   string
	}
	phrases, _ := t.Phrases()
	list, err := db.List(tx, func(r db.Row) (c candidate, err error) { return c, r.Scan(&c.person, &c.text) }, `
		SELECT id, source
		FROM profile
		WHERE id <> $1 AND `+db.Mentions("source", "$2")+`
		LIMIT 2000`, person, phrases)
	for _, c := range list {
		if len(out) < limit && t.In(c.text) {
			out = append(out, c.person)
		}
	}
	return out, err
}
