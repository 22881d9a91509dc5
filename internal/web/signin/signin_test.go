package signin_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// request is a form from the site itself, or a page.

func TestSignInSetsACookieThatScriptsAndOtherSitesCannotUse(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Guest, "/anmelden", Credentials("weiter", "/bereiche?x=1"))
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
	t.Parallel()
	w := New(t)
	for _, address := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)",
		"evil.example", "", "/%0a/evil", `\\evil.example`, "///evil.example"} {
		form := Credentials("weiter", address)
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
	t.Parallel()
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
	t.Parallel()
	w := New(t)
	for n := range 10 {
		if a := w.Post(Guest, "/anmelden", Credentials()); a.Code != http.StatusSeeOther {
			t.Fatalf("colleague %d of one town hall gets %d", n+1, a.Code)
		}
	}
}

func TestWrongSignInKeepsTheAddressAndSaysNothingMore(t *testing.T) {
	w := New(t)
	if err := w.Accounts.Disable(w.Ctx, Email(Bea), "Test"); err != nil {
		t.Fatal(err)
	}
	w.WithoutPassword(Insider)
	w.SetUpApp(Mod)
	var first Answer
	for i, email := range []string{Email(Ann), "no@world.example", Email(Bea), Email(Insider), Email(Mod), strings.ToUpper(Email(Ann)),
		"keine Adresse"} {
		a, cost, _ := worked(w, func() Answer {
			return w.Post(Guest, "/anmelden", url.Values{"email": {email}, "passwort": {"falsch"}})
		})
		if !strings.Contains(a.Body, `value="`+email+`"`) {
			t.Errorf("%s is not kept", email)
		}
		a.Body = strings.ReplaceAll(a.Body, email, "X")
		if i == 0 {
			first = a
		}
		if a.Code != http.StatusUnprocessableEntity || a.Body != first.Body || len(a.Header) != len(first.Header) {
			t.Errorf("%s is answered in another way: %d", email, a.Code)
		}
		if cost != (work{keys: 1}) {
			t.Errorf("%s costs %+v", email, cost)
		}
	}
}

func TestSignedOutCookieIsDead(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Guest, "/anmelden", Credentials())
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
	t.Parallel()
	w := New(t)
	for name, header := range map[string][2]string{
		"fetch metadata": {"Sec-Fetch-Site", "cross-site"},
		"origin":         {"Origin", "https://evil.example"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/anmelden", strings.NewReader(Credentials().Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header[0], header[1])
		a := w.Send(r)
		if a.Code != http.StatusForbidden || a.Header.Get("Set-Cookie") != "" || !strings.Contains(a.Body, "anderen Seite") {
			t.Errorf("%s: %d", name, a.Code)
		}
	}
}

// TestOneAddressOfManyPeopleIsNotLockedOut is about a town hall behind one
// client address, from which somebody tries passwords.
func TestOneAddressOfManyPeopleIsNotLockedOut(t *testing.T) {
	t.Parallel()
	w := New(t)
	home := &Browser{World: w}
	a := home.Do(http.MethodPost, "/anmelden", Credentials())
	device := ""
	for _, c := range a.Header.Values("Set-Cookie") {
		if value, _, _ := strings.Cut(c, ";"); strings.HasPrefix(value, "kommunalforum-geraet=") {
			device = value
			for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="} {
				if !strings.Contains(c, part) {
					t.Errorf("cookie %q lacks %s", c, part)
				}
			}
		}
	}
	if device == "" {
		t.Fatal("the browser is not made known")
	}
	var refused Answer
	for n := range 80 {
		refused = w.Post(Guest, "/anmelden", url.Values{"email": {fmt.Sprintf("x%d@y.example", n)}, "passwort": {"falsch"}})
		if refused.Code == http.StatusTooManyRequests {
			break
		}
	}
	if refused.Code != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" {
		t.Fatalf("eighty wrong passwords from one client address: %d", refused.Code)
	}
	if a := w.Post(Guest, "/anmelden", Credentials()); a.Code != http.StatusTooManyRequests {
		t.Errorf("an unknown browser there: %d", a.Code)
	}
	r := Request(http.MethodPost, "/anmelden", Credentials())
	r.Header.Set("Cookie", device)
	if a := w.Send(r); a.Code != http.StatusSeeOther {
		t.Errorf("the known browser there: %d", a.Code)
	}
	r = Request(http.MethodPost, "/anmelden", url.Values{"email": {Email(Bea)}, "passwort": {Password}})
	r.Header.Set("Cookie", device)
	if a := w.Send(r); a.Code != http.StatusTooManyRequests {
		t.Errorf("the known browser for somebody else: %d", a.Code)
	}
}

// TestPasskeysAndProvidersSayNothingMore asks for what only a script sends.
func TestPasskeysAndProvidersSayNothingMore(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Guest, "/anmelden/passkey/aufgabe", nil)
	if a.Code != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" || !strings.Contains(a.Body, `"userVerification":"required"`) ||
		strings.Contains(a.Body, "allowCredentials") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if a := w.Get(Guest, "/anmelden/mit/probe"); a.Code != http.StatusNotFound {
		t.Errorf("a provider that is none: %d", a.Code)
	}
}
