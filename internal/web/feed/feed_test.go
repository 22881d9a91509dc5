package feed_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	. "kommunalforum/internal/testkit"
)

func TestPublicFeedsHoldWhatGuestsRead(t *testing.T) {
	t.Parallel()
	w := New(t)
	open := w.Ask(Ann, Public, "Wer nutzt <den> Dienst & wie?", "Wir **suchen** Erfahrungen.", 10061)
	w.Reply(Bea, open, "Wir nutzen ihn.")
	w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern", 10061)
	publish(w, Public, "Was kostet das?")
	answer(w, Public, "Ist das Pflicht?", board.ToPublic)
	answer(w, Members, "Gilt das intern?", board.ToMembers)
	thread := fmt.Sprintf("/thema/%d", open)
	for page, want := range map[string][]string{
		"/bereiche/" + Public:   {"Ist das Pflicht?", "Was kostet das?", "Wer nutzt <den> Dienst & wie?"},
		"/bereiche/" + Members:  nil,
		"/leistungen/10061":     {"Ist das Pflicht?", "Was kostet das?", "Wer nutzt <den> Dienst & wie?"},
		"/faq":                  {"Was kostet das?"},
		"/offizielle-antworten": {"Ist das Pflicht?"},
		thread:                  {"Antwort von Kreis Probeland, Nordrhein-Westfalen", "Wer nutzt <den> Dienst & wie?"},
	} {
		for _, f := range feed.Formats {
			for _, by := range []string{Guest, Ann, Boss} { // who asks makes no difference
				got := titles(read(w, by, page+"/"+f.Name))
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%q at %s/%s: %q, want %q", by, page, f.Name, got, want)
				}
				if body := w.Get(by, page+"/"+f.Name).Body; strings.Contains(body, "Ahorn") || strings.Contains(body, "Birke") {
					t.Errorf("%q reads a name at %s: %s", by, page, body)
				}
			}
		}
	}
	for _, missing := range []string{"/bereiche/" + Exclusive, "/bereiche/gibt-es-nicht", "/leistungen/1", "/thema/999",
		fmt.Sprintf("/thema/%d", w.Ask(Ann, Members, "Noch eine interne?", "Intern"))} {
		if a := w.Get(Ann, missing+"/feed.atom"); a.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", missing, a.Code)
		}
	}
}

func TestFAQAndOfficialAnswersStandInFeedsInFull(t *testing.T) {
	t.Parallel()
	w := New(t)
	publish(w, Public, "Was kostet das?")
	answer(w, Public, "Ist das Pflicht?", board.ToPublic)
	for address, want := range map[string][]string{
		"/faq/feed.atom":                  {"<p>Kurz &amp; gut.</p>", `href="http://forum.example/beitrag/1"`, "<p>Stand: "},
		"/offizielle-antworten/feed.json": {"<p>Ja.</p>", `href="http://forum.example/faq"`, "<p>Rechtsgrundlage: § 3 OZG</p>"},
	} {
		item := read(w, Guest, address).Items[0]
		for _, text := range want {
			if !strings.Contains(item.Content, text) {
				t.Errorf("%s: no %s in %s", address, text, item.Content)
			}
		}
	}
	w.Ask(Ann, Public, "Eine lange Frage?", strings.Repeat("Sehr viel Text. ", 200))
	if item := read(w, Guest, "/bereiche/"+Public+"/feed.atom").Items[0]; item.Content != "" || len([]rune(item.Description)) > 600 {
		t.Errorf("a post stands there with %d characters: %q", len(item.Description), item.Content)
	}
}

