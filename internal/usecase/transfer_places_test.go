package usecase_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"kommunalforum/internal/draft"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/search/query"
	. "kommunalforum/internal/testkit"
	"kommunalforum/internal/web/path"
)

// TestDraftsOfRepliesLeadOnToWhereTheThreadWent: the draft opens as the form of the thread
// into which its own was merged, and what is sent then stands there and leaves no draft.
func TestDraftsOfRepliesLeadOnToWhereTheThreadWent(t *testing.T) {
	t.Parallel()
	w := New(t)
	from, to := w.Ask(Ann, Members, "Eine Frage zum Üben", "Frage"), w.Ask(Bea, Members, "Wohin alles gegangen ist", "Frage")
	const text = "Ein halber Gedanke, der noch wartet."
	const key = "ein-schluessel-des-formulars"
	kept, err := w.Drafts.Save(w.Ctx, w.By(Insider), draft.Page{Key: key, Tab: "ein-fenster"}, path.To(path.Reply, from),
		Form("text", text, "einmal", key, "entwurf", "ein-fenster"))
	if err != nil {
		t.Fatal(err)
	}
	w.Merged(Mod, from, to)
	opened := w.Get(Insider, path.To(path.Draft, kept.ID))
	for _, want := range []string{text, `action="` + path.To(path.Reply, to) + `"`, `value="` + key + `"`, "Wohin alles gegangen ist"} {
		if !strings.Contains(opened.Body, want) {
			t.Errorf("opened with %d, without %q", opened.Code, want)
		}
	}
	sent := w.PostFiles(Insider, path.To(path.Reply, to), Form("text", text, "einmal", key, "entwurf", "ein-fenster"))
	if sent.Code != http.StatusSeeOther || !strings.HasPrefix(sent.Location(), "/thema/"+strconv.FormatInt(to, 10)+"-") {
		t.Errorf("sent: %d to %s", sent.Code, sent.Location())
	}
	if a := w.Get(Insider, path.Drafts); strings.Contains(a.Body, text) {
		t.Error("the draft stays after its text was sent")
	}
}

// TestFeedAndSearchShowMergedPostsInTheirNewPlace, and in the former one again once the
// merging is undone: through the router and the index, as readers see it. Whoever follows
// the feed of the thread that is gone reads on in the one where it went.
func TestFeedAndSearchShowMergedPostsInTheirNewPlace(t *testing.T) {
	t.Parallel()
	w := New(t)
	const gone, stays = "Wer kennt Quittenmus?", "Wohin alles gegangen ist"
	from, to := w.Ask(Ann, Public, gone, "Gesucht"), w.Ask(Bea, Public, stays, "Frage")
	post := w.Reply(Insider, from, "Die Straußenfarm kennt es.")
	found := func(there int64, title string) {
		t.Helper()
		w.Soon("the index knows where the post stands", func() bool {
			r, err := w.Search.Find(w.Ctx, w.By(Ann), query.Form{Text: "Straußenfarm"})
			return err == nil && r.Total == 1 && r.Hits[0].ID == post && r.Hits[0].Thread == there && r.Hits[0].Title == title
		})
		page := w.Get(Guest, "/suche?q=Strau%C3%9Fenfarm").Body
		if strings.Contains(page, gone) != (title == gone) || strings.Contains(page, stays) != (title == stays) {
			t.Errorf("the page of the search does not name %q alone", title)
		}
	}
	feed := func(thread int64, title string, has bool) {
		t.Helper()
		a := w.Get(Guest, path.Feed(path.To(path.ThreadPage, thread), "feed.atom"))
		if a.Code != http.StatusOK || !strings.Contains(a.Body, title) || strings.Contains(a.Body, "Straußenfarm") != has {
			t.Errorf("the feed of %d answers %d, of %q: %v, with the post: %v", thread, a.Code, title, strings.Contains(a.Body, title), !has)
		}
	}
	found(from, gone)
	feed(from, gone, true)
	feed(to, stays, false)
	x := w.Merged(Mod, from, to)
	found(to, stays)
	feed(from, stays, true)
	feed(to, stays, true)
	if _, err := w.Acts.UndoTransfer(w.Ctx, w.By(Mod), x, forum.Undo{Confirm: true}); err != nil {
		t.Fatal(err)
	}
	found(from, gone)
	feed(from, gone, true)
	feed(to, stays, false)
}
