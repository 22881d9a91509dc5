//go:build browser

package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"kommunalforum/internal/notify"
	"kommunalforum/internal/testkit"
)

// TestBrowserPagesAfterAnActAreAccessible runs axe on what the walk over all pages does
// not see, because somebody has to do something first, light and dark.
func TestBrowserPagesAfterAnActAreAccessible(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.hurried()
	thread := s.Ask(testkit.Ann, testkit.Members, "Wer nutzt den Dienst schon?", "Wir suchen Erfahrungen.")
	post := s.Reply(testkit.Bea, thread, "Wir nutzen ihn.")
	for theme, who := range map[string]string{"light": testkit.Ann, "dark": testkit.Insider} {
		b.look(theme)
		b.unsubscribes(who, thread)
		b.signInWithCookie(who)
		b.makesFeeds()
		b.savesSearch()
		b.reports(who, post)
		b.suggests(post)
		b.goTo(fmt.Sprintf("/beitrag/%d/notiz", post))
		b.fill("erinnerung", "31.2.2026")
		b.press("Speichern")
		b.reads("Diesen Tag gibt es im Kalender nicht")
		b.accessible("a reminder on no day")
		b.fill("erinnerung", "31.12.2099")
		b.press("Speichern")
		b.goTo("/meine/merkliste")
		b.accessible("a list with a reminder")
		b.goTo(fmt.Sprintf("/thema/%d", thread))
		s.Reply(testkit.Bea, thread, "Noch eine Antwort.")
		b.soon(`document.querySelector("[data-news] a") !== null`)
		b.accessible("the page that says what is new")
		b.restrictsBoard()
		b.clean(theme)
	}
}

// unsubscribes looks at the page to which a mail about the thread leads, before and
// after, and at one whose address opens nothing.
func (b *tab) unsubscribes(who string, thread int64) {
	b.t.Helper()
	token := b.site.Notify.UnsubscribeToken(notify.Sort{Person: b.site.By(who).ID, Kinds: []notify.Kind{notify.ReplyToQuestion, notify.Mention},
		Place: notify.Place{Kind: notify.Thread, ID: thread}})
	b.signOut()
	b.goTo("/abbestellen/" + token)
	b.reads("Antworten auf meine Fragen: sofort")
	b.accessible("unsubscribing")
	b.tick(`[value="stumm"]`)
	b.press("Speichern")
	b.reads("bekommen Sie keine Mitteilungen mehr")
	b.accessible("a muted thread")
	b.press("Speichern")
	b.reads("Diese E-Mails sind abbestellt")
	b.accessible("no mails any more")
	b.goTo("/abbestellen/" + token[:len(token)/2])
	b.reads("Dieser Link zum Abbestellen gilt nicht")
	b.accessible("half a link to unsubscribe")
}

// restrictsBoard asks for a board that those can no longer read who wrote there, and does
// not confirm it.
func (b *tab) restrictsBoard() {
	b.t.Helper()
	b.signInWithCookie(testkit.Boss)
	b.goTo("/verwaltung/bereiche/" + testkit.Members)
	b.tick(`[name="sichtbar"][value="restricted"]`)
	b.run(chromedp.SendKeys("#grund-einstellungen", "Vertraulich"))
	b.press("Einstellungen speichern")
	b.reads("hier gefragt oder geantwortet")
	b.accessible("a board that some would lose")
}

// makesFeeds makes an address of a feed, and again, and replaces one that is gone.
func (b *tab) makesFeeds() {
	b.t.Helper()
	board := fmt.Sprintf("board/%d", b.site.Board(testkit.Members))
	for _, said := range []string{"nur dieses eine Mal", "Diese Adresse wurde schon erstellt"} {
		b.goTo("/konto/feeds")
		b.choose("feed", board)
		b.press("Adresse erstellen")
		b.reads(said)
		b.accessible("feeds: " + said)
	}
	b.run(chromedp.Evaluate[chromedp.Void](`document.querySelector('form[action$="/ersetzen"]').action = "/konto/feeds/999999/ersetzen"`))
	b.press("Bisherige Adresse durch eine neue ersetzen")
	b.reads("Es wurde nichts geändert")
	b.accessible("feeds: nothing to replace")
}

// reports reports the post, first without saying what is wrong with it, and lets a
// moderator see no reason to act.
func (b *tab) reports(who string, post int64) {
	b.t.Helper()
	b.goTo(fmt.Sprintf("/beitrag/%d/melden", post))
	b.press("Melden")
	b.reads("Bitte wählen Sie, worum es geht")
	b.accessible("a report without a reason")
	b.tick(`[value="wrong"]`)
	b.fill("text", "Das stimmt so nicht mehr.")
	b.press("Melden")
	b.reads("Ihre Meldung ist angekommen")
	b.accessible("the own report")
	b.signInWithCookie(testkit.Mod)
	b.goTo("/moderation/meldungen")
	b.accessible("a list with a reported post")
	b.goTo(fmt.Sprintf("/moderation/meldungen/%d", post))
	b.fill("bescheid", "Das stimmt noch immer.")
	b.press("Kein Anlass einzugreifen")
	b.reads("Was entschieden ist")
	b.accessible("a decided report")
	b.signInWithCookie(who)
}

// savesSearch saves a search and looks at its form and at the list.
func (b *tab) savesSearch() {
	b.t.Helper()
	b.goTo("/suche?q=Dienst")
	b.run(chromedp.Click(`//summary[.="Diese Suche speichern"]`))
	b.accessible("the form that saves a search")
	b.press("Speichern und folgen")
	b.goTo("/konto/suchen")
	b.reads("Sie hören von neuen Treffern")
	b.accessible("saved searches")
}

// suggests suggests a post for the FAQ, first without a question, and takes it back.
func (b *tab) suggests(post int64) {
	b.t.Helper()
	b.goTo(fmt.Sprintf("/beitrag/%d/faq-vorschlag", post))
	b.fill("titel", "")
	b.press("Vorschlagen")
	b.reads("Bitte füllen Sie „Frage“ aus")
	b.accessible("a suggestion without a question")
	b.fill("titel", "Wer nutzt den Dienst?")
	b.press("Vorschlagen")
	b.reads("Ihr Vorschlag ist bei der FAQ-Redaktion")
	b.accessible("an own suggestion")
	b.goTo("/meine/vorschlaege")
	b.reads("wartet auf die FAQ-Redaktion")
	b.accessible("own suggestions")
	b.press("Wer nutzt den Dienst?")
	b.press("Zurückziehen")
	b.reads("Das ist zurückgezogen")
}
