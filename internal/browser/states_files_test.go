//go:build browser

package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/testkit"
)

// TestBrowserFormsWithFilesAreAccessible runs axe on the forms that take files when they
// have a file and a picture.
func TestBrowserFormsWithFilesAreAccessible(t *testing.T) {
	s := serve(t)
	article := s.Article(testkit.Mod, testkit.Members)
	number := s.Inquire(testkit.Ann, testkit.Members)
	if err := s.Inquiry.TakeUp(s.Ctx, s.By(testkit.Prog), number, inquiry.Basis{}); err != nil {
		t.Fatal(err)
	}
	for _, form := range []struct{ what, by, address string }{
		{"an article", testkit.Mod, fmt.Sprintf("/faq/%d/bearbeiten", article)},
		{"an inquiry", testkit.Ann, "/fragen-an-das-programmmanagement/neu"},
		{"the draft of an official answer", testkit.Prog, "/schreibtisch/" + number + "/antwort"},
	} {
		b := s.open(t) // its own: a form that holds something is not left unasked
		b.signInWithCookie(form.by)
		b.look("light")
		b.goTo(form.address)
		b.fill("text", "Ein Text mit einer Liste.")
		b.attaches("liste.csv", "Ort;Zahl\nMusterstadt;1\n")
		b.attaches("bild.png", string(testkit.Picture()))
		b.accessible(form.what + " with files")
		b.look("dark")
		b.accessible(form.what + " with files on a phone")
		b.run(chromedp.Click(`//main//button[.="Vorschau"]`))
		b.soon(`document.querySelector("#vorschau, #fehler") != null && document.querySelector("[data-files-list]") != null`)
		b.soon(`document.querySelectorAll("[data-files-list] input[name=anhang]").length === 2`)
		b.accessible(form.what + " with files, refused or shown before it is sent")
		b.clean(form.what)
	}
}

// TestBrowserConsultationsInEveryStateAreAccessible looks at drafts and at what is over as
// well, at the form of somebody whose colleague was faster, and at a table with filters.
func TestBrowserConsultationsInEveryStateAreAccessible(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	draft := s.Consultation(testkit.Mod, testkit.Members)
	open := s.OpenConsultation(testkit.Mod, testkit.Members, consultation.AtOnce)
	ended := s.OpenConsultation(testkit.Mod, testkit.Members, consultation.AfterEnd)
	for _, id := range []int64{open, ended} {
		s.TakePosition(testkit.Ann, id, consultation.Choice{Section: 1, Stance: consultation.Agree})
		s.TakePosition(testkit.Bea, id, consultation.Choice{Section: 2, Stance: consultation.Reject, Reasons: "Das ist zu kurz."})
	}
	x, err := s.Consulted.Show(s.Ctx, s.By(testkit.Mod), ended)
	if err == nil {
		err = s.Consulted.Close(s.Ctx, s.By(testkit.Mod), ended, x.Revision, "Alle haben sich geäußert.")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct {
		what, by, below string
		id              int64
	}{
		{"a draft", testkit.Mod, "", draft},
		{"the form of a draft", testkit.Mod, "/bearbeiten", draft},
		{"an open one", testkit.Bea, "", open},
		{"one that is over", testkit.Bea, "", ended},
		{"a form for positions that is over", testkit.Bea, "/stellungnahme", ended},
		{"a table with a filter", testkit.Bea, "/stellungnahmen?haltung=ablehnung", open},
		{"a table whose filter leaves nothing", testkit.Bea, "/stellungnahmen?haltung=aenderung", open},
		{"a list with a filter", testkit.Bea, "/stellungnahmen?abschnitt=2&ansicht=liste", open},
	} {
		b.signInWithCookie(page.by)
		for _, theme := range []string{"light", "dark"} {
			b.look(theme)
			b.goTo(fmt.Sprintf("/beteiligungen/%d%s", page.id, page.below))
			b.accessible(page.what + " in " + theme)
		}
	}
	b.clashes(open)
	b.clean("consultations")
}

// clashes sends a form for positions after a colleague has saved others.
func (b *tab) clashes(id int64) {
	b.t.Helper()
	b.signInWithCookie(testkit.Bea)
	b.look("light")
	b.goTo(fmt.Sprintf("/beteiligungen/%d/stellungnahme", id))
	b.valueOf("feld-gruende-2", "Das ist viel zu kurz.")
	b.site.TakePosition(testkit.Bea, id, consultation.Choice{Section: 2, Stance: consultation.Reject, Reasons: "Das reicht nicht.", Revision: 1})
	b.press("Stellungnahme speichern")
	b.reads("Das reicht nicht.")
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.accessible("positions that clash in " + theme)
	}
}

// TestBrowserActsOfModeratorsAreAccessible: posts that are about to move to another thread,
// and an entry of the register that they removed, as its organisation reads it.
func TestBrowserActsOfModeratorsAreAccessible(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Zwei Fragen in einer", "Erstens und zweitens.")
	post := s.Reply(testkit.Bea, thread, "Zu zweitens habe ich auch eine Frage.")
	entry := s.EnterReuse(testkit.Bea, 10061, reuse.Input{Product: "Dienst A"})
	b.signInWithCookie(testkit.Mod)
	b.goTo(fmt.Sprintf("/thema/%d/teilen", thread))
	b.tick(fmt.Sprintf(`[name="beitrag"][value="%d"]`, post))
	b.fill("titel", "Die zweite Frage")
	b.choose("bereich", fmt.Sprint(s.Board(testkit.Public)))
	b.press("Weiter")
	b.reads("Das wird verschoben")
	b.reads("Das ist beabsichtigt.")
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.accessible("what will move in " + theme)
	}
	b.goTo(fmt.Sprintf("/nachnutzung/%d/loeschen", entry))
	b.press("Löschen")
	b.accessible("a removal without a reason")
	b.fill("grund", "Das ist Werbung.")
	b.press("Löschen")
	b.signInWithCookie(testkit.Bea)
	for _, theme := range []string{"light", "dark"} {
		b.look(theme)
		b.goTo("/leistungen/10061/nachnutzung")
		b.reads("Grund: Das ist Werbung.")
		b.accessible("the register with a reason in " + theme)
	}
	b.clean("acts of moderators")
}
