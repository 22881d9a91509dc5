package search_test

import (
	"fmt"
	"testing"
	"time"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// TestConditionsNarrowTheSearch asks lines and says how many hits they have.
func TestConditionsNarrowTheSearch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	solved := w.Ask(testkit.Ann, testkit.Public, "Wohngeld online beantragen", "Der Antrag auf Wohngeld läuft.", 10061)
	reply := w.Reply(testkit.Bea, solved, "Bei uns wird online das Wohngeld beantragt.")
	w.Must(w.Forum.MarkSolution(w.Ctx, w.By(testkit.Ann), reply, true))
	w.Ask(testkit.Bea, testkit.Members, "Wohngeld im Bestand", "Alte Akten zum Wohngeld.")
	old, err := w.Forum.OpenThread(w.At(-testDay(400)), w.By(testkit.Bea), forum.Question{Board: w.Board(testkit.Members),
		Title: "Wohngeld von früher", Text: "Lange her."})
	w.Must(err)
	_ = old
	w.CatchUp()
	for _, c := range []struct {
		by, line string
		hits     int
	}{
		{testkit.Ann, "Wohngeld typ:thema", 3},
		{testkit.Ann, "Wohngeld typ:beitrag", 1},
		{testkit.Ann, "Wohngeld typ:thema -Akten", 2},
		{testkit.Ann, `"Wohngeld online" typ:thema`, 1},
		{testkit.Ann, `"online Wohngeld" typ:thema`, 0},
		{testkit.Ann, `"Antrag auf Wohngeld" typ:thema`, 1},
		{testkit.Ann, "typ:thema themenfeld:" + testkit.Members, 2},
		{testkit.Ann, "typ:thema themenfeld:Bildung", 2},
		{testkit.Ann, "Wohngeld ist:beantwortet typ:thema", 1},
		{testkit.Ann, "ist:offen typ:thema", 2},
		{testkit.Ann, "leistung:10061 typ:thema", 1},
		{testkit.Ann, "land:Niedersachsen typ:thema", 1},
		{testkit.Ann, `organisation:"Kreis Probeland" typ:thema`, 3},
		{testkit.Ann, "von:Birke typ:thema", 3},
		{testkit.Ann, "von:Birke typ:beitrag", 1},
		{testkit.Ann, "organisationsart:landkreis typ:thema", 3},
		{testkit.Ann, "organisationsart:kommune typ:thema", 1},
		{testkit.Ann, "typ:thema jahr:" + w.DB.Now(w.At(-testDay(400))).Format("2006"), 1},
		{testkit.Ann, "von:Niemand typ:thema", 0},
		{testkit.Guest, "Wohngeld typ:thema", 1},
		{testkit.Guest, "von:Ahorn typ:thema", 0},
		{testkit.Guest, "themenfeld:" + testkit.Exclusive, 0},
		{testkit.Ann, "Wohngeld typ:thema vor:" + w.DB.Now(w.At(-testDay(300))).Format("2006-01-02"), 1},
		{testkit.Ann, "Wohngeld typ:thema nach:" + w.DB.Now(w.At(-testDay(300))).Format("02.01.2006"), 2},
	} {
		r, err := w.OwnSearch.Find(w.Ctx, w.By(c.by), query.Form{Text: c.line})
		if err != nil || r.Total != c.hits {
			var titles []string
			for _, h := range r.Hits {
				titles = append(titles, fmt.Sprintf("%s %d %s", h.Kind, h.ID, h.Title))
			}
			t.Errorf("%s as %q: %d hits, want %d: %v %v %v", c.line, c.by, r.Total, c.hits, titles, r.Problems, err)
		}
	}
}

func TestNewestFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 5 {
		_, err := w.Forum.OpenThread(w.At(-testDay(n*7%5)), w.By(testkit.Ann), forum.Question{Board: w.Board(testkit.Public),
			Title: fmt.Sprintf("Frage zur Amsel, %d", n), Text: "Amsel"})
		w.Must(err)
	}
	w.CatchUp()
	r, err := w.OwnSearch.Find(w.Ctx, w.By(testkit.Ann), query.Form{Text: "Amsel", Newest: true})
	if err != nil || len(r.Hits) != 5 {
		t.Fatalf("%d hits, %v", len(r.Hits), err)
	}
	for i := 1; i < len(r.Hits); i++ {
		if r.Hits[i].At.After(r.Hits[i-1].At) {
			t.Errorf("hit %d is newer than the one before", i)
		}
	}
}

// TestGuestsLearnNothingByAskingForNames: a name that stands for somebody who
// wrote nothing public is answered like one that stands for nobody.
func TestGuestsLearnNothingByAskingForNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ask := func(line string) search.Result {
		t.Helper()
		r, err := w.OwnSearch.Find(w.Ctx, w.By(testkit.Guest), query.Form{Text: line})
		w.Must(err)
		return r
	}
	for known, unknown := range map[string]string{"von:Ahorn": "von:Ahurn", `organisation:"Stadt Musterstadt"`: `organisation:"Stadt Mustersdatt"`} {
		a, b := ask(known), ask(unknown)
		if len(a.Problems) != len(b.Problems) || a.Total != b.Total || a.Searched != b.Searched {
			t.Errorf("%s: %+v; %s: %+v", known, a, unknown, b)
		}
	}
}

func testDay(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
