//go:build browser

package browser

import (
	"testing"

	"kommunalforum/internal/testkit"
)

// valueOf fills the field with the id, of several that share a name.
func (b *tab) valueOf(id, value string) {
	b.t.Helper()
	b.soon(`(f => {
		f.value = "` + value + `"
		f.dispatchEvent(new Event("input", {bubbles: true}))
		return true
	})(document.getElementById("` + id + `"))`)
}

// TestBrowserConsultationFromDraftToTable: a moderator pastes a draft and opens it, two
// organisations take positions, and everybody compares them and reads the outcome.
func TestBrowserConsultationFromDraftToTable(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Mod)
	b.goTo("/beteiligungen/neu")
	b.accessible("the form for a consultation")
	b.fill("titel", "Leitlinie zum Rückkanal")
	b.fill("herausgeber", "FITKO")
	b.choose("bereich", testkit.Members)
	b.press("Weiter zu den Abschnitten")
	b.reads("Das ist ein Entwurf")
	b.click(`main a[href$="/einlesen"]`)
	b.valueOf("feld-text", `# Leitlinie\n\n## Geltung\n\nGilt für alle.\n\n## Fristen\n\nVier Wochen.`)
	b.press("Teilung ansehen")
	b.reads("2 Abschnitte")
	b.accessible("how a text is cut")
	b.press("Abschnitte hinzufügen")
	b.reads("Die Abschnitte sind gespeichert.")
	b.accessible("a draft with sections")
	b.click(`main a[href$="/eroeffnen"]`)
	b.fill("letzter_tag", s.Today(10).German())
	b.accessible("the last page before others read a draft")
	b.press("Beteiligung eröffnen")
	b.reads("Die Beteiligung ist eröffnet.")
	b.signOut()

	b.signInWithCookie(testkit.Ann)
	b.goTo("/beteiligungen")
	b.accessible("the list of consultations")
	b.click(`main a[href*="leitlinie"]`)
	b.click(`main a.kern-btn[href$="/stellungnahme"]`)
	b.accessible("the form for positions")
	b.valueOf("feld-haltung-1", "zustimmung")
	b.valueOf("feld-haltung-2", "ablehnung")
	b.press("Stellungnahme speichern")
	b.reads("Bitte füllen Sie „Begründung zu Abschnitt 2“ aus.")
	b.accessible("positions with a problem")
	b.valueOf("feld-gruende-2", "Das ist zu kurz.")
	b.press("Stellungnahme speichern")
	b.reads("Die Stellungnahme Ihrer Organisation ist gespeichert.")
	b.signOut()

	b.signInWithCookie(testkit.Bea)
	b.goTo("/beteiligungen")
	b.click(`main a[href*="leitlinie"]`)
	b.click(`main a.kern-btn[href$="/stellungnahme"]`)
	b.valueOf("feld-haltung-2", "aenderung")
	b.valueOf("feld-vorschlag-2", "Sechs Wochen.")
	b.valueOf("feld-gruende-2", "Wegen der Gremien.")
	b.press("Stellungnahme speichern")
	b.click(`aside a[href$="/stellungnahmen"], main a[href$="/stellungnahmen"]`)
	b.reads("2 Organisationen haben Stellung genommen.")
	b.reads("Sechs Wochen.")
	b.reads("Das ist zu kurz.")
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.accessible("the table in " + theme)
	}
	b.size(390, 844)
	b.soon(`document.documentElement.scrollWidth <= innerWidth`)
	b.click(`.kf-tabs a[href*="ansicht=liste"]`)
	b.reads("Sechs Wochen.")
	b.accessible("positions by section")
	b.size(1280, 900)
	b.soon(`fetch(document.querySelector('a[href*="stellungnahmen.csv"]').href).then(r => r.text()).then(t => window.csv = t),
		(window.csv ?? "").includes("Sechs Wochen.;Wegen der Gremien.")`)
	b.signOut()

	b.signInWithCookie(testkit.Mod)
	b.goTo("/beteiligungen")
	b.click(`main a[href*="leitlinie"]`)
	b.click(`main a[href$="/beenden"]`)
	b.fill("grund", "Alle haben sich geäußert")
	b.press("Beenden")
	b.reads("Die Beteiligung ist beendet.")
	b.click(`main a[href$="/ergebnis"]`)
	b.accessible("the form for the outcome")
	b.valueOf("feld-text", "Die Frist wird länger.")
	b.valueOf("feld-entscheidung-2", "adopted")
	b.press("Ergebnis veröffentlichen")
	b.reads("Die Frist wird länger.")
	b.accessible("a consultation with its outcome")
	b.click(`main a[href$="/drucken"]`)
	b.reads("Sechs Wochen.")
	b.accessible("the print")
	b.clean("a consultation")
	b.signOut()
	b.signInWithCookie(testkit.Ann)
	b.goTo("/mitteilungen")
	b.reads("Das Ergebnis der Beteiligung liegt vor")
}
