package signin_test

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"kommunalforum/internal/config"
	. "kommunalforum/internal/testkit"
)

// nobodyAnswers is a provider whose address nothing listens at.
func nobodyAnswers(t *testing.T) func(*config.Config) {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://localhost:" + l.Addr().String()[strings.LastIndex(l.Addr().String(), ":")+1:]
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return func(c *config.Config) {
		c.Providers = []config.Provider{{Key: "land", Name: "Landeskonto", Issuer: address, ClientID: "forum", Secret: "geheim"}}
	}
}

func TestAProviderThatIsDownLeavesTheOtherWaysOpen(t *testing.T) {
	t.Parallel()
	w := New(t, nobodyAnswers(t))
	page := w.Get(Guest, "/anmelden?weiter=%2Fkonto")
	if !strings.Contains(page.Body, "Anmelden mit Landeskonto") {
		t.Fatal("the page does not offer the provider")
	}
	for range 2 { // asked anew, and remembered
		a := w.Get(Guest, "/anmelden/mit/land?weiter=%2Fkonto")
		for _, text := range []string{"Landeskonto ist gerade nicht erreichbar.", `name="passwort"`, `name="weiter" value="/konto"`} {
			if a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Body, text) {
				t.Fatalf("%d, without %s", a.Code, text)
			}
		}
		if a.Header.Get("Set-Cookie") != "" {
			t.Error("a cookie is set for a journey that does not begin")
		}
	}
	if a := w.Post(Guest, "/anmelden", Credentials("weiter", "/konto")); a.Location() != "/konto" {
		t.Errorf("by password: %d", a.Code)
	}
	if a := w.Get(Ann, "/konto/sicherheit"); a.Code != http.StatusOK || !strings.Contains(a.Body, "Landeskonto") {
		t.Errorf("whoever is signed in: %d", a.Code)
	}
	if a := w.Get(Ann, "/anmelden/mit/land?verknuepfen=ja"); a.Code != http.StatusServiceUnavailable ||
		!strings.Contains(a.Body, "Landeskonto ist gerade nicht erreichbar.") {
		t.Errorf("linking: %d", a.Code)
	}
}
