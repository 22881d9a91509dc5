package bookmark_test

import (
	"testing"
	"time"

	"kommunalforum/internal/board"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// reminders counts what somebody was reminded of.
func reminders(w *World, by string) (n int) {
	w.T.Helper()
	in, err := w.Notify.Inbox(w.Ctx, w.By(by), notify.Filter{})
	if err != nil {
		w.T.Fatal(err)
	}
	for _, g := range in.Groups {
		for _, l := range g.Lines {
			if l.Kind == notify.Reminder {
				n += l.Count
			}
		}
	}
	return n
}

func TestReminderIsToldOnceOnItsDay(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Question(w.Ask(Ann, Members, "Eine Frage zum Merken", "Text"))
	if err := w.Bookmarks.Save(w.Ctx, w.By(Bea), post, bookmark.Input{RemindOn: day(w, 3)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		days, due, told int
	}{{0, 0, 0}, {2, 0, 0}, {3, 1, 1}, {3, 0, 1}, {9, 0, 1}} {
		n, err := w.Bookmarks.Remind(w.At(time.Duration(c.days) * 24 * time.Hour))
		if err != nil || n != c.due {
			t.Errorf("after %d days %d are due, %v", c.days, n, err)
		}
		if got := reminders(w, Bea); got != c.told {
			t.Errorf("after %d days Bea was reminded %d times", c.days, got)
		}
	}
	// The same day again tells nothing, another one does.
	later := w.At(5 * 24 * time.Hour)
	for _, c := range []struct{ day, due int }{{3, 0}, {7, 1}} {
		if err := w.Bookmarks.Save(later, w.By(Bea), post, bookmark.Input{Note: "Anders", RemindOn: day(w, c.day)}); err != nil {
			t.Fatal(err)
		}
		if n, err := w.Bookmarks.Remind(w.At(8 * 24 * time.Hour)); err != nil || n != c.due {
			t.Errorf("with day %d, %d are due, %v", c.day, n, err)
		}
	}
	if got := reminders(w, Ann); got != 0 {
		t.Errorf("somebody else was reminded %d times", got)
	}
}

func TestReminderOfWhatMayBeReadNoMoreTellsNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	post := w.Reply(Mod, w.Ask(Mod, Exclusive, "Eine Frage im engen Kreis", "Text"), "Eine Antwort")
	if err := w.Bookmarks.Save(w.Ctx, w.By(Insider), post, bookmark.Input{RemindOn: day(w, 1)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Exclusive), board.Settings{Audience: board.Restricted}, "Test"); err != nil {
		t.Fatal(err)
	}
	if n, err := w.Bookmarks.Remind(w.At(48 * time.Hour)); err != nil || n != 1 {
		t.Errorf("%d are due, %v", n, err)
	}
	if got := reminders(w, Insider); got != 0 {
		t.Errorf("reminded %d times", got)
	}
}
