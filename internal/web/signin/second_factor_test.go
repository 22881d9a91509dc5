package signin_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/account"
	. "kommunalforum/internal/testkit"
)

func TestSignInAsksForTheCodeAndThenGoesBack(t *testing.T) {
	t.Parallel()
	w := New(t)
	code := w.SetUpApp(Ann)
	b := &Browser{World: w}
	a := b.Do(http.MethodPost, "/anmelden", Credentials("weiter", "/bereiche?x=1"))
	prove := "/anmelden/code?weiter=%2Fbereiche%3Fx%3D1"
	b.LeadsTo(t, a, prove)
	half := b.Cookie
	a = b.Do(http.MethodGet, prove, nil)
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
	b.LeadsTo(t, b.Do(http.MethodGet, "/konto", nil), "/anmelden/code?weiter=%2Fkonto")
	b.LeadsTo(t, b.Do(http.MethodGet, "/konto/sicherheit", nil), "/anmelden/code?weiter=%2Fkonto%2Fsicherheit")
	if a := b.Do(http.MethodPost, "/anmelden/code", url.Values{"code": {"000000"}}); a.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(a.Body, "stimmt nicht") {
		t.Errorf("wrong code: %d", a.Code)
	}
	b.LeadsTo(t, b.Do(http.MethodPost, "/anmelden/code", url.Values{"code": {code()}, "weiter": {"/bereiche?x=1"}}), "/bereiche?x=1")
	if half == b.Cookie {
		t.Error("the session keeps its id")
	}
	if a := b.Do(http.MethodGet, "/konto", nil); a.Code != http.StatusOK || !strings.Contains(a.Body, "schützt Sie eine Authentifizierungs-App") {
		t.Errorf("/konto: %d", a.Code)
	}
	b.LeadsTo(t, b.Do(http.MethodGet, prove, nil), "/anmelden?weiter=%2Fbereiche%3Fx%3D1")
}

func TestAppIsSetUpRecoveryCodesAreShownOnceAndWork(t *testing.T) {
	t.Parallel()
	w := New(t)
	b := &Browser{World: w}
	b.Do(http.MethodPost, "/anmelden", Credentials())
	b.LeadsTo(t, b.Do(http.MethodGet, "/konto/sicherheit/app", nil), "/konto/sicherheit")
	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/sicherheit/app", nil), "/konto/sicherheit/app")
	a := b.Do(http.MethodGet, "/konto/sicherheit/app", nil)
	if !strings.Contains(a.Body, `src="data:image/png;base64,`) || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("no picture, or it is kept: %s", a.Header.Get("Cache-Control"))
	}
	secret := found(t, a.Body, `<code>([A-Z2-7 ]{39})</code>`)
	if a := b.Do(http.MethodPost, "/konto/sicherheit/app/bestaetigen",
		url.Values{"code": {"abcdef"}}); a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, secret) {
		t.Errorf("wrong code: %d", a.Code)
	}
	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/sicherheit/app/bestaetigen", url.Values{"code": {w.Code(secret)}}),
		"/konto/sicherheit/codes?hinweis=app")
	a = b.Do(http.MethodPost, "/konto/sicherheit/codes", nil)
	codes := regexp.MustCompile(`<code>([a-z2-7-]{19})</code>`).FindAllStringSubmatch(a.Body, -1)
	if a.Code != http.StatusOK || len(codes) != 10 {
		t.Fatalf("%d, %d codes", a.Code, len(codes))
	}
	if a := b.Do(http.MethodGet, "/konto/sicherheit/codes", nil); strings.Contains(a.Body, codes[0][1]) {
		t.Error("the codes are shown again")
	}
	if a := b.Do(http.MethodGet, "/konto/sicherheit", nil); !strings.Contains(a.Body, "Noch 10 Codes sind unbenutzt") ||
		strings.Contains(a.Body, secret) {
		t.Error("the overview says otherwise")
	}

	other := &Browser{World: w}
	other.LeadsTo(t, other.Do(http.MethodPost, "/anmelden", Credentials()), "/anmelden/code?weiter=%2F")
	other.LeadsTo(t, other.Do(http.MethodPost, "/anmelden/code", url.Values{"ersatz": {codes[3][1]}}), "/meine")
	again := &Browser{World: w}
	again.Do(http.MethodPost, "/anmelden", Credentials())
	if a := again.Do(http.MethodPost, "/anmelden/code", url.Values{"ersatz": {codes[3][1]}}); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("a used code: %d", a.Code)
	}
	for _, subject := range []string{"Änderung bei der Anmeldung"} {
		w.Soon("three mails", func() bool { return len(w.Mails(Ann, subject)) == 3 })
	}

	b.LeadsTo(t, b.Do(http.MethodPost, "/konto/sicherheit/app/entfernen", nil), "/konto/sicherheit?hinweis=app-weg")
	once := &Browser{World: w}
	once.LeadsTo(t, once.Do(http.MethodPost, "/anmelden", Credentials()), "/meine")
}

func TestRoleThatDemandsASecondFactorOpensNothingButItsSetUp(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Accounts.RequireMFA = []account.Role{account.Admin}
	b := &Browser{World: w}
	b.LeadsTo(t, b.Do(http.MethodPost, "/anmelden", url.Values{"email": {Email(Boss)}, "passwort": {Password}}), "/konto/sicherheit?weiter=%2F")
	if a := b.Do(http.MethodGet, "/konto/sicherheit?weiter=%2F", nil); a.Code != http.StatusOK ||
		!strings.Contains(a.Body, "Ihre Rolle verlangt") || strings.Contains(a.Body, "/verwaltung") {
		t.Errorf("%d", a.Code)
	}
	b.LeadsTo(t, b.Do(http.MethodGet, "/verwaltung", nil), "/konto/sicherheit?weiter=%2Fverwaltung")
	if a := b.Do(http.MethodPost, "/fragen", nil); a.Code != http.StatusForbidden {
		t.Errorf("POST /fragen: %d", a.Code)
	}
	b.Do(http.MethodPost, "/konto/sicherheit/app", nil)
	secret := found(t, b.Do(http.MethodGet, "/konto/sicherheit/app", nil).Body, `<code>([A-Z2-7 ]{39})</code>`)
	b.Do(http.MethodPost, "/konto/sicherheit/app/bestaetigen", url.Values{"code": {w.Code(secret)}})
	if a := b.Do(http.MethodGet, "/verwaltung", nil); a.Code != http.StatusOK {
		t.Errorf("after setting up: %d", a.Code)
	}
	if a := b.Do(http.MethodPost, "/konto/sicherheit/app/entfernen", nil); a.Code != http.StatusUnprocessableEntity {
		t.Errorf("removing it: %d", a.Code)
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
