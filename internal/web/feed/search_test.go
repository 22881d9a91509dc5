package feed_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
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

// TestTheTimeOfASearchNeverGoesBack when its newest hit is one no more, and when none is
// left.
func TestTheTimeOfASearchNeverGoesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	at := func(hour int) context.Context {
		return db.At(w.Ctx, w.DB.Now(w.Ctx).Add(time.Duration(hour)*time.Hour))
	}
	var threads []int64
	for hour, with := range []string{"Zimt", "Vanille"} {
		id, err := w.Forum.OpenThread(at(hour), w.By(Ann), forum.Question{Board: w.Board(Members), Title: "Wer kennt Quittenmus mit " + with + "?",
			Text: "Gesucht"})
		if err != nil {
			t.Fatal(err)
		}
		threads = append(threads, id)
	}
	id, _, err := w.Follows.Save(w.Ctx, w.By(Ann), "Quittenmus", "q=Quittenmus")
	if err != nil {
		t.Fatal(err)
	}
	feed := private(w, Ann, feedtoken.Search, id) + "/feed.atom"
	// The search is asked and not the feed, which few may ask for often.
	w.Soon("both are found", func() bool { return w.Finds(Ann, "Zimt") && w.Finds(Ann, "Vanille") })
	before := *read(w, Guest, feed).UpdatedParsed
	for left := 1; left >= 0; left-- {
		err := w.Forum.EditPost(at(3), w.By(Ann), w.Question(threads[left]), forum.Edit{Title: "Wer kennt Apfelmus?",
			Text: "Gesucht", Revision: 1})
		if err != nil {
			t.Fatal(err)
		}
		w.Soon("one less", func() bool { return !w.Finds(Ann, []string{"Zimt", "Vanille"}[left]) })
		now := read(w, Guest, feed)
		if after := *now.UpdatedParsed; after.Before(before) || len(now.Items) != left {
			t.Errorf("with %d hits of %d it was changed %v, before %v", len(now.Items), left, after, before)
		}
	}
}
