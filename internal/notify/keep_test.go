package notify_test

import (
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
