package forum_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

// solutions returns the solutions on the first page of a thread.
func solutions(t *testing.T, w *World, thread int64) []forum.Post {
	t.Helper()
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Bea), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	return r.Solutions
}

func TestSolutionHoldsForWhomItsMarkSays(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer trägt die Kosten?", "Frage")
	one, two := w.Reply(Bea, thread, "Das Land."), w.Reply(Mod, thread, "Der Kreis.")
	done(t, w.Forum.LimitSolution(w.Ctx, w.By(Ann), one, forum.Scope{States: []string{"Hessen", "Bayern", "Hessen"}}))
	done(t, w.Forum.LimitSolution(w.Ctx, w.By(Mod), two, forum.Scope{Sizes: []string{"bis-5000", "bis-2000", "ab-500000"}}))
	done(t, w.Forum.MarkSolution(w.Ctx, w.By(Ann), one, true)) // the mark keeps its scope
	var said []string
	for _, p := range solutions(t, w, thread) {
		said = append(said, p.Scope.German())
	}
	want := []string{"Bayern, Hessen", "Gemeinden mit unter 5.000 oder ab 500.000 Einwohnern"}
	if !slices.Equal(said, want) {
		t.Errorf("the solutions hold for %q, want %q", said, want)
	}
	done(t, w.Forum.MarkSolution(w.Ctx, w.By(Ann), one, false))
	done(t, w.Forum.MarkSolution(w.Ctx, w.By(Ann), one, true))
	if got := solutions(t, w, thread)[0].Scope; !got.All() {
		t.Errorf("marked again it holds for %v, want all", got)
	}
}

func TestScopeOfAllOrUnknown(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer trägt die Kosten?", "Frage")
	post := w.Reply(Bea, thread, "Das Land.")
	if err := w.Forum.LimitSolution(w.Ctx, w.By(Ann), post, forum.Scope{States: catalogue.States()}); err != nil {
		t.Fatal(err)
	}
	if got := solutions(t, w, thread)[0].Scope; !got.All() {
		t.Errorf("all Länder are no limit, but it holds for %v", got)
	}
	for _, scope := range []forum.Scope{{States: []string{"Atlantis"}}, {Sizes: []string{"riesig"}}, {States: []string{"Hessen,Bayern"}},
		{States: []string{strings.Repeat("x", 1<<16)}}, {Sizes: []string{""}}} {
		if err := w.Forum.LimitSolution(w.Ctx, w.By(Ann), post, scope); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.40v: %v", scope, err)
		}
	}
	if err := w.Forum.LimitSolution(w.Ctx, w.By(Ann), w.Question(thread), forum.Scope{}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a question as solution: %v", err)
	}
}

// TestSolutionIsLimitedByManyAtOnce leaves one mark with one whole scope.
func TestSolutionIsLimitedByManyAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer trägt die Kosten?", "Frage")
	post := w.Reply(Bea, thread, "Das Land.")
	var group sync.WaitGroup
	for i := range 100 {
		group.Go(func() {
			scope := forum.Scope{States: []string{"Hessen"}}
			if i%2 == 0 {
				scope = forum.Scope{Sizes: []string{"bis-2000"}}
			}
			if err := w.Forum.LimitSolution(w.Ctx, w.By(Mod), post, scope); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got := solutions(t, w, thread)
	if len(got) != 1 || len(got[0].Scope.States)+len(got[0].Scope.Sizes) != 1 {
		t.Errorf("solutions = %+v", got)
	}
}

func TestAnswerersAreThoseWhoAreRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine lange Diskussion", "Frage")
	w.Reply(Bea, thread, "Antwort")
	lengthen(t, w, thread, 40)
	hidden := w.Reply(Mod, thread, "Dies wird ausgeblendet.")
	w.Reply(Ann, thread, "Danke")
	done(t, w.Forum.Hide(w.Ctx, w.By(Boss), hidden, "Verstößt gegen die Regeln"))
	r, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 1)
	if err != nil {
		t.Fatal(err)
	}
	replies := map[int64]int{}
	for _, a := range r.Answerers.List {
		replies[a.Byline.Organisation.ID] = a.Replies
		if a.Byline.Name != "" || a.Byline.PersonID != 0 {
			t.Errorf("%q is named", a.Byline.Name)
		}
	}
	want := map[int64]int{w.By(Bea).Organisation.ID: 39, w.By(Ann).Organisation.ID: 1}
	if !maps.Equal(replies, want) || r.Answerers.Total != 2 {
		t.Errorf("answerers = %v of %d, want %v", replies, r.Answerers.Total, want)
	}
	if second, err := w.Forum.ThreadPage(w.Ctx, w.By(Ann), thread, 2); err != nil || second.Answerers.Total != 0 {
		t.Errorf("the second page asks too: %+v, %v", second.Answerers, err)
	}
}

func TestWholeThreadComesInParts(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Eine lange Diskussion", "Frage")
	w.Reply(Bea, thread, "Antwort")
	lengthen(t, w, thread, forum.PostsPerPrint+5)
	for part, want := range map[int]int{-1: forum.PostsPerPrint, 1: forum.PostsPerPrint, 2: 5, 1 << 40: 5} {
		r, err := w.Forum.WholeThread(w.Ctx, w.By(Ann), thread, part)
		if err != nil || len(r.Posts) != want || r.Last != 2 {
			t.Errorf("part %d: %d posts of %d parts, %v", part, len(r.Posts), r.Last, err)
		}
	}
	if _, err := w.Forum.WholeThread(w.Ctx, w.By(Guest), w.Ask(Ann, Members, "Nur für Mitglieder", "Frage"), 1); !fault.Is(err, fault.NotFound) {
		t.Errorf("a guest prints a members' thread: %v", err)
	}
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
