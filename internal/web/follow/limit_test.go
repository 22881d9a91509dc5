package follow_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestSavingTooManySearchesSaysSo: the limit is answered as one, and what was typed comes
// back, although no page has the form to show again.
func TestSavingTooManySearchesSaysSo(t *testing.T) {
	t.Parallel()
	w := New(t)
	for n := range 100 {
		name := "Meine Suche Nummer " + strconv.Itoa(n)
		a := w.Post(Ann, "/suche/speichern", url.Values{"q": {"Wort" + strconv.Itoa(n)}, "name": {name}})
		if a.Code == http.StatusSeeOther {
			continue
		}
		if a.Code != http.StatusTooManyRequests && a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, name) {
			t.Errorf("search %d is answered with %d: %s", n, a.Code, a.Body)
		}
		if a.Code == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("no limit was met")
}

// TestSearchThatCannotBeSavedComesBackInItsForm: what was typed, and all that the search
// asks for, can be sent once more.
func TestSearchThatCannotBeSavedComesBackInItsForm(t *testing.T) {
	t.Parallel()
	w := New(t)
	long := strings.Repeat("sehr lange Suche ", 20)
	for what, form := range map[string]url.Values{
		"empty":    Form("q", " ", "name", "Meine ganz besondere Suche"),
		"too long": Form("q", long, "name", "Meine ganz besondere Suche", "land", "hessen"),
		"name":     Form("q", "Wohngeld", "name", strings.Repeat("Meine ganz besondere Suche", 9), "land", "hessen"),
	} {
		a := w.Post(Ann, "/suche/speichern", form)
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `action="/suche/speichern"`) ||
			!strings.Contains(a.Body, "Meine ganz besondere Suche") || !strings.Contains(a.Body, `value="`+strings.TrimSpace(form.Get("q"))) ||
			form.Has("land") && !strings.Contains(a.Body, `name="land" value="hessen"`) {
			t.Errorf("%s: %d: %s", what, a.Code, a.Body)
		}
	}
	for _, nothing := range []string{`"`, `""`, "-", `-"!"`, "?"} {
		a := w.Post(Ann, "/suche/speichern", Form("q", nothing))
		if a.Code != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "Bitte geben Sie ein, wonach gesucht werden soll.") ||
			strings.Contains(a.Body, "„Name der Suche“") {
			t.Errorf("%s: %d: %s", nothing, a.Code, a.Body)
		}
	}
	for n := range 100 { // without a word that would be kept by itself
		a := w.Post(Ann, "/suche/speichern", Form("land", "hessen", "jahr", strconv.Itoa(1950+n%2)))
		if a.Code == http.StatusTooManyRequests {
			if !strings.Contains(a.Body, `name="land" value="hessen"`) || a.Header.Get("Retry-After") == "" {
				t.Errorf("too many: %s", a.Body)
			}
			return
		}
	}
	t.Error("no limit was met")
}
