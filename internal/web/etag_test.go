package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"kommunalforum/internal/testkit"
)

func TestUnchangedPageIsNotSentToGuestsAgain(t *testing.T) {
	t.Parallel()
	w := testkit.New(t)
	w.Ask(testkit.Ann, testkit.Public, "Wer nutzt den Dienst schon?", "Eine Frage")
	get := func(tag, coding string) testkit.Answer {
		r := httptest.NewRequest(http.MethodGet, "/bereiche/"+testkit.Public, nil)
		r.Header.Set("If-None-Match", tag)
		r.Header.Set("Accept-Encoding", coding)
		return w.Send(r)
	}
	for _, coding := range []string{"", "gzip"} {
		first := get("", coding)
		tag := first.Header.Get("ETag")
		if first.Code != http.StatusOK || tag == "" || first.Header.Get("Cache-Control") != "private, no-cache" {
			t.Fatalf("%q: %d, ETag %q, %q", coding, first.Code, tag, first.Header.Get("Cache-Control"))
		}
		again := get(`"other", `+tag, coding)
		if again.Code != http.StatusNotModified || again.Body != "" {
			t.Errorf("%q: unchanged page answers %d with %d bytes", coding, again.Code, len(again.Body))
		}
	}
	plain, zipped := get("", "").Header.Get("ETag"), get("", "gzip").Header.Get("ETag")
	if plain == zipped {
		t.Errorf("two representations have the ETag %s", plain)
	}
	w.Ask(testkit.Bea, testkit.Public, "Was kostet der Betrieb?", "Noch eine Frage")
	if a := get(plain, ""); a.Code != http.StatusOK {
		t.Errorf("changed page answers %d", a.Code)
	}
	if a := w.Get(testkit.Ann, "/bereiche/"+testkit.Public); a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a member's page has ETag %q and %q", a.Header.Get("ETag"), a.Header.Get("Cache-Control"))
	}
}
