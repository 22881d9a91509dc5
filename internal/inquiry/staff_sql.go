package inquiry

import (
	"slices"

	"kommunalforum/internal/db"
)

// Colleague is a programme manager, as the desk sees itself.
type Colleague struct {
	ID   int64
	Name string
}

type staff []Colleague

func (s staff) has(id int64) bool {
	return slices.ContainsFunc(s, func(c Colleague) bool { return c.ID == id })
}

// listStaff returns all active programme managers by name.
func listStaff(tx *db.Tx) (staff, error) {
	return db.List(tx, func(r db.Row) (c Colleague, err error) { return c, r.Scan(&c.ID, &c.Name) }, `
		SELECT p.id, p.name
		FROM person p
		WHERE p.disabled_at IS NULL
		AND EXISTS (SELECT 1 FROM role_grant rg WHERE rg.person_id = p.id AND rg.role = 'programme' AND rg.board_id IS NULL)
		ORDER BY p.sort_key, p.id`)
}
