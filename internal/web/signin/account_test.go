package signin_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// form makes a form of names and values.

// send asks with a cookie of one's own, such as that of a second device.

// device signs somebody in anew and returns the cookie.

func TestAccountPageShowsOwnDataAndRolesWithTheirBoards(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Get(Mod, "/konto")
	for _, text := range []string{"Moritz Moor", Email(Mod), "Sachgebiet Test", "Musterverband der Kreise", "kommunaler Spitzenverband",
		"Mitglied", "Moderation", "Bauen &amp; Wohnen", "Basisdienste", `href="/bereiche/bauen-wohnen"`} {
		if !strings.Contains(a.Body, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if a.Header.Get("Cache-Control") != "no-store" || !strings.Contains(a.Body, `content="noindex"`) {
		t.Error("the page may be stored or listed")
	}
	if a := w.Get(Guest, "/konto"); a.Code != http.StatusSeeOther || a.Location() != "/anmelden?weiter=%2Fkonto" {
		t.Errorf("a guest gets %d %s", a.Code, a.Location())
	}
}

func TestSessionsAreShownAndEndedByTheirOwner(t *testing.T) {
	t.Parallel()
	w := New(t)
	office, phone, laptop := w.NewSession(Ann, "Firefox, Windows"), w.NewSession(Ann, "Safari, iPhone"), w.NewSession(Ann, "Chrome, Linux")
	alive := func(cookie string) bool { return w.DoWith(cookie, http.MethodGet, "/konto", nil).Code == http.StatusOK }

	page := w.DoWith(office, http.MethodGet, "/konto", nil).Body
	for _, text := range []string{"Firefox, Windows", "Safari, iPhone", "Chrome, Linux", "diese Sitzung"} {
		if !strings.Contains(page, text) {
			t.Errorf("the list lacks %q", text)
		}
	}
	sessions := regexp.MustCompile(`name="sitzung" value="([0-9a-f]{64})"`).FindAllStringSubmatch(page, -1)
	if len(sessions) != 2 {
		t.Fatalf("%d sessions can be ended, not the two others", len(sessions))
	}
	if w.DoWith(w.NewSession(Bea, "x"), http.MethodPost, "/konto/sitzungen/beenden", Form("sitzung", sessions[0][1])); !alive(phone) ||
		!alive(laptop) {
		t.Fatal("somebody else ended the session")
	}
	if a := w.DoWith(office, http.MethodPost, "/konto/sitzungen/beenden", Form("sitzung", sessions[0][1])); a.Code != http.StatusSeeOther {
		t.Errorf("ending one: %d", a.Code)
	}
	if alive(phone) && alive(laptop) || !alive(office) {
		t.Error("not just the one session ended")
	}
	if w.DoWith(office, http.MethodPost, "/konto/sitzungen/beenden", Form("alle", "ja")); alive(phone) || alive(laptop) || !alive(office) {
		t.Error("not just the other sessions ended")
	}
}

func TestChangedPasswordEndsAllOtherSessions(t *testing.T) {
	t.Parallel()
	w := New(t)
	here, there := w.NewSession(Ann, "a"), w.NewSession(Ann, "b")
	const next = "ganz-anderes-passwort"
	change := func(bisher, neu, nochmal string) Answer {
		return w.DoWith(here, http.MethodPost, "/konto/passwort", Form("bisher", bisher, "passwort", neu, "nochmal", nochmal))
	}
	for name, x := range map[string]struct {
		answer Answer
		want   string
	}{
		"wrong present one": {change("falsch-falsch-falsch", next, next), "Das Passwort stimmt nicht."},
		"too short":         {change(Password, "kurz", "kurz"), "mindestens 12 Zeichen"},
		"not alike":         {change(Password, next, next+"x"), "stimmen nicht überein"},
	} {
		if x.answer.Code != http.StatusUnprocessableEntity || !strings.Contains(x.answer.Body, x.want) {
			t.Errorf("%s: %d", name, x.answer.Code)
		}
		if strings.Contains(x.answer.Body, next) || strings.Contains(x.answer.Body, Password) {
			t.Errorf("%s: the page holds a password", name)
		}
	}
	if a := change(Password, next, next); a.Code != http.StatusSeeOther || a.Location() != "/konto?hinweis=passwort" {
		t.Fatalf("%d %s", a.Code, a.Location())
	}
	if a := w.DoWith(here, http.MethodGet, "/konto", nil); a.Code != http.StatusOK {
		t.Errorf("this session ended: %d", a.Code)
	}
	if a := w.DoWith(there, http.MethodGet, "/konto", nil); a.Code != http.StatusSeeOther {
		t.Errorf("the other session lives: %d", a.Code)
	}
	if _, err := w.SignIn.SignIn(w.Ctx, Email(Ann), next, "x"); err != nil {
		t.Errorf("the new password does not work: %v", err)
	}
}

func TestFormsForPasswordsHelpPasswordManagers(t *testing.T) {
	t.Parallel()
	w := New(t)
	page := w.Get(Ann, "/konto/passwort").Body
	for _, token := range []string{`autocomplete="username"`, `autocomplete="current-password"`, `autocomplete="new-password"`} {
		if !strings.Contains(page, token) {
			t.Errorf("the form lacks %s", token)
		}
	}
	if strings.Contains(page, "onpaste") || strings.Contains(page, `autocomplete="off"`) {
		t.Error("the form hinders pasting")
	}
}

func TestPasswordIsChosenByALinkThatWorksOnceAndLeaksNowhere(t *testing.T) {
	t.Parallel()
	w := New(t)
	token, err := w.SignIn.PasswordLink(w.Ctx, Email(Ann))
	if err != nil {
		t.Fatal(err)
	}
	old := w.NewSession(Ann, "alt")
	path := "/passwort/" + token
	hidden := func(name string, a Answer) {
		t.Helper()
		if got := a.Header.Get("Referrer-Policy"); got != "no-referrer" {
			t.Errorf("%s: Referrer-Policy %q", name, got)
		}
		if got := a.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", name, got)
		}
		if rest := strings.ReplaceAll(a.Body, `action="`+path+`"`, ""); strings.Contains(rest, token) {
			t.Errorf("%s: the token stands elsewhere in the page", name)
		}
		if strings.Contains(a.Location(), token) {
			t.Errorf("%s: leads to %s", name, a.Location())
		}
	}
	choose := func(neu, nochmal string) Answer {
		return w.Post(Guest, path, Form("passwort", neu, "nochmal", nochmal))
	}
	const next = "ganz-anderes-passwort"

	a := w.Get(Guest, path)
	if a.Code != http.StatusOK || !strings.Contains(a.Body, `action="`+path+`"`) {
		t.Fatalf("the page: %d", a.Code)
	}
	hidden("page", a)
	for name, a := range map[string]Answer{"too short": choose("kurz", "kurz"), "not alike": choose(next, next+"x")} {
		if a.Code != http.StatusUnprocessableEntity || strings.Contains(a.Body, next) {
			t.Errorf("%s: %d", name, a.Code)
		}
		hidden(name, a)
	}

	// Under no-referrer browsers send „Origin: null“ and, without TLS, nothing else.
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(Form("passwort", next, "nochmal", next).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "null")
	a = w.Send(r)
	if a.Code != http.StatusSeeOther || a.Location() != "/anmelden?hinweis=passwort-gewaehlt" {
		t.Fatalf("choosing: %d %s", a.Code, a.Location())
	}
	if a := w.DoWith(old, http.MethodGet, "/konto", nil); a.Code != http.StatusSeeOther {
		t.Errorf("a session of the old password lives: %d", a.Code)
	}
	if _, err := w.SignIn.SignIn(w.Ctx, Email(Ann), next, "x"); err != nil {
		t.Errorf("the new password does not work: %v", err)
	}
	for name, a := range map[string]Answer{"used page": w.Get(Guest, path), "used form": choose(next, next)} {
		if a.Code != http.StatusGone || !strings.Contains(a.Body, "gilt nicht mehr") {
			t.Errorf("%s: %d", name, a.Code)
		}
		hidden(name, a)
	}
	if a := w.Get(Guest, "/passwort/erfunden"); a.Code != http.StatusGone {
		t.Errorf("an invented link: %d", a.Code)
	}
}

func TestTokenOfALinkReachesNoLog(t *testing.T) {
	t.Parallel()
	w := New(t)
	token, err := w.SignIn.PasswordLink(w.Ctx, Email(Ann))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	handler := w.Site(w.Config, &log)
	for _, path := range []string{"/passwort/" + token, "/passwort/" + token + "/mehr", "/konto?x=" + token} {
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	if !strings.Contains(log.String(), "/passwort/:token") || strings.Contains(log.String(), token) {
		t.Errorf("the log says\n%s", log.String())
	}
}
