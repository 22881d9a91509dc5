package feed_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kommunalforum/internal/feedtoken"
	. "kommunalforum/internal/testkit"
)

func TestPagesOfferTheirFeeds(t *testing.T) {
	t.Parallel()
	w := New(t)
	open, inner := w.Ask(Ann, Public, "Wer nutzt den Dienst?", "Eine Frage"), w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern")
	linked := regexp.MustCompile(`<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"`)
	private := regexp.MustCompile(`href="(/konto/feeds\?feed=[^"]+)"`)
	find := func(re *regexp.Regexp, body string) string {
		if m := re.FindStringSubmatch(body); m != nil {
			return m[1]
		}
		return ""
	}
	for _, x := range []struct{ page, public, private string }{
		{"/bereiche/" + Public, "/bereiche/" + Public + "/feed.atom", ""},
		{"/bereiche/" + Members, "/bereiche/" + Members + "/feed.atom", fmt.Sprintf("/konto/feeds?feed=board%%2F%d", w.Board(Members))},
		{"/leistungen/10061", "/leistungen/10061/feed.atom", "/konto/feeds?feed=service%2F10061"},
		{"/faq", "/faq/feed.atom", "/konto/feeds?feed=faq"},
		{"/fragen-an-das-programmmanagement", "/offizielle-antworten/feed.atom", "/konto/feeds?feed=answers"},
		{w.Get(Ann, fmt.Sprintf("/thema/%d", open)).Location(), fmt.Sprintf("/thema/%d/feed.atom", open), ""},
		{w.Get(Ann, fmt.Sprintf("/thema/%d", inner)).Location(), "", fmt.Sprintf("/konto/feeds?feed=thread%%2F%d", inner)},
	} {
		for _, by := range []string{Guest, Ann} {
			want := x.private
			if by == Guest {
				want = ""
			}
			body := w.Get(by, x.page).Body
			if got := find(linked, body); got != x.public {
				t.Errorf("%q, %s: feed %q, want %q", by, x.page, got, x.public)
			}
			if got := find(private, body); got != want {
				t.Errorf("%q, %s: own feed %q, want %q", by, x.page, got, want)
			}
			if x.public != "" && w.Get(Guest, x.public).Code != http.StatusOK {
				t.Errorf("%s leads nowhere", x.public)
			}
			if want != "" && !strings.Contains(w.Get(by, want).Body, " selected") {
				t.Errorf("%s chooses nothing", want)
			}
		}
	}
}

func TestAddressIsShownOnceAndRevoked(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern")
	name := fmt.Sprintf("board/%d", w.Board(Members))
	made := w.Post(Ann, "/konto/feeds", Form("feed", name))
	address := regexp.MustCompile(`http://forum\.example(/feeds/[A-Za-z0-9_-]{43}/feed\.atom)`).FindStringSubmatch(made.Body)
	if made.Code != http.StatusOK || address == nil || made.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, %v: %s", made.Code, made.Header, made.Body)
	}
	if f := read(w, Guest, address[1]); f.Title != "Bildung – Kommunalforum" || len(f.Items) != 1 {
		t.Errorf("%q: %q", f.Title, titles(f))
	}
	list := w.Get(Ann, "/konto/feeds").Body
	if strings.Contains(list, address[1]) || !strings.Contains(list, "Bereich: Bildung") || !strings.Contains(list, "zuletzt abgerufen") {
		t.Errorf("the list shows %s", list)
	}
	revoke := regexp.MustCompile(`/konto/feeds/\d+/widerrufen`).FindString(list)
	if a := w.Post(Bea, revoke, nil); a.Location() != "/konto/feeds?hinweis=schon-entfernt" || w.Get(Guest, address[1]).Code != http.StatusOK {
		t.Errorf("somebody else revokes it: %d %s", a.Code, a.Location())
	}
	if a := w.Post(Ann, revoke, nil); a.Location() != "/konto/feeds?hinweis=feed-widerrufen" {
		t.Errorf("%d %s", a.Code, a.Location())
	}
	if a := w.Get(Guest, address[1]); a.Code != http.StatusNotFound {
		t.Errorf("revoked it answers %d", a.Code)
	}
}

// TestMakingAnAddressAgainDoesNotEndTheOneThatWasCopied sends the form again, as
// reloading its answer does, and then replaces the address on purpose.
func TestMakingAnAddressAgainDoesNotEndTheOneThatWasCopied(t *testing.T) {
	t.Parallel()
	w := New(t)
	address := regexp.MustCompile(`http://forum\.example(/feeds/[A-Za-z0-9_-]{43}/feed\.atom)`)
	copied := address.FindStringSubmatch(w.Post(Ann, "/konto/feeds", Form("feed", "faq")).Body)[1]
	again := w.Post(Ann, "/konto/feeds", Form("feed", "faq"))
	if again.Code != http.StatusConflict || address.MatchString(again.Body) || !strings.Contains(again.Body, "Diese Adresse wurde schon erstellt") {
		t.Fatalf("%d: %s", again.Code, again.Body)
	}
	if a := w.Get(Guest, copied); a.Code != http.StatusOK {
		t.Fatalf("the copied address answers %d", a.Code)
	}
	replace := regexp.MustCompile(`/konto/feeds/\d+/ersetzen`).FindString(again.Body)
	if a := w.Post(Bea, replace, nil); a.Code != http.StatusConflict || address.MatchString(a.Body) {
		t.Errorf("somebody else replaces it: %d", a.Code)
	}
	made := address.FindStringSubmatch(w.Post(Ann, replace, nil).Body)
	if made == nil || w.Get(Guest, made[1]).Code != http.StatusOK || w.Get(Guest, copied).Code != http.StatusNotFound {
		t.Fatalf("replaced by %v", made)
	}
	if a := w.Post(Ann, replace, nil); a.Code != http.StatusConflict || !strings.Contains(a.Body, "Es wurde nichts geändert") {
		t.Errorf("replaced again: %d: %s", a.Code, a.Body)
	}
	if a := w.Get(Guest, made[1]); a.Code != http.StatusOK {
		t.Errorf("the new address answers %d", a.Code)
	}
}

