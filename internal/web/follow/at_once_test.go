package follow_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/follow"
	. "kommunalforum/internal/testkit"
)

// atOnce sends a form of Ann fifty times at the same moment and counts the answers by
// code.
func atOnce(w *World, path string, form func(n int) url.Values) map[int]int {
	cookie := w.Cookie(Ann)
	return w.AtOnce(50, func(n int) *http.Request {
		r := Request(http.MethodPost, path, form(n))
		r.Header.Set("Cookie", cookie)
		return r
	})
}

// followed returns how much Ann follows, what she left out, and what she saved.
func followed(t *testing.T, w *World) (follows, exceptions, searches int) {
	t.Helper()
	counts, searches, err := w.Follows.Counts(w.Ctx, w.By(Ann))
	if err != nil {
		t.Fatal(err)
	}
	return follow.Sum(counts.Followed), follow.Sum(counts.Exceptions), searches
}

func TestFollowingEndingAndTakingItBackFiftyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := fmt.Sprint(w.Ask(Bea, Members, "Eine Frage für viele", "Frage"))
	same := func(pairs ...string) func(int) url.Values { return func(int) url.Values { return Form(pairs...) } }
	want := func(when string, codes map[int]int, follows, exceptions int) {
		t.Helper()
		if codes[http.StatusSeeOther] != 50 {
			t.Errorf("%s: %v", when, codes)
		}
		if f, e, _ := followed(t, w); f != follows || e != exceptions {
			t.Errorf("%s: %d followed and %d left out, want %d and %d", when, f, e, follows, exceptions)
		}
	}
	want("following", atOnce(w, "/folgen", same("art", "thread", "nummer", thread, "stufe", "all")), 1, 0)
	want("ending", atOnce(w, "/konto/folgen/beenden", same("eintrag", "thread "+thread)), 0, 1)
	want("following again", atOnce(w, "/folgen", same("art", "thread", "nummer", thread, "stufe", "all")), 1, 0)
	ended := w.Post(Ann, "/konto/folgen/beenden", Form("eintrag", "thread "+thread))
	_, batch, _ := strings.Cut(ended.Location(), "beendet=")
	want("taking it back", atOnce(w, "/konto/folgen/rueckgaengig", same("beendet", batch)), 1, 0)
	want("muting", atOnce(w, "/folgen", same("art", "thread", "nummer", thread, "stufe", "muted")), 0, 1)
}

// TestSavingFiftySearchesAtOnceHoldsTheLimit: of what does not fit nothing is kept.
func TestSavingFiftySearchesAtOnceHoldsTheLimit(t *testing.T) {
	t.Parallel()
	w := New(t)
	for n := range follow.MaxSearches - 10 {
		if _, _, err := w.Follows.Save(w.Ctx, w.By(Ann), "Suche", fmt.Sprint("q=Vorher", n)); err != nil {
			t.Fatal(err)
		}
	}
	codes := atOnce(w, "/suche/speichern", func(n int) url.Values { return Form("q", fmt.Sprint("Wort", n), "name", "Gleichzeitig") })
	if codes[http.StatusSeeOther] != 10 || codes[http.StatusUnprocessableEntity] != 40 {
		t.Errorf("answers %v", codes)
	}
	if f, _, searches := followed(t, w); f != follow.MaxSearches || searches != follow.MaxSearches {
		t.Errorf("%d searches, %d followed", searches, f)
	}
	same := atOnce(w, "/suche/speichern", func(int) url.Values { return Form("q", "Vorher0", "name", "Neuer Name") })
	if _, _, searches := followed(t, w); searches != follow.MaxSearches || same[http.StatusInternalServerError] > 0 {
		t.Errorf("the same search: %d, %v", searches, same)
	}
}
