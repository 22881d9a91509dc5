package search_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// untimed returns what was found without how long it took.
func untimed(r search.Result) search.Result {
	r.Took = 0
	return r
}

// TestAKeptAnswerIsTheSame asks as a guest, again, and by a search that has kept nothing.
func TestAKeptAnswerIsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 15 {
		w.Ask(testkit.Ann, testkit.Public, fmt.Sprintf("Wohngeld, Frage %d", n), strings.Repeat("Wir bearbeiten Wohngeld im Bürgeramt. ", 40))
	}
	w.CatchUp()
	for _, q := range []query.Form{{Text: "Wohngeld"}, {Text: " Wohngeld  "}, {Text: "Wohngeld", Page: 2}, {Text: "Wohngeld", Newest: true},
		{Text: "Wohngled"}, {Text: "Kanarienvogel Wohngeld"}, {Text: "wohngeld", Board: testkit.Public}, {}} {
		first, again := untimed(w.Find(testkit.Guest, q)), untimed(w.Find(testkit.Guest, q))
		kept := w.OwnSearch.Kept()
		if _, ok := kept[q.Clipped()]; ok != (q != query.Form{}) {
			t.Errorf("%+v is kept: %t", q, ok)
		}
		w.OwnSearch = search.New(w.DB, w.OwnIndex)
		fresh := untimed(w.Find(testkit.Guest, q))
		for _, r := range []*search.Result{&first, &again, &fresh} {
			search.ForgetTexts(r)
		}
		if !reflect.DeepEqual(again, first) || !reflect.DeepEqual(fresh, first) {
			t.Errorf("%+v finds\n%+v, then\n%+v, anew\n%+v", q, first, again, fresh)
		}
	}
}

// TestNothingHiddenSinceIsFound takes away what an answer was kept of, in every way, and
// asks again before the index has heard of it.
func TestNothingHiddenSinceIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	q := query.Form{Text: "Kanarienvogel"}
	total := func(when string, want int) {
		t.Helper()
		for range 2 { // the second one is kept
			if r := w.Find(testkit.Guest, q); r.Total != want || len(r.Hits) != want {
				t.Errorf("%s a guest finds %d, %d of them shown, want %d", when, r.Total, len(r.Hits), want)
			}
		}
	}
	thread := w.Ask(testkit.Ann, testkit.Public, "Kanarienvogel im Amt", "Text")
	total("before the index has heard", 0)
	w.CatchUp()
	total("then", 1)
	w.Ask(testkit.Ann, testkit.Public, "Noch ein Kanarienvogel", "Text")
	total("before the index has heard of the second", 1)
	w.CatchUp()
	total("of both", 2)
	w.Must(w.Forum.Hide(w.Ctx, w.By(testkit.Mod), w.QuestionOf(thread), "Ein Test der Suche"))
	total("of the hidden one", 1)
	w.CatchUp()
	w.Narrow(testkit.Public, board.Settings{Audience: board.Members})
	total("of the board that was narrowed", 0)
}

func TestAnswersOfMembersAreNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Members, "Frage zum Kanarienvogel", "Text")
	w.CatchUp()
	if r := w.Find(testkit.Ann, query.Form{Text: "Kanarienvogel"}); r.Total != 1 {
		t.Errorf("a member finds %d, want 1", r.Total)
	}
	if kept := w.OwnSearch.Kept(); len(kept) > 0 {
		t.Errorf("%v is kept", kept)
	}
	if r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogel"}); r.Total != 0 {
		t.Errorf("a guest finds %d, want 0", r.Total)
	}
}
