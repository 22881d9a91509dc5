package account

import "kommunalforum/internal/db"

// PeopleNamedTx returns the ids of up to limit people whose name contains the
// text, in whatever spelling, for conditions of a search. Guests find nobody.
func PeopleNamedTx(tx *db.Tx, by Viewer, text string, limit int) ([]int64, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.Column[int64](tx, `
		SELECT p.id
		FROM person p
		WHERE p.erased_at IS NULL AND `+db.Like("p.search", "$1")+`
		ORDER BY p.id
		LIMIT $2`, db.Containing(text), limit)
}
