//go:build !postgres

// Plans are each engine's own. These are SQLite's.

package unread_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/unread"
)

// TestNoReadingScansWhatGrows looks at the plans of all queries: their cost must not
// depend on how many threads, posts and marks there are.
func TestNoReadingScansWhatGrows(t *testing.T) {
	t.Parallel()
	w := New(t)
	seen := board.Seen(w.By(Ann))
	for name, q := range map[string]struct {
		query string
		args  []any
		wants string
	}{
		"counts": {unread.CountSQL("($4, $5)", true), []any{seen[1], 100, 1000, 1, 2},
			"t USING COVERING INDEX thread_newest (board_id=? AND newest_id>?)"},
		"counts, nothing muted": {unread.CountSQL("($4, $5)", false), []any{seen[1], 100, 1000, 1, 2},
			"t USING COVERING INDEX thread_newest (board_id=? AND newest_id>?)"},
		"exceptions": {unread.ExceptionSQL("($2, $3)", true), []any{seen[1], 1, 2},
			"m USING COVERING INDEX read_mark_exception (person_id=? AND exception=?)"},
		"exceptions of one": {unread.ExceptionSQL("($2)", false), []any{seen[1], 1},
			"m USING COVERING INDEX read_mark_exception (person_id=? AND exception=?)"},
		"versions": {unread.VersionsSQL, append(seen, 0), "f USING COVERING INDEX follow_muted (person_id=? AND subject_kind=? AND level=?)"},
		"states":   {unread.StateSQL + `($4, $5)`, append(seen, 1, 2), "m USING PRIMARY KEY (person_id=? AND thread_id=?)"},
		"unseen":   {unread.UnseenSQL(`($4, $5)`), append(seen, 1, 2), "t USING INTEGER PRIMARY KEY (rowid=?)"},
	} {
		var plan []string
		err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
			plan, err = db.List(tx, func(r db.Row) (step string, err error) {
				var id, parent, unused int
				return step, r.Scan(&id, &parent, &unused, &step)
			}, `EXPLAIN QUERY PLAN `+q.query, q.args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join(plan, "\n")
		if !strings.Contains(all, "SEARCH "+q.wants) {
			t.Errorf("%s: the plan is\n%s", name, all)
		}
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN") && step != "SCAN b" && step != "SCAN muted" && !strings.HasPrefix(step, "SCAN t") && step != "SCAN y" {
				t.Errorf("%s: %s in\n%s", name, step, all)
			}
		}
	}
}
