package usecase_test

import (
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// levelOf returns the level of somebody of the world for a subject.
func levelOf(t *testing.T, w *World, key string, s follow.Subject) (l follow.Level) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) error {
		levels, err := follow.LevelsTx(tx, w.By(key).ID, s)
		l = levels[s]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// inquiryID returns the id of an inquiry.
func inquiryID(t *testing.T, w *World, number string) (id int64) {
	t.Helper()
	err := w.DB.Read(w.Ctx, func(tx *db.Tx) (err error) {
		id, err = db.Scalar[int64](tx, `SELECT id FROM inquiry WHERE number = $1`, number)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAskingReplyingAndSupportingFollow(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := follow.Subject{Kind: follow.Thread, ID: w.Ask(Ann, Members, "Eine Frage mit Folgen", "Frage")}
	w.Reply(Bea, thread.ID, "Eine Antwort")
	if err := w.Forum.Support(w.Ctx, w.By(Insider), thread.ID); err != nil {
		t.Fatal(err)
	}
	number := w.Inquire(Ann, Members)
	if err := w.Inquiry.Support(w.Ctx, w.By(Bea), number); err != nil {
		t.Fatal(err)
	}
	asked := follow.Subject{Kind: follow.Inquiry, ID: inquiryID(t, w, number)}
	for _, c := range []struct {
		by   string
		s    follow.Subject
		want follow.Level
	}{
		{Ann, thread, follow.All}, {Bea, thread, follow.All}, {Insider, thread, follow.All}, {Mod, thread, follow.Default},
		{Ann, asked, follow.All}, {Bea, asked, follow.All}, {Insider, asked, follow.Default},
	} {
		if got := levelOf(t, w, c.by, c.s); got != c.want {
			t.Errorf("%s has the level %q for %v, want %q", c.by, got, c.s, c.want)
		}
	}
}

// TestOnlyTheMemberChangesALevel: what others do with a thread does not, nor does
// acting again.
func TestOnlyTheMemberChangesALevel(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Ask(Ann, Members, "Eine Frage ohne Folgen", "Frage")
	thread := follow.Subject{Kind: follow.Thread, ID: id}
	answer := w.Reply(Bea, id, "Eine Antwort")
	for key, l := range map[string]follow.Level{Ann: follow.Official, Bea: follow.None, Insider: follow.Muted} {
		err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { return follow.SetTx(tx, w.By(key).ID, thread, l) })
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Reply(Ann, id, "Noch etwas dazu")
	w.Reply(Bea, id, "Noch eine Antwort")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.Forum.Support(w.Ctx, w.By(Insider), id))
	must(w.Forum.MarkSolution(w.Ctx, w.By(Ann), answer, true))
	must(w.Forum.Lock(w.Ctx, w.By(Mod), id, "Alles ist gesagt."))
	must(w.Forum.Unlock(w.Ctx, w.By(Mod), id))
	must(w.Forum.Move(w.Ctx, w.By(Mod), id, forum.Move{Board: w.Board(Public), Confirm: true}))
	for key, want := range map[string]follow.Level{Ann: follow.Official, Bea: follow.None, Insider: follow.Muted, Mod: follow.Default} {
		if got := levelOf(t, w, key, thread); got != want {
			t.Errorf("%s has the level %q, want %q", key, got, want)
		}
	}
}