func TestPostsWithoutTextStandInFeedsAsOnPages(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage")
	withdrawn, hidden, blackened := w.Reply(Bea, thread, "Eins geheim"), w.Reply(Bea, thread, "Zwei geheim"), w.Reply(Bea, thread, "Drei geheim")
	for _, err := range []error{
		w.Forum.Withdraw(w.Ctx, w.By(Bea), withdrawn),
		w.Forum.Hide(w.Ctx, w.By(Mod), hidden, "Werbung"),
		w.Forum.Blacken(w.Ctx, w.By(Mod), blackened, 1, "Namen"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	page := fmt.Sprintf("/thema/%d", thread)
	for _, address := range []string{page, private(w, Bea, feedtoken.Thread, thread), private(w, Mod, feedtoken.Thread, thread)} {
		f := read(w, Guest, address+"/feed.atom")
		if strings.Contains(fmt.Sprint(f), "geheim") || len(f.Items) != 4 {
			t.Fatalf("%s: %v", address, f)
		}
		for i, want := range []string{"geschwärzt", "ausgeblendet: Werbung", "zurückgezogen"} {
			if x := f.Items[i]; !strings.Contains(x.Description, want) || x.Title != "Antwort" || len(x.Authors) != 0 {
				t.Errorf("%s: %q by %v: %q, want %q", address, x.Title, x.Authors, x.Description, want)
			}
		}
	}
	// With its question the whole thread goes, for everybody.
	if err := w.Forum.Hide(w.Ctx, w.By(Mod), w.Question(thread), "Werbung"); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{page, private(w, Ann, feedtoken.Thread, thread), private(w, Mod, feedtoken.Thread, thread)} {
		if a := w.Get(Guest, address+"/feed.atom"); a.Code != http.StatusNotFound {
			t.Errorf("%s of a hidden thread answers %d", address, a.Code)
		}
	}
	if f := read(w, Guest, private(w, Mod, feedtoken.Board, w.Board(Public))+"/feed.atom"); len(f.Items) != 0 {
		t.Errorf("the hidden thread is among %q", titles(f))
	}
}

func TestWaitingPostsAreInNoFeed(t *testing.T) {
	t.Parallel()
	w := New(t)
	open := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage")
	err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), board.Settings{Audience: board.Public, FirstReview: true}, "Test")
	if err != nil {
		t.Fatal(err)
	}
	waiting := w.Ask(Bea, Public, "Wartet diese Frage?", "Geheim", 10061)
	w.Reply(Bea, open, "Geheim")
	for _, by := range []string{Guest, Bea, Mod} {
		for _, x := range []struct {
			kind feedtoken.Kind
			id   int64
			page string
		}{{feedtoken.Board, w.Board(Public), "/bereiche/" + Public}, {feedtoken.Thread, open, fmt.Sprintf("/thema/%d", open)},
			{feedtoken.Service, 10061, "/leistungen/10061"}} {
			address := x.page
			if by != Guest {
				address = private(w, by, x.kind, x.id)
			}
			if a := w.Get(Guest, address+"/feed.json"); strings.Contains(a.Body, "Geheim") || strings.Contains(a.Body, "Wartet") {
				t.Errorf("%q: %s", by, a.Body)
			}
		}
	}
	approved := w.At(2 * time.Hour)
	if err := w.Forum.Approve(approved, w.By(Mod), waiting, 0); err != nil {
		t.Fatal(err)
	}
	if f := read(w, Guest, "/bereiche/"+Public+"/feed.atom"); f.Items[0].Title != "Wartet diese Frage?" ||
		f.Items[0].PublishedParsed.Before(w.DB.Now(w.Ctx).Add(time.Hour)) {
		t.Errorf("once approved it is not the newest: %q", titles(f))
	}
}

func TestIDsStayWhateverBecomesOfTitleTextAndPlace(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage", 10061)
	w.Reply(Bea, thread, "Eine Antwort")
	ids := func(address string) (out []string) {
		f := read(w, Guest, address)
		root := regexp.MustCompile(`urn:uuid:[0-9a-f-]+`).FindString(w.Get(Guest, address).Body)
		for _, x := range f.Items {
			out = append(out, x.GUID)
		}
		return append(out, root)
	}
	page := fmt.Sprintf("/thema/%d/feed.atom", thread)
	before := append(ids(page), ids("/leistungen/10061/feed.atom")...)
	if slices.Contains(before, "") || before[1] != before[3] {
		t.Fatalf("ids: %q; the question differs between two feeds", before)
	}
	post := w.Question(thread)
	err := w.Forum.EditPost(w.At(time.Hour), w.By(Ann), post, forum.Edit{Title: "Ein ganz anderer Titel?", Text: "Neu", Revision: 1,
		Services: []int64{10061}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board("umwelt"), board.Settings{Audience: board.Public}, "Test"); err != nil {
		t.Fatal(err)
	}
	if err := w.Forum.Move(w.Ctx, w.By(Boss), thread, forum.Move{Board: w.Board("umwelt")}); err != nil {
		t.Fatal(err)
	}
	if after := append(ids(page), ids("/leistungen/10061/feed.atom")...); !slices.Equal(before, after) {
		t.Errorf("ids were %q and are %q", before, after)
	}
	edited := read(w, Guest, page).Items[1]
	if edited.Title != "Ein ganz anderer Titel?" || !edited.UpdatedParsed.After(*edited.PublishedParsed) {
		t.Errorf("edited: %+v", edited)
	}
	if f := read(w, Guest, "/bereiche/"+Public+"/feed.atom"); len(f.Items) != 0 {
		t.Errorf("the former board still has %q", titles(f))
	}
}

func TestSolutionLockAndReplyDoNotMakeAQuestionNewAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage")
	address := "/bereiche/" + Public + "/feed.atom"
	before := w.Get(Guest, address).Body
	reply := w.Reply(Bea, thread, "Eine Antwort")
	if err := w.Forum.MarkSolution(w.Ctx, w.By(Ann), reply, true); err != nil {
		t.Fatal(err)
	}
	if after := w.Get(Guest, address).Body; after != before {
		t.Errorf("was %s, is %s", before, after)
	}
}

