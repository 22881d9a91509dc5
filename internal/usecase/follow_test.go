package usecase_test

import (
	"slices"
	"testing"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/usecase"
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

// TestFollowingNeedsSight: who may not see something learns nothing of it by
// following it, and can end following it.
func TestFollowingNeedsSight(t *testing.T) {
	t.Parallel()
	w := New(t)
	secret := w.Ask(Insider, Exclusive, "Eine Frage im geschlossenen Bereich", "Frage")
	number := w.Inquire(Insider, Exclusive)
	draft := w.Article(Mod, Exclusive)
	search, _, err := w.Follows.Save(w.Ctx, w.By(Insider), "Meine Suche", "q=Wohngeld")
	if err != nil {
		t.Fatal(err)
	}
	hidden := []follow.Subject{
		{Kind: follow.Board, ID: w.Board(Exclusive)}, {Kind: follow.Thread, ID: secret}, {Kind: follow.Article, ID: draft},
		{Kind: follow.Inquiry, ID: inquiryID(t, w, number)}, {Kind: follow.Search, ID: search},
	}
	missing := []follow.Subject{
		{Kind: follow.Board, ID: 9999}, {Kind: follow.Thread, ID: 9999}, {Kind: follow.Article, ID: 9999}, {Kind: follow.Inquiry, ID: 9999},
		{Kind: follow.Search, ID: 9999}, {Kind: follow.Service, ID: 1}, {Kind: follow.Organisation, ID: 9999}, {Kind: "person", ID: 1},
	}
	for _, s := range slices.Concat(hidden, missing) {
		for _, l := range []follow.Level{follow.All, follow.Threads, follow.Official, follow.None, follow.Muted, follow.Default, "laut"} {
			place, err := w.Acts.Follow(w.Ctx, w.By(Ann), s, l)
			if !fault.Is(err, fault.NotFound) || place != (usecase.Place{}) {
				t.Errorf("%v at level %q: %+v, %v", s, l, place, err)
			}
		}
		if got := levelOf(t, w, Ann, s); got != follow.Default {
			t.Errorf("%v has the level %q", s, got)
		}
	}
	if _, err := w.Acts.Follow(w.Ctx, w.By(Guest), hidden[0], follow.None); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest follows: %v", err)
	}
	for _, s := range hidden {
		place, err := w.Acts.Follow(w.Ctx, w.By(Insider), s, follow.All)
		if err != nil || place.Title == "" {
			t.Errorf("%v: %+v, %v", s, place, err)
		}
	}
	// The same rows for somebody who may not see them, as if rights had been taken away.
	err = w.DB.Write(w.Ctx, func(tx *db.Tx) error {
		for _, s := range hidden {
			if err := follow.SetTx(tx, w.By(Ann).ID, s, follow.All); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	list, err := w.Acts.Following(w.Ctx, w.By(Ann), follow.Filter{})
	if err != nil || len(list.Followed) != len(hidden) {
		t.Fatalf("the list has %d rows, %v", len(list.Followed), err)
	}
	for _, x := range list.Followed {
		if !x.Gone || x.Place != (usecase.Place{}) {
			t.Errorf("the list shows %+v", x)
		}
	}
	for _, s := range hidden {
		if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), s, follow.Official); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v: another level was chosen: %v", s, err)
		}
		if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), s, follow.None); err != nil || levelOf(t, w, Ann, s) != follow.Default {
			t.Errorf("%v does not end: %v", s, err)
		}
	}
}

// TestLeavingOutNeedsSomethingToBeLeftOutOf: nothing is noted where nobody would hear
// anything, but where a board above or the own reply would tell.
func TestLeavingOutNeedsSomethingToBeLeftOutOf(t *testing.T) {
	t.Parallel()
	w := New(t)
	id := w.Ask(Ann, Members, "Eine Frage zum Auslassen", "Frage")
	thread, board := follow.Subject{Kind: follow.Thread, ID: id}, follow.Subject{Kind: follow.Board, ID: w.Board(Members)}
	number := w.Inquire(Ann, Members)
	asked := follow.Subject{Kind: follow.Inquiry, ID: inquiryID(t, w, number)}
	set := func(by string, s follow.Subject, l, want follow.Level) {
		t.Helper()
		if _, err := w.Acts.Follow(w.Ctx, w.By(by), s, l); err != nil {
			t.Fatal(err)
		}
		if got := levelOf(t, w, by, s); got != want {
			t.Errorf("%s has the level %q for %v, want %q", by, got, s, want)
		}
	}
	for _, s := range []follow.Subject{thread, board, asked} {
		set(Insider, s, follow.None, follow.Default)
	}
	set(Insider, board, follow.Threads, follow.Threads)
	set(Insider, thread, follow.None, follow.None)
	set(Insider, asked, follow.None, follow.None)
	set(Bea, board, follow.Muted, follow.Muted) // left out, a mention still tells
	set(Bea, thread, follow.None, follow.None)
	if err := w.Follows.SetSetting(w.Ctx, w.By(Mod), follow.Setting{}); err != nil {
		t.Fatal(err)
	}
	w.Reply(Mod, id, "Eine Antwort")
	set(Mod, thread, follow.None, follow.None)
}

func TestHearingLessIsPossibleWhenFollowingIsNoMore(t *testing.T) {
	t.Parallel()
	w := New(t)
	ctx := t.Context() // with the limits on what members do
	thread := follow.Subject{Kind: follow.Thread, ID: w.Ask(Bea, Members, "Eine Frage für viele", "Frage")}
	set := func(l follow.Level) error {
		_, err := w.Acts.Follow(ctx, w.By(Ann), thread, l)
		return err
	}
	for n := range 1000 {
		if err := set(follow.All); fault.Is(err, fault.TooMany) {
			break
		} else if err != nil || n == 999 {
			t.Fatal("no limit was met", err)
		}
		if err := set(follow.None); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range []follow.Level{follow.Muted, follow.None, follow.Muted} {
		if err := set(l); l == follow.None != fault.Is(err, fault.TooMany) {
			t.Errorf("%s: %v", l, err) // from muted to left out is more
		}
	}
	err := w.DB.Write(w.Ctx, func(tx *db.Tx) error { return follow.SetTx(tx, w.By(Ann).ID, thread, follow.All) })
	if err != nil {
		t.Fatal(err)
	}
	if err := set(follow.Official); err != nil {
		t.Errorf("less of the same: %v", err)
	}
	n, batch, err := w.Follows.End(ctx, w.By(Ann), false, []follow.Subject{thread})
	if n != 1 || err != nil {
		t.Errorf("ending: %d, %v", n, err)
	}
	if n, err := w.Follows.Undo(ctx, w.By(Ann), batch); n != 1 || err != nil {
		t.Errorf("taking it back: %d, %v", n, err)
	}
}

// TestLevelThatIsNoneChangesNothing: an empty one does not end what was muted.
func TestLevelThatIsNoneChangesNothing(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := follow.Subject{Kind: follow.Thread, ID: w.Ask(Bea, Members, "Eine Frage für viele", "Frage")}
	if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), thread, follow.Muted); err != nil {
		t.Fatal(err)
	}
	for _, l := range []follow.Level{follow.Default, "alles", "ALL", follow.Threads} {
		if _, err := w.Acts.Follow(w.Ctx, w.By(Ann), thread, l); !fault.Is(err, fault.Invalid) || levelOf(t, w, Ann, thread) != follow.Muted {
			t.Errorf("%q: %v, and the level is %q", l, err, levelOf(t, w, Ann, thread))
		}
	}
}
