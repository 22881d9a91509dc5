package feed_test

import (
	"fmt"
	"net/http"
	"testing"

	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	. "kommunalforum/internal/testkit"
)

func TestSavedSearchHoldsWhatItsPersonFinds(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Ask(Ann, Members, "Wer kennt Quittenmus?", "Intern")
	w.Ask(Insider, Exclusive, "Noch ein Quittenmus im Kreis?", "Ganz intern")
	w.Reply(Bea, inner, "Unser Quittenmus ist gut.")
	w.Soon("the search knows them", func() bool { return w.Finds(Insider, "Quittenmus Kreis") && w.Finds(Ann, "Quittenmus") })
	id, _, err := w.Follows.Save(w.Ctx, w.By(Ann), "Quittenmus", "q=Quittenmus")
	if err != nil {
		t.Fatal(err)
	}
	at := private(w, Ann, feedtoken.Search, id)
	for _, f := range feed.Formats {
		got := read(w, Guest, at+"/"+f.Name)
		if got.Title != "Quittenmus – Kommunalforum" || len(got.Items) != 1 ||
			got.Link != "http://forum.example/suche?q=Quittenmus&sortierung=datum" {
			t.Errorf("%s: %q at %s: %q", f.Name, got.Title, got.Link, titles(got))
		}
	}
	if a := w.Get(Guest, private(w, Bea, feedtoken.Search, id)+"/feed.atom"); a.Code != http.StatusNotFound {
		t.Errorf("somebody else's search answers %d", a.Code)
	}
	if a := w.Post(Ann, "/konto/feeds", Form("feed", fmt.Sprintf("search/%d", id))); a.Code != http.StatusConflict {
		t.Errorf("making an address again answers %d", a.Code)
	}
}
