package search_test

import (
	"strings"
	"testing"

	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

func TestFruitlessSearchSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Ask(testkit.Ann, testkit.Public, "Kanarienvogel im Rathaus", "Wer füttert ihn?")
	w.Ask(testkit.Ann, testkit.Members, "Kanarienvogel im Käfig", "Wer füttert ihn?")
	w.Ask(testkit.Insider, testkit.Exclusive, "Kanarienvogel im engen Kreis", "Geheim")
	w.CatchUp()
	for _, c := range []struct {
		by    string
		query query.Form
		want  search.Shortened
		more  int // without the conditions
	}{
		{testkit.Guest, query.Form{Text: "Kanarienvogel Rathaus"}, search.Shortened{}, 0},
		{testkit.Guest, query.Form{Text: "Kanarienvogel Nirgendwort Rathaus"}, search.Shortened{Word: "Nirgendwort",
			Text: "Kanarienvogel Rathaus", Total: 1}, 0},
		{testkit.Guest, query.Form{Text: "Kanarienvogel Nirgendwort"}, search.Shortened{Word: "Nirgendwort", Text: "Kanarienvogel", Total: 1}, 0},
		{testkit.Ann, query.Form{Text: "Kanarienvogel Nirgendwort"}, search.Shortened{Word: "Nirgendwort", Text: "Kanarienvogel", Total: 2}, 0},
		{testkit.Insider, query.Form{Text: "Kanarienvogel Nirgendwort"}, search.Shortened{Word: "Nirgendwort", Text: "Kanarienvogel", Total: 3}, 0},
		{testkit.Guest, query.Form{Text: "Kanarienvogel", Land: "Hessen"}, search.Shortened{}, 1},
		{testkit.Ann, query.Form{Text: "Kanarienvogel land:Hessen"}, search.Shortened{}, 2},
		{testkit.Ann, query.Form{Text: "Kanarienvogel", Before: "2001-01-01"}, search.Shortened{}, 2},
		{testkit.Insider, query.Form{Text: "Kanarienvogel", Service: "99999"}, search.Shortened{}, 3},
		{testkit.Ann, query.Form{Text: "Nirgendwort", Land: "Hessen"}, search.Shortened{}, 0},
	} {
		r := w.Find(c.by, c.query)
		if r.Relaxations.WithoutWord != c.want || r.Relaxations.Unfiltered != c.more {
			t.Errorf("%+v as %q: %+v, want %+v and %d", c.query, c.by, r.Relaxations, c.want, c.more)
		}
	}
}

func TestFruitlessSearchOffersBoards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	offered := func(by string, q query.Form) string {
		var out []string
		for _, b := range w.Find(by, q).Relaxations.Boards {
			out = append(out, b.Slug)
		}
		return strings.Join(out, " ")
	}
	// By their services, and by their names.
	if got := offered(testkit.Guest, query.Form{Text: "Wohngeld", Kind: document.Article}); !strings.Contains(got, testkit.Public) {
		t.Errorf("Wohngeld leads to %q", got)
	}
	if got := offered(testkit.Guest, query.Form{Text: "Umwelt", Kind: document.Article}); !strings.Contains(got, "umwelt") {
		t.Errorf("Umwelt leads to %q", got)
	}
	name := ""
	for _, b := range w.Find(testkit.Insider, query.Form{Text: "x"}).Boards {
		if b.Slug == testkit.Exclusive {
			name = b.Name
		}
	}
	ask := query.Form{Text: name, Kind: document.Article}
	if got := offered(testkit.Insider, ask); !strings.Contains(got, testkit.Exclusive) {
		t.Errorf("%s leads those admitted to %q", name, got)
	}
	for _, by := range []string{testkit.Guest, testkit.Ann} {
		if got := offered(by, ask); strings.Contains(got, testkit.Exclusive) {
			t.Errorf("%q is led to a board that does not exist for them", by)
		}
	}
}
