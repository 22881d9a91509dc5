//go:build browser

package browser

import (
	"regexp"
	"strings"
	"testing"

	"kommunalforum/internal/testkit"
)

// TestBrowserSomebodyNewJoinsAndInvitesAColleague follows two people of a town
// that nobody knows yet: the first waits for a moderator, the second is
// invited. With scripts and without.
func TestBrowserSomebodyNewJoinsAndInvitesAColleague(t *testing.T) {
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			b := s.open(t)
			if !scripts {
				b.withoutScripts()
			}
			b.goTo("/anmelden")
			b.press("Jetzt registrieren")
			b.fill("email", "cora@stadt-neu.example")
			b.fill("name", "Cora Cremer")
			b.tick("[name=zustimmung]")
			b.press("Weiter")
			b.reads("Wir haben Ihnen eine E-Mail geschickt")

			b.goTo(s.linkTo("cora@stadt-neu.example", "bestätigen"))
			b.reads("Die Domain stadt-neu.example kennen wir noch nicht")
			b.fill("arbeitgeber", "Stadt Neu")
			b.fill("passwort", "coras-langes-passwort")
			b.fill("nochmal", "coras-langes-passwort")
			b.press("Zur Prüfung absenden")
			b.reads("Jetzt sieht sich die Moderation Ihre Angaben an")
			b.clean("registering")

			b.as(testkit.Mod)
			b.goTo("/verwaltung/aufnahmen")
			b.press("Cora Cremer")
			b.choose("art", "municipality")
			b.choose("land", "Hessen")
			b.tick("[name=zuordnen]")
			b.press("Aufnehmen")
			b.reads("Die Person ist aufgenommen und bekommt eine E-Mail.")
			b.reads("Niemand wartet")
			b.clean("admitting")

			b.signInAs("cora@stadt-neu.example", "coras-langes-passwort")
			b.goTo("/konto/kollegium")
			b.fill("email", "dirk@stadt-neu.example")
			b.press("Einladung verschicken")
			b.reads("Die Einladung ist unterwegs.")

			b.signOut()
			b.goTo(s.linkTo("dirk@stadt-neu.example", "lädt Sie ein"))
			b.reads("Cora Cremer lädt Sie ein")
			b.fill("name", "Dirk Dorn")
			b.fill("passwort", "dirks-langes-passwort")
			b.fill("nochmal", "dirks-langes-passwort")
			b.tick("[name=zustimmung]")
			b.press("Einladung annehmen")
			b.reads("Ihr Konto ist angelegt.")
			b.signInAs("dirk@stadt-neu.example", "dirks-langes-passwort")
			b.goTo("/konto")
			b.reads("Stadt Neu")
			b.clean("inviting")
		})
	}
}

var localLink = regexp.MustCompile(`http://forum\.example(/(?:registrieren|einladung)/\S+)`)

// linkTo waits for a mail and returns the local address of its link.
func (s site) linkTo(to, subject string) string {
	s.T.Helper()
	found := localLink.FindStringSubmatch(s.Mail(to, subject).Text)
	if found == nil {
		s.T.Fatalf("the mail to %s has no link", to)
	}
	return strings.TrimSpace(found[1])
}
