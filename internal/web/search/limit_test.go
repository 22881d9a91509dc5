package search_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	. "kommunalforum/internal/testkit"
)

func TestSearchesAreLimited(t *testing.T) {
	t.Parallel()
	w := New(t)
	w.Cookie(Ann)
	w.Cookie(Mod)
	begin := w.DB.Now(w.Ctx).Add(time.Minute)
	for by, x := range map[string]struct {
		most int
		wait time.Duration
	}{Ann: {40, 3 * time.Second}, Mod: {60, 2 * time.Second}, Guest: {120, time.Second}} {
		for n := range x.most {
			if a := w.GetAt(by, fmt.Sprint("/suche?q=kosten", n), begin); a.Code != http.StatusOK {
				t.Fatalf("%q: search %d: %d", by, n+1, a.Code)
			}
		}
		a := w.GetAt(by, "/suche?art=thema", begin)
		if a.Code != http.StatusTooManyRequests || a.Header.Get("Retry-After") != fmt.Sprint(x.wait.Seconds()) ||
			!strings.Contains(a.Body, "Bitte warten Sie noch") {
			t.Errorf("%q: one too many: %d, Retry-After %q", by, a.Code, a.Header.Get("Retry-After"))
		}
		if a := w.GetAt(by, "/suche", begin); a.Code != http.StatusOK {
			t.Errorf("%q, the empty page: %d", by, a.Code)
		}
		if a := w.GetAt(by, "/suche?q=kosten", begin.Add(x.wait)); a.Code != http.StatusOK {
			t.Errorf("%q, after the wait: %d", by, a.Code)
		}
	}
	if a := w.GetAt(Bea, "/suche?q=kosten", begin); a.Code != http.StatusOK {
		t.Errorf("somebody else: %d", a.Code)
	}
}
