package notify_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/password"
	"kommunalforum/internal/testkit"
)

// processor is the time of the processor that the process has used: it hangs less than
// the clock on who else works.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkBell is what the bell costs each page of a member who was told of 2,000
// things, of some of which they know nothing yet.
func BenchmarkBell(b *testing.B) {
	password.UseTestCost()
	for _, unread := range []int{0, 10, 100} {
		b.Run(fmt.Sprintf("%d unread", unread), func(b *testing.B) {
			w := testkit.New(b)
			id := w.Ask(testkit.Bea, testkit.Members, "Eine Frage zum Messen", "Text")
			err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
				for n := range 2000 {
					copied, err := tx.Insert(`
						INSERT INTO thread (board_id, title, state, author_id, organisation_id, created_at, last_post_at, last_post_id, replies,
							pinned, hidden, once_key)
						SELECT board_id, title, state, author_id, organisation_id, created_at, last_post_at, last_post_id, replies, pinned,
							hidden, $2
						FROM thread
						WHERE id = $1
						RETURNING id`, id, fmt.Sprintf("copy %d", n))
					if err != nil {
						return err
					}
					if _, err := tx.Exec(`
						INSERT INTO notification (person_id, kind, act, place_kind, place_id, item_id, position, via_kind, via_id, at, read_at,
							delivery)
						VALUES ($1, 'followed.reply', '', 'thread', $2, 0, 0, '', 0, $3, $4, '')`, w.By(testkit.Ann).ID, copied, tx.Now,
						map[bool]any{true: nil, false: tx.Now}[n < unread]); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			ctx, by := b.Context(), w.By(testkit.Ann)
			count := func(b *testing.B, seen map[int64]int) {
				begin := processor(b)
				defer func() { b.ReportMetric(float64((processor(b)-begin).Microseconds())/float64(b.N), "cpu-µs/op") }()
				for b.Loop() {
					if n, err := w.Notify.Unread(ctx, by, seen); err != nil || n != unread {
						b.Fatalf("%d, %v", n, err)
					}
				}
			}
			b.Run("between commits", func(b *testing.B) { count(b, nil) })
			b.Run("counted anew", func(b *testing.B) { count(b, map[int64]int{1 << 40: 1}) })
		})
	}
}
