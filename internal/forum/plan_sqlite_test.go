//go:build !postgres

// Plans are each engine's own. These are SQLite's.

package forum_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// TestFeedsAndOpenPagesReadByIndex holds that what programs ask for again and again
// costs the same however many threads and posts there are.
func TestFeedsAndOpenPagesReadByIndex(t *testing.T) {
	t.Parallel()
	w := New(t)
	seen := board.Seen(w.By(Ann))
	names, keys := forum.BeginningSQL([]string{"an", "dr an"})
	for name, q := range map[string]struct {
		query string
		args  []any
		wants string
	}{
		"feed of a board": {forum.FeedOfBoardSQL, append(seen, 1, 30), "n USING INDEX thread_board_created (board_id=?)"},
		"feed of a service": {forum.FeedOfServiceSQL, append(seen, 10061, 30),
			"ts USING COVERING INDEX thread_service_service (service_id=?)"},
		"posts since": {forum.PostsSinceSQL, append(seen, 1, 20, 100), "e USING INDEX sqlite_autoindex_post_1 (thread_id=? AND position>?)"},
		"threads since": {forum.ThreadsSinceSQL, append(seen, 1, 1000, 100),
			"t USING INDEX thread_board_activity (board_id=? AND last_post_at>?)"},
		"others since":   {forum.ThreadsSinceSQL, append(seen, 1, 1000, 100), "o USING INDEX sqlite_autoindex_post_1 (thread_id=? AND position>?)"},
		"who takes part": {forum.TakingPartSQL, []any{1, 1, "% an%"}, "post USING INDEX sqlite_autoindex_post_1 (thread_id=?)"},
		"names":          {names, keys, "person USING INDEX person_sort_key (sort_key>? AND sort_key<?)"},
		"answerers":      {forum.AnswerersSQL, []any{1, 12}, "e USING COVERING INDEX post_answers (thread_id=?)"},
		"replies":        {forum.RepliesSQL, []any{1}, "e USING COVERING INDEX post_withheld (thread_id=? AND position>?)"},
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
			if strings.HasPrefix(step, "SCAN t ") || strings.HasPrefix(step, "SCAN e ") || step == "SCAN t" || step == "SCAN e" || step == "SCAN n" {
				t.Errorf("%s: %s in\n%s", name, step, all)
			}
		}
	}
}
