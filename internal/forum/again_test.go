package forum_test

import (
	"testing"
	"time"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	. "kommunalforum/internal/testkit"
)

// Browsers put a text that was sent back into the new form that they load on going back.
func TestSameTextInAnotherFormIsTakenOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	asked := func(key, text string) int64 {
		t.Helper()
		id, err := w.Forum.OpenThread(w.Ctx, w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Wer hat das schon?",
			Text: text, Once: key})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := asked("A", "Eine Frage")
	if asked("B", "Eine Frage") != first || asked("C", "Eine andere Frage") == first {
		t.Error("the same question is not the same thread, or another one is")
	}
	ctx := w.Ctx
	replied := func(by, key, text string) int64 {
		t.Helper()
		id, err := w.Forum.Reply(ctx, w.By(by), first, forum.Reply{Text: text, Once: key})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	reply := replied(Bea, "D", "Wir nicht.")
	if replied(Bea, "E", "Wir nicht.") != reply {
		t.Error("the same reply is not the same post")
	}
	if replied(Ann, "F", "Wir nicht.") == reply || replied(Bea, "G", "Wir doch.") == reply {
		t.Error("a reply of somebody else, or another one, is the same post")
	}
	if err := w.Forum.Withdraw(w.Ctx, w.By(Bea), reply); err != nil {
		t.Fatal(err)
	}
	second := replied(Bea, "H", "Wir nicht.")
	if second == reply {
		t.Error("what was withdrawn cannot be written again")
	}
	ctx = w.At(once.Again + time.Second)
	if replied(Bea, "I", "Wir nicht.") == second {
		t.Error("the same words cannot be said again later")
	}
}
