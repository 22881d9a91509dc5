//go:build browser

package browser

import (
	"fmt"
	"testing"
	"time"

	"kommunalforum/internal/testkit"
)

// TestBrowserQuestionTravelsToOfficialAnswer follows a question of a
// municipality from its first post to the official answer that others find,
// with scripts and without.
func TestBrowserQuestionTravelsToOfficialAnswer(t *testing.T) {
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			b := s.open(t)
			if !scripts {
				b.withoutScripts()
			}

			// A member asks. Without a board the form proposes one: while the
			// title is typed, or else when it is sent.
			b.as(testkit.Ann)
			b.goTo("/")
			b.press("Frage stellen")
			b.fill("titel", "Wohngeld online: Wer trägt die Betriebskosten?")
			b.fill("text", "Wir führen den Dienst ein. **Wer bezahlt** den laufenden Betrieb?")
			if scripts {
				b.soon(`document.querySelector("main [name=bereich]").value === "arbeit-ruhestand"`)
			} else {
				b.press("Frage veröffentlichen")
			}
			b.reads("Wir schlagen den Bereich")
			b.choose("bereich", testkit.Members)
			b.press("Frage veröffentlichen")
			b.reads("Ihre Frage ist veröffentlicht.")
			b.reads("Sichtbar für alle Mitglieder")
			thread := eval[string](b, `location.pathname`)

			// Another one answers; the answer is not enough.
			b.as(testkit.Bea)
			b.goTo(thread)
			b.fill("text", "Bei uns zahlt das der Kreis, geklärt ist es aber nicht.")
			b.press("Antwort veröffentlichen")
			b.reads("Ihre Antwort ist veröffentlicht.")

			// The moderator hands it over to programme management.
			b.as(testkit.Mod)
			b.goTo(thread)
			b.press("An das Programmmanagement weitergeben")
			b.press("Frage absenden")
			b.reads("FPM-")
			inquiry := eval[string](b, `location.pathname`)

			// A programme manager takes it up and answers officially.
			b.as(testkit.Prog)
			b.goTo("/schreibtisch")
			b.reads("Wer trägt die Betriebskosten?")
			b.goTo(inquiry)
			b.press("Übernehmen")
			b.press("Antwort schreiben")
			b.fill("kurz", "Bis Ende 2027 trägt das Land die Betriebskosten.")
			b.fill("text", "Die Länder haben den Betrieb der Fokusdienste bis Ende 2027 zentral finanziert.")
			b.fill("stelle", "FITKO")
			b.fill("gueltig_bis", "31.12.2099")
			b.press("Veröffentlichen")
			b.reads("Bis Ende 2027 trägt das Land die Betriebskosten.")

			// Everybody reads it on the thread, and finds it.
			b.as(testkit.Bea)
			b.goTo(thread)
			b.reads("offiziell beantwortet")
			b.reads("Bis Ende 2027 trägt das Land die Betriebskosten.")
			b.finds("Betriebskosten Fokusdienste", "Offizielle Antwort")
			b.clean(name)
		})
	}
}

// finds searches from the start page until the result says text.
func (b *tab) finds(words, text string) {
	b.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(200 * time.Millisecond) {
		b.goTo("/")
		b.fill("q", words)
		b.press("Suchen")
		if b.says(text) {
			return
		}
		if time.Now().After(end) {
			b.t.Fatal(fmt.Sprintf("the search does not find %q:\n%s", words, b.text()))
		}
	}
}

// TestBrowserConflictLosesNobodysText edits one post in two windows.
func TestBrowserConflictLosesNobodysText(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Eine Frage in zwei Fenstern", "Erste Fassung")
	edit := fmt.Sprintf("/beitrag/%d/bearbeiten", s.Question(thread))
	one, two := s.open(t), s.open(t)
	for _, b := range []*tab{one, two} {
		b.as(testkit.Ann)
		b.goTo(edit)
	}
	one.fill("text", "Aus dem ersten Fenster")
	one.press("Speichern")
	two.fill("text", "Aus dem zweiten Fenster")
	two.press("Speichern")
	two.reads("in der Zwischenzeit geändert")
	two.reads("Aus dem ersten Fenster")
	if got := eval[string](two, `document.querySelector("main textarea[name=text]").value`); got != "Aus dem zweiten Fenster" {
		t.Errorf("the second window's text is %q", got)
	}
}

// TestBrowserKeyboardReachesContent: the first stop leads past the navigation.
func TestBrowserKeyboardReachesContent(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.goTo("/")
	b.keys("\t")
	if got := eval[string](b, `document.activeElement.textContent.trim()`); got != "Zum Inhalt springen" {
		t.Errorf("the first stop is %q", got)
	}
	b.soon(`(() => { const r = document.activeElement.getBoundingClientRect(); return r.top >= 0 && r.height > 10 })()`) // it is seen
}

// TestBrowserFirstScreenOfAPhoneHoldsSearchAndActions looks at the start page
// on 390 by 844 pixels.
func TestBrowserFirstScreenOfAPhoneHoldsSearchAndActions(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.size(390, 844)
	b.goTo("/")
	for _, what := range []string{`main [name=q]`, `main a[href="/fragen"]`, `main a[href="/faq"]`,
		`main a[href="/fragen-an-das-programmmanagement"]`} {
		if bottom := eval[float64](b, fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().bottom`, what)); bottom > 844 {
			t.Errorf("%s ends at %.0f px", what, bottom)
		}
	}
}
