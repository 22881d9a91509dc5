package account

import (
	"strings"

	"kommunalforum/internal/db"
)

// OrganisationsNamed returns the ids of up to limit organisations whose name
// contains the text, for conditions of a search.
func OrganisationsNamed(tx *db.Tx, _ Viewer, text string, limit int) ([]int64, error) {
	return db.Column[int64](tx, `
		SELECT o.id
		FROM organisation o
		WHERE o.name LIKE $1 ESCAPE '!' AND `+RealSQL+`
		ORDER BY o.id
		LIMIT $2`, Containing(text), limit)
}

// PeopleNamed is the same for people. Guests find nobody.
func PeopleNamed(tx *db.Tx, by Viewer, text string, limit int) ([]int64, error) {
	if !by.SignedIn() {
		return nil, nil
	}
	return db.Column[int64](tx, `
		SELECT p.id
		FROM person p
		WHERE p.erased_at IS NULL AND p.name LIKE $1 ESCAPE '!'
		ORDER BY p.id
		LIMIT $2`, Containing(text), limit)
}

var likeEscapes = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// Containing is the pattern for LIKE … ESCAPE '!' that finds texts with this one in
// them.
func Containing(text string) string { return "%" + likeEscapes.Replace(text) + "%" }
