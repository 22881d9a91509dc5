package forum_test

import (
	"fmt"
	"strings"
	"testing"

	"kommunalforum/internal/db"
	. "kommunalforum/internal/testkit"
)

// BenchmarkHideInALongThread hides a reply and shows it again, where all others wait
// meanwhile who write: go test -run '^$' -bench LongThread ./internal/forum.
func BenchmarkHideInALongThread(b *testing.B) {
	for _, posts := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("%d posts", posts), func(b *testing.B) {
			w := New(b)
			thread := w.Ask(Ann, Public, "Eine lange Diskussion", "Frage")
			reply := w.Reply(Bea, thread, "Antwort")
			lengthen(b, w, thread, posts)
			b.ResetTimer()
			for b.Loop() {
				if err := w.Forum.Hide(w.Ctx, w.By(Boss), reply, "Zum Messen ausgeblendet"); err != nil {
					b.Fatal(err)
				}
				if err := w.Forum.Unhide(w.Ctx, w.By(Boss), reply); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// lengthen copies the second post of a thread until it has so many.
func lengthen(tb testing.TB, w *World, thread int64, posts int) {
	tb.Helper()
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for position := 3; position <= posts; position++ {
			_, err := tx.Exec(`
				INSERT INTO post (thread_id, position, author_id, organisation_id, source, html, pipeline, revision, version, version_at, created_at,
					state, once_key)
				SELECT thread_id, $2, author_id, organisation_id, $3, $3, pipeline, revision, version, version_at, created_at, state, $4
				FROM post
				WHERE thread_id = $1 AND position = 2`, thread, position, strings.Repeat("Ein Beitrag. ", 80), fmt.Sprint("copy ", position))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}
