package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestBadInputNeverBreaksARoute sends nonsense to every route as a member and
// as a guest: whatever the answer is, it is no 5xx.
func TestBadInputNeverBreaksARoute(t *testing.T) {
	t.Parallel()
	w := New(t)
	segments := []string{"0", "-1", "99999999999999999999999", "abc", "%ff", "%00", "1%2f2", "..", strings.Repeat("x", 3000)}
	queries := []string{"?seite=-1", "?seite=99999999999999999999", "?seite=abc", "?lage=-9&zustand=%ff", "?q=%00", "?q=" +
		strings.Repeat("%22a*", 500), "?weiter=//x&hinweis=%3Cscript%3E", "?zitat=-1", "?%zz"}
	bodies := []string{"", "titel=%ff", "a=1&a=2&bereich=-1&leistungen=%00", "text=" + strings.Repeat("a", 40_000), "titel[]=1&fassung=abc",
		strings.Repeat("a=b&", 20_000), "bereich=99999999999999999999", "%zz"}
	for _, r := range w.Routes {
		if r.Method == http.MethodHead || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		for _, by := range []string{Guest, Bea, Mod, Prog, Boss} {
			for i, path := range addresses(w, r.Path, segments) {
				// Whether something is too long does not hang on the object.
				tooLong := func(s string) bool { return i > 0 && len(s) > 1000 }
				if r.Method == http.MethodGet {
					for _, q := range append([]string{""}, slices.DeleteFunc(slices.Clone(queries), tooLong)...) {
						check5xx(t, w, by, r.Method, path+q, "")
					}
					continue
				}
				for _, b := range slices.DeleteFunc(slices.Clone(bodies), tooLong) {
					check5xx(t, w, by, r.Method, path, b)
				}
			}
		}
	}
}

// addresses fills the pattern with real objects, and with each nonsense segment.
func addresses(w *World, pattern string, segments []string) []string {
	out := []string{w.Fill(pattern)}
	if !strings.Contains(pattern, ":") {
		return out
	}
	for _, s := range segments {
		parts := strings.Split(pattern, "/")
		for i, p := range parts {
			if strings.HasPrefix(p, ":") {
				parts[i] = s
			}
		}
		out = append(out, strings.Join(parts, "/"))
	}
	return out
}

func check5xx(t *testing.T, w *World, by, method, address, body string) {
	t.Helper()
	u, err := url.ParseRequestURI(address)
	if err != nil {
		return // the server refuses it before the program sees it
	}
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.URL, r.RequestURI = u, address
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if by != Guest {
		r.Header.Set("Cookie", w.Cookie(by))
	}
	a := w.Send(r)
	if a.Code >= 500 || a.Code == 0 {
		t.Errorf("%s %.80s as %q with %.40q: %d", method, address, by, body, a.Code)
	}
	if strings.HasPrefix(address, "/abmelden") {
		w.Forget(by)
	}
}

func TestBodiesBeyondTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Post(Bea, "/fragen", url.Values{"text": {strings.Repeat("a", 2<<20)}})
	if a.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("code %d", a.Code)
	}
}

func TestEveryAnswerCarriesTheProtectiveHeaders(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, path := range []string{"/", "/gibt-es-nicht", "/anmelden", "/static/css/forum.css", "/healthz", "/bereit"} {
		h := w.Get(Guest, path).Header
		if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
	if c := w.Get(Ann, "/").Header.Get("Cache-Control"); c != "no-store" {
		t.Errorf("pages of members may be stored: %q", c)
	}
}

func TestMissingAndHiddenPagesLookTheSame(t *testing.T) {
	t.Parallel()
	w := New(t)
	hidden := w.Fill("/thema/:id")
	missing := "/thema/9999999-eine-frage-fuer-die-tafel"
	a, b := w.Get(Guest, hidden), w.Get(Guest, missing)
	if a.Code != http.StatusNotFound || b.Code != http.StatusNotFound {
		t.Fatalf("codes %d and %d", a.Code, b.Code)
	}
	// The pages differ in their own address alone, to which signing in returns.
	id := func(s, path string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, url.QueryEscape(path), "X"), path, "X")
	}
	if id(a.Body, hidden) != id(b.Body, missing) {
		t.Error("the pages differ")
	}
	if !strings.Contains(a.Body, "/anmelden?weiter=") {
		t.Error("the page does not offer to sign in")
	}
}

func TestUnknownMethodsGetAPage(t *testing.T) {
	t.Parallel()
	w := New(t)
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodTrace, http.MethodPatch} {
		a := w.Do(Guest, method, "/", nil)
		if a.Code != http.StatusMethodNotAllowed && a.Code != http.StatusForbidden {
			t.Errorf("%s: %d", method, a.Code)
		}
	}
}
