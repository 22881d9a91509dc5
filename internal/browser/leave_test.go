//go:build browser

package browser

import (
	"fmt"
	"testing"

	"kommunalforum/internal/testkit"
)

// TestBrowserLeavingTheForum follows somebody who takes their data and leaves,
// with scripts and without.
func TestBrowserLeavingTheForum(t *testing.T) {
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			thread := s.Ask(testkit.Ann, testkit.Members, "Wer zahlt die Wartung?", "Wir suchen Erfahrungen.")
			b := s.open(t)
			if !scripts {
				b.withoutScripts()
			}
			b.as(testkit.Ann)
			b.goTo("/konto")
			b.press("Alle eigenen Daten herunterladen")
			b.reads("index.html")
			b.goTo("/konto")
			b.press("Forum verlassen und Konto löschen")
			b.reads("rückgängig machen lässt sich das nicht")
			b.reads("Ein Beitrag bleibt stehen")

			// Nothing happens before everything is answered.
			b.press("Konto endgültig löschen")
			b.reads("Bitte wählen Sie, ob die Organisation stehen bleibt")
			b.tick(`input[name=organisation][value=nein]`)
			b.fill("passwort", testkit.Password)
			b.tick(`input[name=bestaetigt]`)
			b.press("Konto endgültig löschen")
			b.reads("Ihr Konto ist gelöscht")
			b.reads("Anmelden")

			b.as(testkit.Bea)
			b.goTo(fmt.Sprintf("/thema/%d", thread))
			b.reads("Ehemaliges Mitglied")
			b.reads("Organisation nicht genannt")
			if b.says("Anna Ahorn") || b.says("Stadt Musterstadt") {
				t.Errorf("the page still names somebody:\n%s", b.text())
			}
			b.clean(name)
		})
	}
}
