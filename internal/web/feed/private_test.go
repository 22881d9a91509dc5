package feed_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	. "kommunalforum/internal/testkit"
)

func TestPrivateFeedHoldsWhatItsPersonReadsAtThatMoment(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern")
	inner := w.Ask(Insider, Exclusive, "Nur für den Kreis?", "Ganz intern")
	members, exclusive := private(w, Ann, feedtoken.Board, w.Board(Members)), private(w, Insider, feedtoken.Board, w.Board(Exclusive))
	thread := private(w, Insider, feedtoken.Thread, inner)
	for address, want := range map[string]string{members: "Anna Ahorn, Stadt Musterstadt, Niedersachsen",
		exclusive: "Ines Iltis, Samtgemeinde Probe, Niedersachsen", thread: "Ines Iltis, Samtgemeinde Probe, Niedersachsen"} {
		for _, f := range feed.Formats {
			got := read(w, Guest, address+"/"+f.Name)
			if len(got.Items) != 1 || got.Items[0].Authors[0].Name != want {
				t.Errorf("%s: %+v", f.Name, got.Items)
			}
		}
	}
	never := private(w, Ann, feedtoken.Board, w.Board(Exclusive)) // no address makes readable what is not
	if a := w.Get(Guest, never+"/feed.atom"); a.Code != http.StatusNotFound {
		t.Errorf("a board that its person may not read: %d", a.Code)
	}
	circles, err := w.Boards.Circles(w.Ctx, w.By(Boss))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Boards.Leave(w.Ctx, w.By(Boss), circles[0].ID, w.By(Insider).ID); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{exclusive, thread} {
		if a := w.Get(Guest, address+"/feed.atom"); a.Code != http.StatusNotFound {
			t.Errorf("no longer admitted: %d", a.Code)
		}
	}
}

// shape is an answer without what names the address or the request.
func shape(a Answer, address string) string {
	a.Header.Del("Date")
	a.Header.Del("X-Request-Id") // random, whatever is asked for
	escaped := strings.ReplaceAll(address, "/", "%2F")
	return fmt.Sprint(a.Code, a.Header, strings.NewReplacer(escaped, "ADDRESS", address, "ADDRESS").Replace(a.Body))
}

func TestAddressThatOpensNothingLooksLikeOneThatWasNeverMade(t *testing.T) {
	t.Parallel()
	w := New(t)
	revoked, closed, erased := private(w, Ann, feedtoken.FAQ, 0), private(w, Bea, feedtoken.FAQ, 0), private(w, Insider, feedtoken.FAQ, 0)
	list, err := w.Feeds.List(w.Ctx, w.By(Ann))
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		w.Feeds.Revoke(w.Ctx, w.By(Ann), list[0].ID),
		w.Accounts.Suspend(w.Ctx, w.By(Boss), w.By(Bea).ID, "Ausgeschieden"),
		w.Acts.Leave(w.Ctx, w.By(Insider), true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	unreadable := private(w, Editor, feedtoken.Board, w.Board(Exclusive))
	missing := "/feeds/" + strings.Repeat("y", 43) + "/" + feed.Formats[0].Name
	if a := w.Get(Guest, missing); a.Code != http.StatusNotFound || !strings.Contains(a.Body, `href="/konto/feeds"`) ||
		strings.Contains(a.Body, "hierher") || !strings.Contains(a.Body, "/anmelden?weiter=%2Fkonto%2Ffeeds") {
		t.Errorf("%d, and no way onward:\n%s", a.Code, a.Body)
	}
	for _, by := range []string{Guest, Mod} {
		want := strings.ReplaceAll(shape(w.Get(by, missing), missing), fmt.Sprint(len(missing)), "")
		for what, at := range map[string]string{"revoked": revoked, "closed": closed, "erased": erased, "not readable": unreadable,
			"unknown": "/feeds/" + strings.Repeat("x", 43)} {
			for _, f := range feed.Formats {
				address := at + "/" + f.Name
				if got := strings.ReplaceAll(shape(w.Get(by, address), address), fmt.Sprint(len(address)), ""); got != want {
					t.Errorf("%q, %s:\n%s\nwant\n%s", by, what, got, want)
				}
			}
		}
	}
}

func TestTokenOpensNothingElse(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Ask(Ann, Members, "Nur für Mitglieder?", "Intern")
	at := private(w, Boss, feedtoken.FAQ, 0)
	token := strings.TrimPrefix(at, "/feeds/")
	for _, address := range []string{"/bereiche/" + Members, "/verwaltung", "/konto/feeds", "/konto"} {
		for name, set := range map[string]func(*http.Request){
			"cookie": func(r *http.Request) { r.Header.Set("Cookie", "kommunalforum="+token) },
			"bearer": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) },
			"query":  func(r *http.Request) { r.URL.RawQuery = "token=" + token },
		} {
			r := Request(http.MethodGet, address, nil)
			set(r)
			if a := w.Send(r); strings.Contains(a.Body, "Nur für Mitglieder?") || strings.Contains(a.Body, "Bruno") {
				t.Errorf("%s opens %s", name, address)
			}
		}
	}
	if a := w.Get(Guest, at); a.Code != http.StatusNotFound {
		t.Errorf("without a format it answers %d", a.Code)
	}
}
