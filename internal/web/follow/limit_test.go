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
