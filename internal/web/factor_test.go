package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	. "kommunalforum/internal/testkit"
)

// browser keeps the cookie that one browser holds.
type browser struct {
	w      *World
	cookie string
}

func (b *browser) do(method, path string, form url.Values) Answer {
	r := request(method, path, form)
	if b.cookie != "" {
		r.Header.Set("Cookie", b.cookie)
	}
	a := b.w.Send(r)
	for _, c := range a.Header.Values("Set-Cookie") {
		value, _, _ := strings.Cut(c, ";")
		if strings.HasPrefix(value, "kommunalforum=") {
			b.cookie = value
		}
	}
	return a
}

func (b *browser) leadsTo(t *testing.T, a Answer, path string) {
	t.Helper()
	if a.Code != http.StatusSeeOther || a.Location() != path {
		t.Fatalf("%d %s, want %s\n%.2000s", a.Code, a.Location(), path, a.Body)
	}
}

func TestSignInAsksForTheCodeAndThenGoesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	code := w.SetUpApp(Ann)
	b := &browser{w: w}
	a := b.do(http.MethodPost, "/anmelden", credentials("weiter", "/bereiche?x=1"))
	prove := "/anmelden/code?weiter=%2Fbereiche%3Fx%3D1"
	b.leadsTo(t, a, prove)
	half := b.cookie
	a = b.do(http.MethodGet, prove, nil)
	for _, text := range []string{"Code der Authentifizierungs-App", `autocomplete="one-time-code"`, "Abmelden"} {
		if !strings.Contains(a.Body, text) {
			t.Errorf("the page lacks %s", text)
		}
	}
	for _, text := range []string{"Mein Konto", "Wiederherstellungscode benutzen", "Mit Passkey bestätigen"} {
		if strings.Contains(a.Body, text) {
			t.Errorf("the page shows %s", text)
		}
	}
	b.leadsTo(t, b.do(http.MethodGet, "/konto", nil), "/anmelden/code?weiter=%2Fkonto")
	b.leadsTo(t, b.do(http.MethodGet, "/konto/sicherheit", nil), "/anmelden/code?weiter=%2Fkonto%2Fsicherheit")
	if a := b.do(http.MethodPost, "/anmelden/code", url.Values{"code": {"000000"}}); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "stimmt nicht") {
		t.Errorf("wrong code: %d", a.Code)
	}
	b.leadsTo(t, b.do(http.MethodPost, "/anmelden/code", url.Values{"code": {code()}, "weiter": {"/bereiche?x=1"}}), "/bereiche?x=1")
	if half == b.cookie {
		t.Error("the session keeps its id")
	}
	if a := b.do(http.MethodGet, "/konto", nil); a.Code != http.StatusOK || !strings.Contains(a.Body, "schützt Sie eine Authentifizierungs-App") {
		t.Errorf("/konto: %d", a.Code)
	}
	b.leadsTo(t, b.do(http.MethodGet, prove, nil), "/anmelden?weiter=%2Fbereiche%3Fx%3D1")
}

