package forum_test

import (
	"testing"
	"time"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// rewrite changes a post of Bea's some time from now and returns its revision from then on.
func rewrite(t *testing.T, w *World, post int64, after time.Duration, text string) int {
	t.Helper()
	e, _, err := w.Forum.Post(w.Ctx, w.By(Bea), post)
	if err == nil {
		err = w.Forum.EditPost(w.At(after), w.By(Bea), post, forum.Edit{Text: text, Revision: e.Revision})
	}
	if err != nil {
		t.Fatal(err)
	}
	return e.Revision + 1
}

// TestDecisionIsAboutTheTextThatWasRead: a post that its author changed meanwhile is looked
// at again.
func TestDecisionIsAboutTheTextThatWasRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?"), "Kaufen Sie unseres!")
	id := w.Report(Ann, post)
	now := rewrite(t, w, post, time.Minute, "Ganz harmlos.")
	for _, revision := range []int{now - 1, now + 1} {
		in := forum.DecideReports{Newest: id, Revision: revision}
		if err := w.Forum.DismissReports(w.Ctx, w.By(Mod), post, in); !fault.Is(err, fault.Conflict) {
			t.Errorf("a dismissal of revision %d: %v", revision, err)
		}
		in.Reason = "Das ist Werbung"
		if err := w.Forum.HideReported(w.Ctx, w.By(Mod), post, in); !fault.Is(err, fault.Conflict) {
			t.Errorf("hiding revision %d: %v", revision, err)
		}
	}
	if got := became(t, w, Ann, id); got != forum.Undecided {
		t.Errorf("the report is %q", got)
	}
	in := forum.DecideReports{Newest: id, Revision: now, Answer: "Danke."}
	for range 2 { // a double click
		if err := w.Forum.DismissReports(w.Ctx, w.By(Mod), post, in); err != nil {
			t.Error(err)
		}
	}
}

// TestReportKeepsTheTextThatWasReported, though it is changed within ten minutes.
func TestReportKeepsTheTextThatWasReported(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Bea, w.Ask(Ann, Members, "Wer kennt ein gutes Produkt?", "Welches?"), "Kaufen Sie unseres!")
	rewrite(t, w, post, 0, "Kaufen Sie unseres, ihr Schafe!")
	w.Report(Ann, post)
	rewrite(t, w, post, time.Minute, "Ganz harmlos.")
	rewrite(t, w, post, 2*time.Minute, "Ganz und gar harmlos.")
	if n := count(t, w, `SELECT COUNT(*) FROM post_version WHERE post_id = $1`, post); n != 1 {
		t.Errorf("%d former versions", n)
	}
	if n := count(t, w, `SELECT COUNT(*) FROM post_version WHERE post_id = $1 AND source LIKE '%Schafe!'`, post); n != 1 {
		t.Error("the text that was reported is gone")
	}
}
