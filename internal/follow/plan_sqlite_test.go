//go:build !postgres

// Plans are each engine's own. These are SQLite's.

package follow_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/db"
)

func TestFollowersAreReadAlongTheIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.do(func(tx *db.Tx) error {
		arm := `SELECT person_id, level FROM follow WHERE subject_kind = 'board' AND subject_id = 3 AND person_id > 9`
		plan, err := db.List(tx, func(r db.Row) (s string, err error) {
			var id, parent, unused int
			return s, r.Scan(&id, &parent, &unused, &s)
		}, `EXPLAIN QUERY PLAN `+arm+` UNION ALL `+arm+` ORDER BY 1 LIMIT 1000`)
		if all := strings.Join(plan, "\n"); strings.Contains(all, "TEMP") || strings.Count(all, "COVERING INDEX follow_subject") != 2 {
			t.Errorf("the plan is\n%s", all)
		}
		return err
	})
}
