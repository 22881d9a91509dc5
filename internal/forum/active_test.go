package forum_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// active returns the titles of what is new for Bea since an hour ago, part by part.
func active(t *testing.T, w *World, since time.Time) string {
	t.Helper()
	var out []string
	for _, followed := range []bool{true, false} {
		rows, next, err := w.Forum.Active(w.Ctx, w.By(Bea), forum.Active{Since: since, Followed: followed, Limit: 10})
		if err != nil || next != (forum.Turn{}) {
			t.Errorf("%v, %v", next, err)
		}
		var titles []string
		for _, r := range rows {
			titles = append(titles, r.Title)
		}
		slices.Sort(titles)
		out = append(out, fmt.Sprint(titles))
	}
	return fmt.Sprint(out)
}

func TestNewThreadsStandInTheirPartByLevel(t *testing.T) {
	t.Parallel()
	w := New(t)
	since := w.DB.Now(w.Ctx).Add(-time.Hour)
	thread := w.Ask(Ann, Members, "Im Bereich", "Frage", 10061)
	w.Ask(Bea, Public, "Eigene Frage", "Frage")
	w.Ask(Mod, Exclusive, "Nicht für Bea", "Frage")
	hidden := w.Ask(Ann, Public, "Ausgeblendet", "Frage")
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(hidden), "Unsachlich."); err != nil {
		t.Fatal(err)
	}
	level := func(kind follow.Kind, id int64, l follow.Level) {
		t.Helper()
		err := w.DB.Write(w.Ctx, func(tx *db.Tx) error {
			return follow.SetTx(tx, w.By(Bea).ID, follow.Subject{Kind: kind, ID: id}, l)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	const followed, rest, none = "[[Im Bereich] []]", "[[] [Im Bereich]]", "[[] []]"
	board, org := w.Board(Members), w.By(Ann).Organisation.ID
	for _, x := range []struct {
		kind  follow.Kind
		id    int64
		level follow.Level
		want  string
	}{
		{follow.Board, board, follow.Default, rest}, {follow.Board, board, follow.All, followed}, {follow.Board, board, follow.Threads, followed},
		{follow.Board, board, follow.Official, rest}, {follow.Board, board, follow.None, rest}, {follow.Board, board, follow.Muted, none},
		{follow.Thread, thread, follow.All, followed}, {follow.Thread, thread, follow.Official, rest}, {follow.Thread, thread, follow.None, rest},
		{follow.Thread, thread, follow.Muted, none}, {follow.Thread, thread, follow.Default, none}, {follow.Board, board, follow.Default, rest},
		{follow.Service, 10061, follow.All, followed}, {follow.Service, 10061, follow.Default, rest},
		{follow.Organisation, org, follow.All, followed}, {follow.Board, board, follow.Muted, none},
	} {
		level(x.kind, x.id, x.level)
		if got := active(t, w, since); got != x.want {
			t.Errorf("%s at %q: %s, want %s", x.kind, x.level, got, x.want)
		}
	}
	level(follow.Board, board, follow.Threads)
	level(follow.Organisation, org, follow.Default)
	if got := active(t, w, w.DB.Now(w.Ctx).Add(time.Hour)); got != none {
		t.Errorf("since later: %s", got)
	}
	if _, _, err := w.Forum.Active(w.Ctx, w.By(Guest), forum.Active{Limit: 10}); err == nil {
		t.Error("guests have no news")
	}
}

// TestAnOwnReplyDoesNotHideWhatOthersWroteBefore lets Bea reply without having read
// what came since.
func TestAnOwnReplyDoesNotHideWhatOthersWroteBefore(t *testing.T) {
	t.Parallel()
	w := New(t)
	since := w.DB.Now(w.Ctx).Add(-time.Hour)
	ask := func(by, title string, ago time.Duration) int64 {
		t.Helper()
		id, err := w.Forum.OpenThread(w.At(-ago), w.By(by), forum.Question{Board: w.Board(Members), Title: title, Text: "Frage"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	replied, old, own := ask(Ann, "Neues vor der eigenen Antwort", 0), ask(Ann, "Nur die eigene ist neu", 2*time.Hour), ask(Bea, "Nur Eigenes", 0)
	for _, id := range []int64{replied, old, own} {
		w.Reply(Bea, id, "Eine eigene Antwort")
	}
	shown := active(t, w, since)
	if !strings.Contains(shown, "Neues vor der eigenen Antwort") || strings.Contains(shown, "Nur") {
		t.Errorf("shown: %s", shown)
	}
	rows, _, err := w.Forum.Active(w.Ctx, w.By(Bea), forum.Active{Since: since, Followed: true, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	rest, _, err := w.Forum.Active(w.Ctx, w.By(Bea), forum.Active{Since: since, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, r := range append(rows, rest...) {
		ids = append(ids, r.ID)
	}
	news, err := w.Unread.Threads(w.Ctx, w.By(Bea), ids)
	if err != nil || !news[replied] {
		t.Errorf("the list marks %v as new: %v", news, err)
	}
}

// TestWhatIsNewIsPagedWithoutGapsOrDoubles walks through parts in pages of every size.
func TestWhatIsNewIsPagedWithoutGapsOrDoubles(t *testing.T) {
	t.Parallel()
	w := New(t)
	var want []int64
	for n := range 12 {
		slug := []string{Public, Members}[n%2]
		id, err := w.Forum.OpenThread(w.At(time.Duration(n/3)*time.Minute), w.By(Ann),
			forum.Question{Board: w.Board(slug), Title: fmt.Sprint("Frage Nummer ", n), Text: "Frage"})
		if err != nil {
			t.Fatal(err)
		}
		if want = append(want, id); n == 5 {
			if err := w.Forum.Pin(w.Ctx, w.By(Mod), id, true); err != nil {
				t.Fatal(err)
			}
		}
	}
	slices.Reverse(want)
	for size := 1; size <= 13; size++ {
		var got []int64
		a := forum.Active{Since: w.DB.Now(w.Ctx).Add(-time.Hour), Limit: size}
		for range 20 {
			rows, next, err := w.Forum.Active(w.Ctx, w.By(Bea), a)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				got = append(got, r.ID)
			}
			if a.After = next; next == (forum.Turn{}) {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("in pages of %d: %v, want %v", size, got, want)
		}
	}
}
