package search_test

import (
	"fmt"
	"testing"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/testkit"
)

// TestSimilarHitsStandBelow holds that what lacks a word comes after what has all of
// them, is marked and counted nowhere else.
func TestSimilarHitsStandBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 4 {
		w.Ask(testkit.Ann, testkit.Public, fmt.Sprintf("Kanarienvogelzucht Nummer %d", i), "Amsel")
	}
	both := w.Ask(testkit.Ann, testkit.Public, "Wer weiß etwas darüber?", "Im Text steht Drossel und irgendwo auch Kanarienvogelzucht.")
	w.Reply(testkit.Bea, both, "Die Kanarienvogelzucht Kanarienvogelzucht allein")
	for i := range 12 {
		w.Ask(testkit.Ann, testkit.Public, fmt.Sprintf("Drossel Nummer %d", i), "Nur eines der Wörter")
	}
	w.Ask(testkit.Insider, testkit.Exclusive, "Drossel geheim", "Nur für wenige")
	w.CatchUp()
	seen := map[string]bool{}
	for page := 1; page <= 2; page++ {
		r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogelzucht Drossel", Page: page})
		if r.AnyWord || r.Total != 1 || r.Near != 16 || r.LastPage != 2 || r.Page != page {
			t.Fatalf("page %d: any %v, total %d, %d similar, page %d of %d", page, r.AnyWord, r.Total, r.Near, r.Page, r.LastPage)
		}
		if len(r.Facets.Kinds) != 1 || r.Facets.Kinds[0].Count != 1 {
			t.Errorf("kinds are %v", r.Facets.Kinds)
		}
		for i, h := range r.Hits {
			if first := page == 1 && i == 0; h.Near == first || first && h.Thread+h.ID == 0 {
				t.Errorf("hit %d of page %d is similar: %v", i, page, h.Near)
			}
			if seen[h.Title] || h.Title == "Drossel geheim" {
				t.Errorf("page %d shows %q", page, h.Title)
			}
			seen[h.Title] = true
		}
	}
	if len(seen) != 17 {
		t.Errorf("%d entries are shown, want 17", len(seen))
	}
	// The newest first, and for news, nothing that lacks a word.
	r := w.Find(testkit.Guest, query.Form{Text: "Kanarienvogelzucht Drossel", Newest: true})
	if r.Total != 1 || r.Near != 0 || len(r.Hits) != 1 {
		t.Errorf("the newest first: %d, %d similar", r.Total, r.Near)
	}
	for _, text := range []string{"Kanarienvogelzucht Nirgendwort", "Kanarienvogelzuchd", "Wo gibt es Kanarienvogelzucht und Nirgendwort?"} {
		if r, err := w.OwnSearch.Newest(w.Ctx, w.By(testkit.Guest), query.Form{Text: text}); err != nil || len(r.Hits) > 0 || r.Total > 0 {
			t.Errorf("news for %q: %d, %v", text, r.Total, err)
		}
	}
	// Where nothing has all the words on the board that was chosen, similar hits are left.
	r = w.Find(testkit.Guest, query.Form{Text: "Kanarienvogelzucht Drossel", Kind: document.Article})
	if r.Total != 0 || r.AnyWord {
		t.Errorf("with a kind: %+v", r)
	}
}

// TestServicesStandBesideTheList holds that services take no place from what people
// wrote, unless nothing else was found.
func TestServicesStandBesideTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.Find(testkit.Guest, query.Form{Text: "Wohngeld"})
	if len(r.Services) != 0 || len(r.Hits) == 0 || r.Hits[0].Kind != document.Service {
		t.Errorf("of services alone %d are beside the list", len(r.Services))
	}
	w.Ask(testkit.Ann, testkit.Public, "Erfahrungen gesucht", "Es geht um vieles, nebenbei auch um Wohngeld. "+
		"Und um lauter andere Dinge, die damit nichts zu tun haben und den Text nur länger machen.")
	w.CatchUp()
	r = w.Find(testkit.Guest, query.Form{Text: "Wohngeld"})
	if len(r.Hits) == 0 || r.Hits[0].Kind != document.Thread || len(r.Services) == 0 || r.Services[0].Title != "Wohngeld" || !r.ServicesFirst {
		t.Errorf("hits %v, services %v, first %v", r.Hits, r.Services, r.ServicesFirst)
	}
	for _, h := range r.Hits {
		if h.Kind == document.Service {
			t.Errorf("%s is in the list", h.Title)
		}
	}
	w.Ask(testkit.Ann, testkit.Public, "Wohngeld", "Wer hat Erfahrungen?")
	w.CatchUp()
	if r = w.Find(testkit.Guest, query.Form{Text: "Wohngeld"}); r.ServicesFirst || r.Hits[0].Title != "Wohngeld" {
		t.Errorf("services are first although %q fits as well", r.Hits[0].Title)
	}
	if r = w.Find(testkit.Guest, query.Form{Text: "Wohngeld", Kind: document.Service}); len(r.Hits) == 0 || len(r.Services) != 0 {
		t.Errorf("services alone: %d hits and %d beside", len(r.Hits), len(r.Services))
	}
}
