package unread_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	. "kommunalforum/internal/testkit"
)

// newest returns the newest thing that somebody was told until now.
func newest(w *World, who string) int64 {
	w.T.Helper()
	w.Notified()
	in, err := w.Notify.Inbox(w.Ctx, w.By(who), notify.Filter{})
	if err != nil {
		w.T.Fatal(err)
	}
	return in.Newest
}

// bell is what the bell counts.
func bell(w *World, who string) int {
	w.T.Helper()
	n, err := w.Notify.Unread(w.Ctx, w.By(who), w.Unread.Pending(w.Ctx, w.By(who).ID))
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

func isNew(w *World, who string, thread int64) bool {
	w.T.Helper()
	states, err := w.Unread.Threads(w.Ctx, w.By(who), []int64{thread})
	if err != nil {
		w.T.Fatal(err)
	}
	return states[thread]
}

func TestMarkingEntriesMarksThePostsToo(t *testing.T) {
	t.Parallel()
	w := New(t)
	one, two := w.Ask(Ann, Members, "Eine erste Frage", "Text"), w.Ask(Ann, Members, "Eine zweite Frage", "Text")
	for _, thread := range []int64{one, two} {
		w.Reply(Bea, thread, "Antwort")
	}
	upto := newest(w, Ann)
	w.Reply(Bea, two, "Noch eine") // comes after the page was shown
	w.Notified()
	at := notify.Place{Kind: notify.Thread, ID: one}
	if err := w.Unread.MarkTold(w.Ctx, w.By(Ann), at, upto); err != nil {
		t.Fatal(err)
	}
	if n := bell(w, Ann); n != 1 || isNew(w, Ann, one) || !isNew(w, Ann, two) {
		t.Errorf("after one: %d, %v, %v", n, isNew(w, Ann, one), isNew(w, Ann, two))
	}
	if err := w.Unread.UnmarkTold(w.Ctx, w.By(Ann), at); err != nil {
		t.Fatal(err)
	}
	if n := bell(w, Ann); n != 2 || !isNew(w, Ann, one) {
		t.Errorf("after taking it back: %d, %v", n, isNew(w, Ann, one))
	}
	if err := w.Unread.MarkTold(w.Ctx, w.By(Ann), notify.Place{}, upto); err != nil {
		t.Fatal(err)
	}
	if n := bell(w, Ann); n != 1 || isNew(w, Ann, one) || !isNew(w, Ann, two) {
		t.Errorf("after all that was shown: %d, %v, %v", n, isNew(w, Ann, one), isNew(w, Ann, two))
	}
}

func TestMarkingWithinOneMillisecondCounts(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage", "Text")
	w.Reply(Bea, thread, "Antwort")
	upto, at := newest(w, Ann), notify.Place{Kind: notify.Thread, ID: thread}
	ctx := db.At(w.Ctx, w.DB.Now(w.Ctx))
	if err := w.Unread.UnmarkTold(ctx, w.By(Ann), at); err != nil {
		t.Fatal(err)
	}
	if err := w.Unread.MarkTold(ctx, w.By(Ann), at, upto); err != nil {
		t.Fatal(err)
	}
	if n := bell(w, Ann); n != 0 || isNew(w, Ann, thread) {
		t.Errorf("unread, then read: %d, %v", n, isNew(w, Ann, thread))
	}
}

func TestNobodyMarksWhatOthersWereTold(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Eine Frage", "Text")
	w.Reply(Bea, thread, "Antwort")
	at := notify.Place{Kind: notify.Thread, ID: thread}
	upto := newest(w, Ann)
	if err := w.Unread.MarkTold(w.Ctx, w.By(Mod), notify.Place{}, upto); err != nil {
		t.Error(err)
	}
	if err := w.Unread.UnmarkTold(w.Ctx, w.By(Mod), at); !fault.Is(err, fault.NotFound) {
		t.Errorf("marking as unread what one was not told: %v", err)
	}
	if n := bell(w, Ann); n != 1 {
		t.Errorf("the bell counts %d", n)
	}
	for _, err := range []error{w.Unread.MarkTold(w.Ctx, w.By(Guest), at, upto), w.Unread.UnmarkTold(w.Ctx, w.By(Guest), at)} {
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest: %v", err)
		}
	}
}
