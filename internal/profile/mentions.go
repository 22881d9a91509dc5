package profile

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
)

// FindMentionsTx returns up to limit people other than the person who name them, by
// full name or address, in what they tell about themselves.
func FindMentionsTx(tx *db.Tx, person int64, t account.NameMatcher, limit int) ([]account.Mention, error) {
	phrases, _ := t.Phrases()
	return account.MentionedTx(tx, nil, t.Matches, limit, `
		SELECT id, 0, source
		FROM profile
		WHERE id <> $1 AND `+db.Mentions("source", "$2"), person, phrases)
}
