package notify_test

import (
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

func TestNotificationsServeTheirTime(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	at := notify.Place{Kind: notify.Thread, ID: thread}
	w.Notified()
	put(t, w, Bea, notify.FollowedReply, at, 2, 3)
	bea := w.By(Bea).ID
	write(t, w, func(tx *db.Tx) error { return notify.SettleTx(tx, bea, thread, 2, tx.Now) })
	left := func(after time.Duration) (n int) {
		t.Helper()
		must(t, w.DB.Write(w.At(after), func(tx *db.Tx) error {
			if _, err := notify.PruneTx(tx, 10); err != nil {
				return err
			}
			var err error
			n, err = db.Scalar[int](tx, `SELECT COUNT(*) FROM notification WHERE person_id = $1`, bea)
			return err
		}))
		return n
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{notify.KeepRead - time.Hour, 2}, {notify.KeepRead + time.Hour, 1}, {notify.KeepAll - time.Hour, 1}, {notify.KeepAll + time.Hour, 0}} {
		if n := left(c.after); n != c.want {
			t.Errorf("after %s %d are left, want %d", c.after, n, c.want)
		}
	}
}

func TestClosedAccountsAreToldNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Wie geht das eigentlich?", "So?")
	w.Notified()
	ann := w.By(Ann).ID
	write(t, w, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE person SET disabled_at = $1 WHERE id = $2`, tx.Now, ann)
		return err
	})
	if got := told(t, w, func() { w.Reply(Bea, thread, "So.") }); len(got) != 0 {
		t.Errorf("told %v", got)
	}
}

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
