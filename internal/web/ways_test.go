package web_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/testkit"
)

// A refusal leads back to where one came from, never to another host.
func TestRefusalsLeadBack(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	for _, c := range []struct{ referer, back string }{
		{"http://example.com/bereiche/bauen-wohnen?seite=2", "/bereiche/bauen-wohnen?seite=2"},
		{"http://example.com/bereiche", "/bereiche"},
		{"http://elsewhere.example/bereiche", ""},
		{"http://example.com//elsewhere.example/a", ""},
		{"http://example.com/verwaltung", ""},
		{"javascript:alert(1)", ""},
		{"%", ""},
		{"", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/verwaltung", nil)
		r.Header.Set("Referer", c.referer)
		r.Header.Set("Cookie", w.Cookie(testkit.Ann))
		a := w.Send(r)
		if a.Code != http.StatusForbidden {
			t.Fatalf("code %d", a.Code)
		}
		back := regexp.MustCompile(`href="([^"]*)"><span class="kern-label">Zurück zur vorigen Seite`).FindStringSubmatch(a.Body)
		if got := strings.Join(back[min(1, len(back)):], ""); got != c.back {
			t.Errorf("from %q it leads back to %q, want %q", c.referer, got, c.back)
		}
	}
}