func TestNarrowedBoardStopsAtOnce(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage", 10061)
	addresses := []string{"/bereiche/" + Public + "/feed.atom", "/leistungen/10061/feed.json", fmt.Sprintf("/thema/%d/feed.atom", thread)}
	tags := map[string]string{}
	for _, address := range addresses {
		for range 2 { // the second one from the cache
			if a := w.Get(Guest, address); !strings.Contains(a.Body, "Wer nutzt") || a.Header.Get("Cache-Control") != "private, no-cache" {
				t.Fatalf("%s: %d, %q", address, a.Code, a.Header.Get("Cache-Control"))
			}
		}
		tags[address] = w.Get(Guest, address).Header.Get("ETag")
	}
	own := private(w, Ann, feedtoken.Board, w.Board(Public))
	read(w, Guest, own+"/feed.atom")
	if err := w.Boards.Configure(w.Ctx, w.By(Boss), w.Board(Public), board.Settings{Audience: board.Restricted}, "Test"); err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		r := Request(http.MethodGet, address, nil)
		r.Header.Set("If-None-Match", tags[address])
		if a := w.Send(r); a.Code == http.StatusNotModified || strings.Contains(a.Body, "Wer nutzt") {
			t.Errorf("%s still answers %d", address, a.Code)
		}
	}
	if a := w.Get(Guest, own+"/feed.atom"); a.Code != http.StatusNotFound {
		t.Errorf("the private feed answers %d", a.Code)
	}
}

func TestUnchangedFeedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern")
	w.Ask(Ann, Public, "Wer nutzt den Dienst?", strings.Repeat("Eine Frage. ", 200))
	for address, caching := range map[string]string{
		"/bereiche/" + Public: "private, no-cache", "/bereiche/umwelt": "private, no-cache",
		private(w, Ann, feedtoken.Board, w.Board(Members)): "no-store",
	} {
		for _, f := range feed.Formats {
			for _, coding := range []string{"", "gzip"} {
				get := func(tag string) Answer {
					r := Request(http.MethodGet, address+"/"+f.Name, nil)
					r.Header.Set("If-None-Match", tag)
					r.Header.Set("Accept-Encoding", coding)
					return w.Send(r)
				}
				first := get("")
				tag := first.Header.Get("ETag")
				if first.Code != http.StatusOK || tag == "" || first.Header.Get("Cache-Control") != caching ||
					first.Header.Get("X-Robots-Tag") != "noindex" {
					t.Fatalf("%s: %d, %v", address, first.Code, first.Header)
				}
				if again := get(tag); again.Code != http.StatusNotModified || again.Body != "" {
					t.Errorf("%s, %q: again %d", address, coding, again.Code)
				}
			}
		}
	}
}

func TestFormerMembersAndAliasesAreNamedAsOnPages(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern")
	w.Reply(Bea, thread, "Eine Antwort")
	at := private(w, Mod, feedtoken.Thread, thread) + "/feed.atom"
	if err := w.Acts.Leave(w.Ctx, w.By(Bea), true); err != nil {
		t.Fatal(err)
	}
	if got := read(w, Guest, at).Items[0]; got.Authors[0].Name != account.FormerMember+", Kreis Probeland, Nordrhein-Westfalen" {
		t.Errorf("%+v", got.Authors[0])
	}
	if err := w.Acts.Leave(w.Ctx, w.By(Ann), false); err != nil {
		t.Fatal(err)
	}
	if got := w.Get(Guest, at).Body; strings.Contains(got, "Ahorn") || strings.Contains(got, "Musterstadt") || strings.Contains(got, "Birke") {
		t.Errorf("%s", got)
	}
}

func TestFeedsHaveAFixedNumberOfEntries(t *testing.T) {
	t.Parallel()
	w := New(t)
	thread := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage")
	for n := range feed.MaxEntries + 5 {
		w.Reply(Bea, thread, fmt.Sprintf("Antwort %d", n))
		w.Ask(Ann, Public, fmt.Sprintf("Noch eine Frage, Nummer %d?", n), "Text", 10061)
	}
	for _, page := range []string{"/bereiche/" + Public, fmt.Sprintf("/thema/%d", thread), "/leistungen/10061"} {
		f := read(w, Guest, page+"/feed.atom")
		if len(f.Items) != feed.MaxEntries {
			t.Errorf("%s: %d entries", page, len(f.Items))
		}
		if !strings.Contains(f.Items[0].Title+f.Items[0].Description, fmt.Sprint(feed.MaxEntries+4)) {
			t.Errorf("%s begins with %q", page, f.Items[0].Title)
		}
	}
}

func TestFeedFetchedTooOftenHasToWait(t *testing.T) {
	t.Parallel()
	w := New(t)
	at := private(w, Ann, feedtoken.FAQ, 0) + "/feed.atom"
	codes := w.AtOnce(100, func(int) *http.Request { return Request(http.MethodGet, at, nil) })
	if codes[http.StatusOK] < 30 || codes[http.StatusOK] > 32 || codes[http.StatusOK]+codes[http.StatusTooManyRequests] != 100 {
		t.Errorf("%v", codes)
	}
}
