package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kommunalforum/internal/config"
	. "kommunalforum/internal/testkit"
)

// TestAFormOfThePublicAddressIsTakenUnderAnyHost: older browsers send no
// Sec-Fetch-Site, and a proxy may have rewritten Host.
func TestAFormOfThePublicAddressIsTakenUnderAnyHost(t *testing.T) {
	t.Parallel()
	w := New(t, func(c *config.Config) {
		var err error
		if c.BaseURL, err = config.ParseBaseURL("HTTPS://Forum.Example:443/"); err != nil {
			t.Fatal(err)
		}
	})
	for origin, want := range map[string]int{
		"https://forum.example":      http.StatusSeeOther,
		"https://fremd.example":      http.StatusForbidden,
		"http://forum.example":       http.StatusForbidden,
		"https://forum.example:8443": http.StatusForbidden,
	} {
		form := url.Values{"email": {Email(Ann)}, "passwort": {Password}}
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/anmelden", strings.NewReader(form.Encode())).WithContext(w.Ctx)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", origin)
		a := w.Send(r)
		if a.Code != want {
			t.Errorf("from %s: %d", origin, a.Code)
		}
		if cookie := a.Header.Get("Set-Cookie"); want == http.StatusSeeOther &&
			(!strings.HasPrefix(cookie, "__Host-") || !strings.Contains(cookie, "Secure")) {
			t.Errorf("cookie %q", cookie)
		}
	}
	if a := w.Get(Guest, "/faq"); a.Header.Get("Strict-Transport-Security") == "" || !strings.Contains(a.Body, `href="https://forum.example/faq"`) {
		t.Error("HSTS or the canonical address is missing")
	}
	if a := w.Get(Guest, "/sitemap.xml"); !strings.Contains(a.Body, "<loc>https://forum.example/</loc>") {
		t.Error("the sitemap has another address")
	}
}