func TestAppIsSetUpRecoveryCodesAreShownOnceAndWork(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := &browser{w: w}
	b.do(http.MethodPost, "/anmelden", credentials())
	b.leadsTo(t, b.do(http.MethodGet, "/konto/sicherheit/app", nil), "/konto/sicherheit")
	b.leadsTo(t, b.do(http.MethodPost, "/konto/sicherheit/app", nil), "/konto/sicherheit/app")
	a := b.do(http.MethodGet, "/konto/sicherheit/app", nil)
	if !strings.Contains(a.Body, `src="data:image/png;base64,`) || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("no picture, or it is kept: %s", a.Header.Get("Cache-Control"))
	}
	secret := found(t, a.Body, `<code>([A-Z2-7 ]{39})</code>`)
	if a := b.do(http.MethodPost, "/konto/sicherheit/app/bestaetigen",
		url.Values{"code": {"abcdef"}}); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, secret) {
		t.Errorf("wrong code: %d", a.Code)
	}
	b.leadsTo(t, b.do(http.MethodPost, "/konto/sicherheit/app/bestaetigen", url.Values{"code": {w.Code(secret)}}),
		"/konto/sicherheit/codes?hinweis=app")
	a = b.do(http.MethodPost, "/konto/sicherheit/codes", nil)
	codes := regexp.MustCompile(`<code>([a-z2-7-]{19})</code>`).FindAllStringSubmatch(a.Body, -1)
	if a.Code != http.StatusOK || len(codes) != 10 {
		t.Fatalf("%d, %d codes", a.Code, len(codes))
	}
	if a := b.do(http.MethodGet, "/konto/sicherheit/codes", nil); strings.Contains(a.Body, codes[0][1]) {
		t.Error("the codes are shown again")
	}
	if a := b.do(http.MethodGet, "/konto/sicherheit", nil); !strings.Contains(a.Body, "Noch 10 Codes sind unbenutzt") ||
		strings.Contains(a.Body, secret) {
		t.Error("the overview says otherwise")
	}

	other := &browser{w: w}
	other.leadsTo(t, other.do(http.MethodPost, "/anmelden", credentials()), "/anmelden/code?weiter=%2F")
	other.leadsTo(t, other.do(http.MethodPost, "/anmelden/code", url.Values{"ersatz": {codes[3][1]}}), "/")
	again := &browser{w: w}
	again.do(http.MethodPost, "/anmelden", credentials())
	if a := again.do(http.MethodPost, "/anmelden/code", url.Values{"ersatz": {codes[3][1]}}); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a used code: %d", a.Code)
	}
	for _, subject := range []string{"Änderung bei der Anmeldung"} {
		w.Soon("three mails", func() bool { return len(w.Mails(Ann, subject)) == 3 })
	}

	b.leadsTo(t, b.do(http.MethodPost, "/konto/sicherheit/app/entfernen", nil), "/konto/sicherheit?hinweis=app-weg")
	once := &browser{w: w}
	once.leadsTo(t, once.do(http.MethodPost, "/anmelden", credentials()), "/")
}

func TestRoleThatDemandsASecondFactorOpensNothingButItsSetUp(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Accounts.Demanding = []account.Role{account.Admin}
	b := &browser{w: w}
	b.leadsTo(t, b.do(http.MethodPost, "/anmelden", url.Values{"email": {Email(Boss)}, "passwort": {Password}}), "/konto/sicherheit?weiter=%2F")
	if a := b.do(http.MethodGet, "/konto/sicherheit?weiter=%2F", nil); a.Code != http.StatusOK ||
		!strings.Contains(a.Body, "Ihre Rolle verlangt") || strings.Contains(a.Body, "/verwaltung") {
		t.Errorf("%d", a.Code)
	}
	b.leadsTo(t, b.do(http.MethodGet, "/verwaltung", nil), "/konto/sicherheit?weiter=%2Fverwaltung")
	if a := b.do(http.MethodPost, "/fragen", nil); a.Code != http.StatusForbidden {
		t.Errorf("POST /fragen: %d", a.Code)
	}
	b.do(http.MethodPost, "/konto/sicherheit/app", nil)
	secret := found(t, b.do(http.MethodGet, "/konto/sicherheit/app", nil).Body, `<code>([A-Z2-7 ]{39})</code>`)
	b.do(http.MethodPost, "/konto/sicherheit/app/bestaetigen", url.Values{"code": {w.Code(secret)}})
	if a := b.do(http.MethodGet, "/verwaltung", nil); a.Code != http.StatusOK {
		t.Errorf("after setting up: %d", a.Code)
	}
	if a := b.do(http.MethodPost, "/konto/sicherheit/app/entfernen", nil); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("removing it: %d", a.Code)
	}
}

func TestAdministrationResetsALostFactor(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.SetUpApp(Bea)
	path := "/verwaltung/mitglieder/" + fmt.Sprint(w.By(Bea).ID)
	if a := w.Get(Boss, path); !strings.Contains(a.Body, path+"/faktor") {
		t.Error("the page of the person does not offer it")
	}
	if a := w.Get(Boss, "/verwaltung/mitglieder/"+fmt.Sprint(w.By(Ann).ID)); strings.Contains(a.Body, "/faktor") {
		t.Error("it is offered for somebody without a factor")
	}
	if a := w.Post(Boss, path+"/faktor", url.Values{"grund": {"Telefon verloren"}}); a.Code != http.StatusSeeOther {
		t.Fatalf("%d", a.Code)
	}
	w.Mail(Bea, "Änderung bei der Anmeldung")
	if a := w.Get(Boss, "/verwaltung/protokoll"); !strings.Contains(a.Body, "Zweiten Faktor zurückgesetzt") {
		t.Error("the log does not say so")
	}
}

func found(t *testing.T, text, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("%s not found in\n%s", pattern, text)
	}
	return html.UnescapeString(m[1])
}
