package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// request is a form from the site itself, or a page.
func request(method, path string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func TestMain(m *testing.M) { Main(m) }

func credentials(extra ...string) url.Values {
	form := url.Values{"email": {Email(Ann)}, "passwort": {Password}}
	for i := 0; i+1 < len(extra); i += 2 {
		form.Set(extra[i], extra[i+1])
	}
	return form
}

func TestSignInSetsACookieThatScriptsAndOtherSitesCannotUse(t *testing.T) {
	w := New(t)
	a := w.Post(Guest, "/anmelden", credentials("weiter", "/bereiche?x=1"))
	if a.Code != http.StatusSeeOther || a.Location() != "/bereiche?x=1" {
		t.Fatalf("%d %s", a.Code, a.Location())
	}
	cookie := a.Header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie %q lacks %s", cookie, part)
		}
	}
}

func TestSignInReturnsToLocalAddressesOnly(t *testing.T) {
	w := New(t)
	for _, address := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)", "evil.example", "", "/%0a/evil", `\\evil.example`, "///evil.example"} {
		form := credentials("weiter", address)
		r := httptest.NewRequest(http.MethodPost, "/anmelden", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = "192.0.2." + string(rune('1'+len(address)%9)) + ":1"
		got := w.Send(r).Location()
		if u, err := url.Parse(got); err != nil || u.Host != "" || strings.HasPrefix(got, "//") || !strings.HasPrefix(got, "/") {
			t.Errorf("%q leads to %q", address, got)
		}
	}
}

func TestAttemptsToSignInAreLimitedPerAddress(t *testing.T) {
	w := New(t)
	code := 0
	for range 10 {
		code = w.Post(Guest, "/anmelden", url.Values{"email": {"x@y.example"}, "passwort": {"falsch"}}).Code
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("the tenth attempt from one address gets %d", code)
	}
}

func TestSignInsThatSucceedDoNotUseUpTheAddress(t *testing.T) {
	w := New(t)
	for n := range 10 {
		if a := w.Post(Guest, "/anmelden", credentials()); a.Code != http.StatusSeeOther {
			t.Fatalf("colleague %d of one town hall gets %d", n+1, a.Code)
		}
	}
}

func TestWrongSignInKeepsTheAddressAndSaysNothingMore(t *testing.T) {
	w := New(t)
	known := w.Post(Guest, "/anmelden", url.Values{"email": {Email(Ann)}, "passwort": {"falsch"}})
	unknown := w.Post(Guest, "/anmelden", url.Values{"email": {"no@world.example"}, "passwort": {"falsch"}})
	if known.Code != http.StatusUnprocessableEntity || unknown.Code != known.Code {
		t.Errorf("codes %d and %d", known.Code, unknown.Code)
	}
	if strings.ReplaceAll(known.Body, Email(Ann), "no@world.example") != unknown.Body {
		t.Error("the answers differ")
	}
}

func TestSignedOutCookieIsDead(t *testing.T) {
	w := New(t)
	a := w.Post(Guest, "/anmelden", credentials())
	cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	send := func(method, path string) Answer {
		r := httptest.NewRequest(method, path, nil)
		r.Header.Set("Cookie", cookie)
		return w.Send(r)
	}
	if code := send(http.MethodGet, "/fragen").Code; code != http.StatusOK {
		t.Fatalf("signed in: %d", code)
	}
	send(http.MethodPost, "/abmelden")
	if code := send(http.MethodGet, "/fragen").Code; code != http.StatusSeeOther {
		t.Errorf("signed out, the cookie still opens /fragen: %d", code)
	}
}

func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	w := New(t)
	for name, header := range map[string][2]string{
		"fetch metadata": {"Sec-Fetch-Site", "cross-site"},
		"origin":         {"Origin", "https://evil.example"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/anmelden", strings.NewReader(credentials().Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header[0], header[1])
		a := w.Send(r)
		if a.Code != http.StatusForbidden || a.Header.Get("Set-Cookie") != "" || !strings.Contains(a.Body, "anderen Seite") {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
}
