package info_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kommunalforum/internal/config"
	. "kommunalforum/internal/testkit"
)

func TestRobotsKeepsCrawlersFromWhatIsNobodyElses(t *testing.T) {
	t.Parallel()
	w := New(t)
	a := w.Get(Guest, "/robots.txt")
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("content type %q", a.Header.Get("Content-Type"))
	}
	lines := strings.Split(a.Body, "\n")
	for _, line := range []string{"User-agent: *", "Disallow: /suche", "Disallow: /anmelden", "Disallow: /konto", "Disallow: /verwaltung",
		"Disallow: /passwort/", "Sitemap: http://forum.example/sitemap.xml"} {
		if !slices.Contains(lines, line) {
			t.Errorf("the line %q is missing", line)
		}
	}
	for _, line := range lines {
		if path, ok := strings.CutPrefix(line, "Disallow: "); ok && strings.HasPrefix("/fragen-an-das-programmmanagement", path) {
			t.Errorf("%q keeps crawlers from the questions to programme management", line)
		}
	}
}

func TestSecurityTxtNamesTheContactOnlyIfThereIsOne(t *testing.T) {
	t.Parallel()
	w := New(t)
	const path = "/.well-known/security.txt"
	if a := w.Get(Guest, path); a.Code != http.StatusNotFound {
		t.Errorf("without a contact: %d", a.Code)
	}
	a := configured(w, config.Site{Security: "https://verband.example/melden"})(path)
	if a.Code != http.StatusOK || !strings.HasPrefix(a.Body, "Contact: https://verband.example/melden\n") ||
		!strings.Contains(a.Body, "\nCanonical: https://forum.example"+path+"\n") {
		t.Errorf("%d\n%s", a.Code, a.Body)
	}
	_, rest, _ := strings.Cut(a.Body, "\nExpires: ")
	until, _, _ := strings.Cut(rest, "\n")
	at, err := time.Parse(time.RFC3339, until)
	if left := time.Until(at); err != nil || left < 30*24*time.Hour || left > 365*24*time.Hour {
		t.Errorf("it holds until %q", until)
	}
}
