//go:build !postgres

// Plans are each engine's own. These are SQLite's.

package notify_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// TestHotReadsWalkAlongTheirIndexes: none of them reads what it does not show.
func TestHotReadsWalkAlongTheirIndexes(t *testing.T) {
	t.Parallel()
	w := New(t)
	for what, c := range map[string]struct {
		query string
		args  []any
		index string
	}{
		"settle": {`UPDATE notification SET read_at = 1 WHERE person_id = 1 AND place_kind = 'thread' AND place_id = 2 AND position <= 3
			AND read_at IS NULL`, nil, "notification_unread (person_id=? AND place_kind=? AND place_id=? AND position<?)"},
		"due":  {`SELECT id FROM notification WHERE delivery = 'now' AND due_at <= 5 ORDER BY due_at LIMIT 9`, nil, "notification_due (due_at<?)"},
		"read": {`SELECT id FROM notification WHERE read_at < 5 ORDER BY read_at LIMIT 9`, nil, "notification_read (read_at<?)"},
		"followers": {`SELECT person_id, level, at FROM follow WHERE subject_kind = 'board' AND subject_id = 1 AND person_id > 5`, nil,
			"COVERING INDEX follow_subject"},
	} {
		var plan []string
		write(t, w, func(tx *db.Tx) (err error) {
			plan, err = db.List(tx, func(r db.Row) (s string, err error) {
				var n int
				return s, r.Scan(&n, &n, &n, &s)
			}, `EXPLAIN QUERY PLAN `+c.query, c.args...)
			return err
		})
		if all := strings.Join(plan, "\n"); !strings.Contains(all, c.index) || strings.Contains(all, "SCAN") {
			t.Errorf("%s:\n%s", what, all)
		}
	}
}
