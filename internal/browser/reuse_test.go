//go:build browser

package browser

import (
	"fmt"
	"testing"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/testkit"
)

// municipal is a member who belongs to a municipality of the gazetteer and can sign in.
func (s site) municipal(t *testing.T, name, ags string) (mail string) {
	t.Helper()
	mail = ags + "@world.example"
	p, _, err := s.Accounts.Create(s.Ctx, account.NewPerson{Email: mail, Name: name, Organisation: organisation.Organisation{AGS: ags}})
	if err == nil {
		err = s.SignIn.SetPassword(s.Ctx, mail, testkit.Password)
	}
	if err == nil {
		err = s.DB.Write(s.Ctx, func(tx *db.Tx) error { return account.AgreeTx(tx, p.ID, testkit.Terms) })
	}
	if err != nil {
		t.Fatal(err)
	}
	return mail
}

// TestBrowserFromAnEntryOfTheRegisterToAColleague: an expert of a small town finds who
// uses a service in a town of about their size, and puts a question to them.
func TestBrowserFromAnEntryOfTheRegisterToAColleague(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	user := s.municipal(t, "Ulrike Nutzerin", "09171112") // Burghausen
	small := s.municipal(t, "Fritz Frager", "09171111")   // Altötting
	large := s.municipal(t, "Lara Groß", "09162000")      // München

	for _, who := range []string{user, large} {
		b.signInWithCookie(who)
		b.goTo("/leistungen/10061/nachnutzung/neu")
		b.accessible("a form for the register")
		b.press("Eintragen")
		b.reads("Bitte wählen Sie, wie weit Ihre Organisation ist.")
		b.accessible("a form with problems")
		b.tick(`[name="umsetzung"][value="nutzen"]`)
		b.fill("produkt", "Hochschulstart")
		b.fill("erfahrung", "Läuft gut.")
		b.tick(`[name=ansprechbar]`)
		b.press("Eintragen")
		b.reads("Der Eintrag Ihrer Organisation steht jetzt im Nachnutzungsregister.")
		b.signOut()
	}

	b.signInWithCookie(small)
	b.goTo("/leistungen/10061")
	b.accessible("a service that somebody uses")
	b.goTo("/leistungen/10061/nachnutzung")
	b.reads("2 Einträge")
	b.click(`main a[href*="groesse=bis-20000"]`)
	b.reads("1 Eintrag")
	b.reads("km entfernt")
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.accessible("the register in " + theme)
	}
	b.click(`main a[href^="/fragen?"]`)
	b.soon(`document.querySelector("textarea[name=text]").value.includes("@Ulrike Nutzerin")`)
	b.fill("titel", "Wie lief bei Ihnen die Einführung?")
	b.press("Frage veröffentlichen")
	b.soon(`location.pathname.startsWith("/thema/")`)
	b.clean("the question")
	b.signOut()
	b.signInWithCookie(user)
	b.rings("1")
}

// TestBrowserMapOfWhomAThreadConcerns is accessible, and stands beside a table.
func TestBrowserMapOfWhomAThreadConcerns(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Wen betrifft das alles?", "Text")
	for i, ags := range []string{"09171111", "01002000", "05315000"} {
		mail := s.municipal(t, fmt.Sprint("Person ", i), ags)
		if err := s.Forum.Support(s.Ctx, s.By(mail), thread); err != nil {
			t.Fatal(err)
		}
	}
	b.signInWithCookie(testkit.Bea)
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.goTo(fmt.Sprintf("/thema/%d/betroffene", thread))
		if n := eval[int](b, `document.querySelectorAll(".kf-map__dot").length`); n != 3 {
			t.Errorf("the map shows %d dots", n)
		}
		b.accessible("a map in " + theme)
	}
	b.size(390, 844)
	b.goTo(fmt.Sprintf("/thema/%d/betroffene", thread))
	b.accessible("a map on a phone")
	b.clean("the map")
}
