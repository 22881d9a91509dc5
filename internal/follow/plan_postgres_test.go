//go:build postgres

// Plans are each engine's own. These are PostgreSQL's.

package follow_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	. "kommunalforum/internal/testkit"
)

func TestFollowersAreReadAlongTheIndex(t *testing.T) {
	t.Parallel()
	w := Grown(t)
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		arm := `SELECT person_id, level FROM follow WHERE subject_kind = 'board' AND subject_id = 3 AND person_id > 900`
		dbtest.WantIndexesTx(t, tx, "followers", arm+` UNION ALL `+arm+` ORDER BY 1 LIMIT 1000`, nil, "follow_subject")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
