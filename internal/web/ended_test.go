package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// offeredTo are the pages with what members do about news: following, notifications,
// bookmarks, reading, what waits for them.
func offeredTo(w *World) []string {
	thread := w.Ask(Ann, Members, "Wer zahlt den Betrieb?", "Eine Frage")
	post := w.Reply(Bea, thread, "Eine Antwort")
	w.Post(Ann, fmt.Sprintf("/beitrag/%d/notiz", post), Form("notiz", "Nachlesen", "erinnerung", "31.12.2026"))
	w.Post(Ann, "/suche/speichern", Form("q", "Betrieb"))
	w.Post(Ann, "/folgen", Form("art", "board", "nummer", fmt.Sprint(w.Board(Members)), "stufe", "muted"))
	w.Post(Ann, "/konto/feeds", Form("feed", "faq"))
	w.Notified()
	return []string{"/mitteilungen", "/was-ist-neu", "/bereiche/" + Members, fmt.Sprintf("/thema/%d-wer-zahlt-den-betrieb", thread),
		fmt.Sprintf("/beitrag/%d/notiz", post),
		"/meine", "/meine/merkliste",
		"/meine/fragen", "/konto/folgen", "/konto/folgen?ausnahmen=ja", "/konto/suchen", "/konto/feeds", "/konto/mitteilungen",
		"/suche?q=Betrieb", "/leistungen/10061", "/organisationen/" + fmt.Sprint(w.By(Bea).Organisation.ID),
		w.Fill("/fragen-an-das-programmmanagement/:number"), w.Fill("/faq/:id")}
}

// TestFormWithoutTextAfterItsSessionLeadsBack sends every form without text about news
// after its session has ended: nothing is done, and signing in leads to the page it
// stood on, where it can be sent. Forms with text are sent by TestTextOutlivesTheSession.
func TestFormWithoutTextAfterItsSessionLeadsBack(t *testing.T) {
	t.Parallel()
	dir := Folder(t)
	w, closeWorld, err := Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	w.T = t
	seen := map[string]string{} // where a form stands
	var forms []pageForm
	for _, at := range offeredTo(w) {
		page := w.Get(Ann, at)
		if page.Code == http.StatusMovedPermanently {
			at = page.Location()
			page = w.Get(Ann, at)
		}
		for _, f := range formsOf(t, page.Body) {
			kind := numbers.ReplaceAllString(f.action, "N")
			if _, known := seen[kind]; f.action == "" || len(f.typed) > 0 || f.secret || known {
				continue
			}
			seen[kind], seen[f.action] = at, at
			forms = append(forms, f)
		}
	}
	if err := closeWorld(); err != nil {
		t.Fatal(err)
	}
	w = Still(t, dir) // workers would commit, too
	for _, f := range forms {
		before, at := version(t, w), seen[f.action]
		r := httptest.NewRequest(http.MethodPost, f.action, strings.NewReader(f.fields.Encode())).WithContext(w.Ctx)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Referer", "http://"+r.Host+at)
		a := w.Send(r)
		if a.Code != http.StatusForbidden || !strings.Contains(a.Body, "/anmelden?weiter="+url.QueryEscape(at)) || version(t, w) != before {
			t.Errorf("%s on %s: %d, something was done: %v", f.action, at, a.Code, version(t, w) != before)
		}
		if again := w.Post(Ann, f.action, f.fields); again.Code >= http.StatusInternalServerError {
			t.Errorf("%s after signing in: %d", f.action, again.Code)
		}
	}
	for _, form := range []string{"/folgen", "/konto/folgen/beenden", "/konto/folgen/einstellung", "/konto/suchen/N/loeschen", "/konto/feeds",
		"/konto/feeds/N/widerrufen", "/beitrag/N/merken", "/beitrag/N/nicht-merken", "/mitteilungen/gelesen", "/was-ist-neu/gelesen",
		"/bereiche/" + Members + "/gelesen"} {
		if seen[form] == "" {
			t.Errorf("no page shows a form for %s: %q", form, slices.Sorted(maps.Keys(seen)))
		}
	}
}

// version changes with every commit.
func version(t *testing.T, w *World) int64 {
	t.Helper()
	n, err := w.DB.Version(w.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestManyChoicesOutliveTheSession: who chose for a dozen kinds of mail does not do so
// again.
func TestManyChoicesOutliveTheSession(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := newVisitor(w)
	b.signIn(Ann, "/")
	fields := url.Values{}
	for _, f := range formsOf(t, b.do(http.MethodGet, "/konto/mitteilungen", nil).Body) {
		if f.action == "/konto/mitteilungen" {
			fields = f.fields
		}
	}
	fields.Set("rhythmus_mention", "nie")
	delete(b.cookies, "kommunalforum")
	refused := b.do(http.MethodPost, "/konto/mitteilungen", fields)
	m := continuePath.FindStringSubmatch(refused.Body)
	if refused.Code != http.StatusForbidden || m == nil {
		t.Fatalf("%d: %s", refused.Code, refused.Body)
	}
	path, _ := url.QueryUnescape(m[1])
	b.signIn(Ann, path)
	again := b.do(http.MethodGet, path, nil)
	if again.Code != http.StatusOK || !strings.Contains(again.Body, "Ihre Auswahl ist wieder da.") ||
		!strings.Contains(again.Body, `value="nie" selected`) {
		t.Errorf("%d: %s", again.Code, again.Body)
	}
	if strings.Contains(b.do(http.MethodGet, "/konto/mitteilungen", nil).Body, `value="nie" selected`) {
		t.Error("it is saved before it was sent")
	}
}
