//go:build postgres

// Plans are each engine's own. These are PostgreSQL's.

package notify_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/db/dbtest"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// TestHotReadsWalkAlongTheirIndexes: none of them reads what it does not show.
func TestHotReadsWalkAlongTheirIndexes(t *testing.T) {
	t.Parallel()
	w := Grown(t)
	write(t, w, func(tx *db.Tx) error {
		dbtest.WantIndexesTx(t, tx, "settle", `UPDATE notification SET read_at = 1 WHERE person_id = 100 AND place_kind = 'thread' AND place_id = 200
			AND position <= 3 AND read_at IS NULL`, nil, "notification_unread|notification_place")
		dbtest.WantIndexesTx(t, tx, "read", `SELECT id FROM notification WHERE read_at < 500 ORDER BY read_at LIMIT 9`, nil, "notification_read")
		dbtest.WantIndexesTx(t, tx, "due", notify.DueSQL, []any{tx.Now, 100}, "notification_due")
		dbtest.WantIndexesTx(t, tx, "daily", notify.WaitingForSQL("daily"), []any{1, 1}, "notification_digest")
		dbtest.WantIndexesTx(t, tx, "weekly", notify.WaitingForSQL("weekly"), []any{1, 1}, "notification_digest")
		dbtest.WantIndexesTx(t, tx, "in a mail", notify.OwedSQL+` WHERE n.mail_id = $1`, []any{104}, "notification_in_mail")
		dbtest.WantIndexesTx(t, tx, "in a digest", notify.OwedSQL+` WHERE n.digest_id = $1`, []any{105}, "notification_in_digest")
		dbtest.WantIndexesTx(t, tx, "by id", notify.OwedSQL+` WHERE n.id IN ($1, $2, $3, $4)`, []any{1, 2, 3, 4}, "notification_pkey")
		return nil
	})
}
