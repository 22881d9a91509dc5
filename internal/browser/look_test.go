//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
)

// sees reports whether a link of the header that leads to path is on the screen.
func (b *tab) sees(path string) bool {
	b.t.Helper()
	return eval[bool](b, fmt.Sprintf(`[...document.querySelectorAll('header a[href=%q]')].some(a => {
		const r = a.getBoundingClientRect();
		return a.checkVisibility() && r.width > 0 && r.left >= 0 && r.right <= innerWidth })`, path))
}

func TestBrowserHeaderOffersRegisteringAndAsking(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	for _, width := range []int64{768, 1024, 1280, 1366, 1920} {
		b.size(width, 800)
		b.signOut()
		b.goTo("/")
		if !b.sees("/registrieren") || b.sees("/fragen") {
			t.Errorf("at %d px a guest sees registering: %t, asking: %t", width, b.sees("/registrieren"), b.sees("/fragen"))
		}
		b.signInWithCookie(testkit.Ann)
		b.goTo("/")
		if !b.sees("/fragen") || b.sees("/registrieren") {
			t.Errorf("at %d px a member sees asking: %t, registering: %t", width, b.sees("/fragen"), b.sees("/registrieren"))
		}
	}
	b.size(390, 800)
	b.withoutScripts()
	b.goTo("/")
	b.run(chromedp.Click(".kf-menu summary"))
	if !b.sees("/fragen") {
		t.Error("on a phone the menu does not lead to asking")
	}
}

func TestBrowserCounterShowsOnlyNearTheLimit(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	if b.says("Noch 32.000") || b.says("Höchstens 32.000") {
		t.Errorf("an empty field counts:\n%s", b.text())
	}
	for length, want := range map[int]string{28_000: "", 31_000: "Noch 1.000 von 32.000 Zeichen", 32_010: "10 Zeichen zu viel"} {
		eval[bool](b, fmt.Sprintf(`(a => { a.value = "a".repeat(%d); a.dispatchEvent(new Event("input", {bubbles: true})); return true })
		(document.querySelector("textarea[name=text]"))`, length))
		if got := eval[string](b, `document.getElementById("feld-text-umfang").innerText`); want != "" && got != want || want == "" &&
			eval[bool](b, `document.getElementById("feld-text-umfang").checkVisibility()`) {
			t.Errorf("at %d characters it says %q, want %q", length, got, want)
		}
	}
}

func TestBrowserPrintLeavesOutFormsAndHints(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Ann, testkit.Public, "Eine Frage für Papier", "Der Text der Frage.")
	s.Reply(testkit.Bea, thread, "Der Text der Antwort.")
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	for _, path := range []string{fmt.Sprintf("/thema/%d", thread), "/fragen"} {
		b.goTo(path)
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		for _, left := range []string{"Ihre Antwort", "Markdown", "Vorschau", "Wer liest das?", "Je Organisation zählt", "Zitieren"} {
			if b.says(left) {
				t.Errorf("%s prints %q", path, left)
			}
		}
		if fields := eval[int](b, `[...document.querySelectorAll("input, textarea, select, button")]
		.filter(e => e.checkVisibility()).length`); fields > 0 {
			t.Errorf("%s prints %d fields", path, fields)
		}
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	}
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	b.reads("Der Text der Frage.")
	b.reads("Der Text der Antwort.")
}

func TestBrowserChangedPagesAreAccessible(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Ann, testkit.Public, "Eine Frage mit Leistung", "# Titel\n\n2. a\n5. b", 10513)
	s.Reply(testkit.Bea, thread, "> zitiert\n\nAntwort")
	for _, theme := range []string{"light", "dark"} {
		b := s.open(t)
		b.look(theme)
		for _, by := range []string{testkit.Guest, testkit.Ann, testkit.Mod} {
			b.signInWithCookie(by)
			for _, path := range []string{"/", fmt.Sprintf("/thema/%d", thread), "/leistungen",
				"/leistungen?inhalt=ja&themenfeld=bauen-wohnen", "/gibt-es-nicht", "/verwaltung/protokoll"} {
				if by == testkit.Guest && strings.HasPrefix(path, "/verwaltung") {
					continue
				}
				b.goTo(path)
				b.accessible(path + " " + theme + " " + by)
			}
		}
	}
	if s.Get(testkit.Ann, "/verwaltung/protokoll").Code != http.StatusForbidden {
		t.Error("no refusal was looked at")
	}
}