// once is the key of the forms on a page.
var once = regexp.MustCompile(`name="einmal" value="([^"]+)"`)

// TestDoubleClickShowsTheAddressBothTimes sends the forms that make and replace an
// address many times at once: whichever answer the browser shows, the address is there.
// Once it is revoked, the form makes no other.
func TestDoubleClickShowsTheAddressBothTimes(t *testing.T) {
	t.Parallel()
	w := New(t)
	address := regexp.MustCompile(`http://forum\.example(/feeds/[A-Za-z0-9_-]{43}/feed\.atom)`)
	cookie := w.Cookie(Ann)
	send := func(at string, form url.Values) string {
		t.Helper()
		codes := w.AtOnce(20, func(int) *http.Request {
			r := Request(http.MethodPost, at, form)
			r.Header.Set("Cookie", cookie)
			return r
		})
		first, second := w.Post(Ann, at, form), w.Post(Ann, at, form)
		shown := address.FindStringSubmatch(second.Body)
		if codes[http.StatusOK] != 20 || shown == nil || !slices.Equal(address.FindStringSubmatch(first.Body), shown) ||
			w.Get(Guest, shown[1]).Code != http.StatusOK {
			t.Fatalf("%s: %v, then %d with %v", at, codes, second.Code, shown)
		}
		return shown[1]
	}
	form := Form("feed", "faq", "einmal", once.FindStringSubmatch(w.Get(Ann, "/konto/feeds").Body)[1])
	made := send("/konto/feeds", form)
	earlier := w.Post(Ann, "/konto/feeds", Form("feed", "faq")).Body
	replace := regexp.MustCompile(`/konto/feeds/\d+/ersetzen`).FindString(earlier)
	replaced := send(replace, Form("einmal", once.FindStringSubmatch(earlier)[1]))
	if replaced == made || w.Get(Guest, made).Code != http.StatusNotFound {
		t.Errorf("%s is replaced by %s", made, replaced)
	}
	revoke := regexp.MustCompile(`/konto/feeds/\d+/widerrufen`).FindString(w.Get(Ann, "/konto/feeds").Body)
	w.Post(Ann, revoke, nil)
	for at, sent := range map[string]url.Values{"/konto/feeds": form, replace: Form("einmal", once.FindStringSubmatch(earlier)[1])} {
		a := w.Post(Ann, at, sent)
		if a.Code != http.StatusConflict || address.MatchString(a.Body) || !strings.Contains(a.Body, "Es wurde nichts geändert") {
			t.Errorf("%s after it was revoked: %d", at, a.Code)
		}
	}
	if list, err := w.Feeds.List(w.Ctx, w.By(Ann)); err != nil || len(list) != 0 {
		t.Errorf("%d addresses, %v", len(list), err)
	}
}

func TestOnlyWhatIsThereAndReadableCanBeChosen(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Ask(Insider, Exclusive, "Nur für den Kreis?", "Ganz intern")
	for name, code := range map[string]int{
		"": 422, "x": 422, "board": 422, "board/0": 422, "board/01": 422, "board/-1": 422, "faq/1": 422, "person/1": 422,
		"board/1/2": 422, strings.Repeat("9", 5000): 422,
		"board/9999": 404, "search/1": 404, "thread/9999": 404, "service/1": 404,
		fmt.Sprintf("board/%d", w.Board(Exclusive)): 404, fmt.Sprintf("thread/%d", inner): 404,
		"faq": 200, "answers": 200, "service/10061": 200, fmt.Sprintf("board/%d", w.Board(Public)): 200,
	} {
		if a := w.Post(Ann, "/konto/feeds", Form("feed", name)); a.Code != code {
			t.Errorf("%.50q answers %d, want %d", name, a.Code, code)
		}
		a := w.Get(Ann, "/konto/feeds?feed="+strings.ReplaceAll(name, "/", "%2F"))
		if a.Code != http.StatusOK || strings.Contains(a.Body, "Nur für den Kreis?") || strings.Contains(a.Body, "/bereiche/"+Exclusive) {
			t.Errorf("the page for %.50q answers %d: %s", name, a.Code, a.Body)
		}
	}
}

func TestWhatIsNoLongerReadableLosesItsTitle(t *testing.T) {
	t.Parallel()
	w := New(t)
	inner := w.Ask(Insider, Exclusive, "Nur für den Kreis?", "Ganz intern")
	private(w, Insider, feedtoken.Thread, inner)
	private(w, Insider, feedtoken.Board, w.Board(Exclusive))
	if body := w.Get(Insider, "/konto/feeds").Body; !strings.Contains(body, "Thema: Nur für den Kreis?") {
		t.Error("the title is missing")
	}
	circles, err := w.Boards.Circles(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Boards.Leave(w.Ctx, w.By(Boss), circles[0].ID, w.By(Insider).ID); err != nil {
		t.Fatal(err)
	}
	body := w.Get(Insider, "/konto/feeds").Body
	if strings.Contains(body, "Nur für den Kreis?") || strings.Count(body, "für Sie nicht mehr lesbar") != 2 {
		t.Errorf("%s", body)
	}
}
