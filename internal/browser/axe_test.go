//go:build browser

package browser

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
)

//go:embed testdata/axe.min.js
var axe string

const runAxe = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}).then(r =>
	r.violations.map(v => v.id + " (" + v.help + "): " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 160)).join(" | ")))`

// widest names the innermost element that sticks out of a page that is wider
// than the screen, "" when none does.
const widest = `document.documentElement.scrollWidth <= innerWidth ? "" :
	[...document.querySelectorAll("body *")]
		
		
		
		.filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 200)).pop() || "?"`

// readers are who may open a page, the least powerful first.
var readers = []string{testkit.Guest, testkit.Ann, testkit.Bea, testkit.Mod, testkit.Prog, testkit.Boss}

// TestBrowserEveryPageIsAccessible runs axe on every page of the router, as
// the first person who may see it, light and dark, on a desktop and a phone.
func TestBrowserEveryPageIsAccessible(t *testing.T) {
	s := serve(t)
	if err := s.SignIn.RequestReset(s.Ctx, testkit.Email(testkit.Ann)); err != nil { // a mail for the page of mails
		t.Fatal(err)
	}
	s.Mail(testkit.Ann, "neues Passwort")
	b := s.open(t)
	for _, path := range pagesOf(s) {
		by, code := s.reader(path)
		if code != http.StatusOK {
			t.Errorf("%s: nobody gets the page, the last answer is %d", path, code)
			continue
		}
		b.signInWithCookie(by)
		for _, theme := range []string{"light", "dark"} {
			b.look(theme)
			b.goTo(path)
			b.accessible(path + " as " + by)
			b.clean(path + " " + theme)
		}
	}
}

// TestBrowserFormsWithProblemsAreAccessible sends every form empty and runs axe
// on what comes back, dark and on a phone.
func TestBrowserFormsWithProblemsAreAccessible(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.look("dark")
	forms := 0
	for _, r := range s.Routes {
		if r.Method != http.MethodPost {
			continue
		}
		path := s.Fill(r.Path)
		for _, by := range readers {
			if s.Post(by, path, nil).Code != http.StatusUnprocessableEntity {
				continue
			}
			forms++
			b.signInWithCookie(by)
			b.goTo("/hilfe")
			b.sendEmpty(path)
			b.accessible("POST " + path + " as " + by)
			break
		}
	}
	if forms < 20 {
		t.Errorf("only %d forms came back: the walk is broken", forms)
	}
}

// look makes the tab a desktop in light colours or a phone in dark ones.
func (b *tab) look(theme string) {
	width := map[string]int64{"light": 1280, "dark": 390}[theme]
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme",
		Value: theme}}})
	b.size(width, 900)
}

// sendEmpty posts an empty form from the page that is open; the form comes back.
func (b *tab) sendEmpty(path string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	submit := fmt.Sprintf(`(f => { f.method = "post"; f.action = %q; document.body.append(f); f.submit() })(document.createElement("form"))`, path)
	answer, err := chromedp.RunResponse(ctx, chromedp.Evaluate[chromedp.Void](submit))
	if err != nil {
		b.t.Fatalf("POST %s: %v", path, err)
	}
	if answer.Status != http.StatusUnprocessableEntity {
		b.t.Errorf("POST %s: %d", path, answer.Status)
	}
}

// accessible runs axe on the page that is open.
func (b *tab) accessible(what string) {
	b.t.Helper()
	b.run(chromedp.Evaluate[chromedp.Void](axe))
	for _, v := range eval[[]string](b, runAxe) {
		b.t.Errorf("%s: %s", what, v)
	}
	if wide := eval[string](b, widest); wide != "" {
		b.t.Errorf("%s is wider than the screen: %s", what, wide)
	}
}

// asked is what the address of a page has to say besides.
var asked = map[string]string{"/verwaltung/mitglieder/:id/entziehen": "?rolle=member"}

// elsewhere are the pages that need more than a person of the world: a provider
// that is none, and those that the journeys of passkeys and drafts look at.
var elsewhere = map[string]bool{"/meine/entwuerfe/:id": true, "/meine/entwuerfe/:id/loeschen": true,
	"/anmelden/code": true, "/anmelden/mit/:provider": true,
	"/anmelden/mit/:provider/zurueck":           true,
	"/konto/sicherheit/passkeys/:id/umbenennen": true, "/konto/sicherheit/passkeys/:id/entfernen": true}

// machines are the routes that answer no page: for monitoring, and for scripts.
var machines = []string{"/healthz", "/bereit", "/suche/vorschlaege", "/namen", "/fragen/aehnlich",
	"/fragen-an-das-programmmanagement/neu/aehnlich", "/neues"}

// pagesOf lists an address for every page of the router. Files are no pages.
func pagesOf(s site) []string {
	var out []string
	for _, r := range s.Routes {
		machine := strings.HasPrefix(r.Path, "/static/") || strings.Contains(r.Path, ".") || strings.Contains(r.Path, "/bild/") ||
			strings.HasPrefix(r.Path, "/anhang/") || strings.HasSuffix(r.Path, "/export") ||
			slices.Contains(machines, r.Path)
		if r.Method == http.MethodGet && !machine && !elsewhere[r.Path] {
			out = append(out, s.Fill(r.Path)+asked[r.Path])
		}
	}
	out = append(out, "/gibt-es-nicht", "/suche?q=Frage")
	sort.Strings(out)
	return out
}

// reader returns the first of readers who gets the page.
func (s site) reader(path string) (by string, code int) {
	for _, by = range readers {
		a := s.Get(by, path)
		if a.Code == http.StatusMovedPermanently {
			a = s.Get(by, a.Location())
		}
		if a.Code == http.StatusSeeOther && !strings.HasPrefix(a.Location(), "/anmelden") {
			return by, http.StatusOK // such as /beitrag/1, which leads to its page
		}
		if code = a.Code; code == http.StatusOK || path == "/gibt-es-nicht" {
			return by, http.StatusOK
		}
	}
	return by, code
}
