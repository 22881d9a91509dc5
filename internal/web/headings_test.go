package web_test

import (
	"net/http"
	"regexp"
	"testing"

	. "kommunalforum/internal/testkit"
)

// TestHeadingsOfOurPagesSkipNoLevel also holds that a page has one h1 and no id twice.
func TestHeadingsOfOurPagesSkipNoLevel(t *testing.T) {
	t.Parallel()
	w := New(t)
	token, err := w.SignIn.PasswordLink(w.Ctx, Email(Bea))
	if err != nil {
		t.Fatal(err)
	}
	heading, id := regexp.MustCompile(`<h([1-6])[ >]`), regexp.MustCompile(` id="([^"]+)"`)
	paths := []string{"/konto", "/konto/passwort", "/passwort/" + token, "/moderation", "/verwaltung", "/verwaltung/betrieb", "/verwaltung/protokoll",
		"/verwaltung/bereiche", "/verwaltung/bereiche/" + Exclusive,
		"/verwaltung/gruppen", "/verwaltung/mitglieder", w.PersonPath(Ann), w.PersonPath(Ann) + "/sperren",
		"/hilfe", "/nutzungsbedingungen", "/datenschutz", "/impressum", "/barrierefreiheit", "/quellen"}
	for _, path := range paths {
		page := w.Get(Boss, path)
		if page.Code != http.StatusOK {
			t.Errorf("%s: %d", path, page.Code)
		}
		last := "0"
		for i, m := range heading.FindAllStringSubmatch(page.Body, -1) {
			if m[1] > "1" && m[1][0] > last[0]+1 || (m[1] == "1") != (i == 0) {
				t.Errorf("%s: h%s after h%s", path, m[1], last)
			}
			last = m[1]
		}
		seen := map[string]bool{}
		for _, m := range id.FindAllStringSubmatch(page.Body, -1) {
			if seen[m[1]] {
				t.Errorf("%s: the id %s stands there twice", path, m[1])
			}
			seen[m[1]] = true
		}
	}
}
