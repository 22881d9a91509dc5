//go:build postgres

// Plans are each engine's own. These are PostgreSQL's.

package unread_test

import (
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

// TestNoReadingScansWhatGrows looks at the plans of all queries: their cost must not
// depend on how many threads, posts and marks there are.
func TestNoReadingScansWhatGrows(t *testing.T) {
	t.Parallel()
	w := Grown(t)
	seen := board.Seen(w.By(Ann))
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		for _, muted := range []bool{false, true} {
			dbtest.WantIndexesTx(t, tx, "counts", unread.CountSQL("($4, $5)", muted), []any{seen[1], 100, 1000, 1, 2}, "thread_newest")
		}
		dbtest.WantIndexesTx(t, tx, "exceptions", unread.ExceptionSQL("($2, $3)", true), []any{seen[1], 1, 2}, "read_mark_exception")
		dbtest.WantIndexesTx(t, tx, "versions", unread.VersionsSQL, append(seen, 0), "follow_muted")
		dbtest.WantIndexesTx(t, tx, "states", unread.StateSQL+`($4, $5)`, append(seen, 100, 200), "read_mark_pkey", "thread_pkey")
		dbtest.WantIndexesTx(t, tx, "unseen", unread.UnseenSQL(`($4, $5)`), append(seen, 100, 200), "thread_pkey")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
