package app_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/search/query"
	. "kommunalforum/internal/testkit"
)

// TestThreeLeadersDoNothingTwice lets more workers than one do what one node does for
// all, as when a node lost its connection and does not know yet.
func TestThreeLeadersDoNothingTwice(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage zum Kanarienvogel", "Frage")
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for _, who := range []string{Bea, Insider, Editor} {
			if err := follow.SetTx(tx, w.By(who).ID, follow.Subject{Kind: follow.Board, ID: w.Board(Members)}, follow.All); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Follows.Save(w.Ctx, w.By(OtherMod), "Vögel", query.Form{Text: "Kanarienvogel"}.Saved()); err != nil {
		t.Fatal(err)
	}
	article := w.Article(Mod, Members)
	today := string(catalogue.DateOf(w.DB.Now(w.Ctx)))
	write(w, `UPDATE faq_article SET review_on = $1 WHERE id = $2`, today, article)
	tomorrow := catalogue.DateOf(w.DB.Now(w.At(24 * time.Hour)))
	if err := w.Bookmarks.Save(w.Ctx, w.By(Bea), w.Question(thread), bookmark.Input{RemindOn: string(tomorrow)}); err != nil {
		t.Fatal(err)
	}
	write(w, `UPDATE bookmark SET remind_on = $1`, today)

	ctx, end := context.WithCancel(w.Ctx)
	var leaders sync.WaitGroup
	for range 2 { // beside that of the world
		leaders.Go(func() { w.Lead(ctx) })
	}
	const replies = 12
	for i := range replies {
		w.Reply(Mod, thread, fmt.Sprintf("Antwort %d zum Kanarienvogel", i))
	}
	w.Soon("everybody is told", func() bool {
		return count(w, `SELECT COUNT(*) FROM notification WHERE kind = 'followed.reply'`) >= 3*replies &&
			count(w, `SELECT COUNT(*) FROM notification WHERE kind = 'reminder'`) > 0 &&
			count(w, `SELECT COUNT(*) FROM event WHERE kind = 'article.due'`) > 0
	})
	end()
	leaders.Wait()
	for query, want := range map[string]int{
		`SELECT COUNT(*) FROM notification WHERE kind = 'reminder'`:                                                                     1,
		`SELECT COUNT(*) FROM event WHERE kind = 'article.due'`:                                                                         1,
		`SELECT COUNT(*) FROM event WHERE kind = 'post.added'`:                                                                          replies,
		`SELECT COUNT(*) FROM (SELECT 1 FROM notification GROUP BY person_id, event_id HAVING COUNT(*) > 1 AND event_id IS NOT NULL) x`: 0,
	} {
		if n := count(w, query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
}

func write(w *World, query string, args ...any) {
	w.T.Helper()
	if err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err }); err != nil {
		w.T.Fatal(err)
	}
}

func count(w *World, query string) int {
	w.T.Helper()
	n, err := db.View(w.Ctx, w.DB, func(tx *db.Tx) (int, error) { return db.Scalar[int](tx, query) })
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}
