//go:build browser

package browser

import (
	"fmt"
	"net/url"
	"regexp"
	"testing"
	"time"

	"kommunalforum/internal/notify"
	"kommunalforum/internal/testkit"
)

// bell is the selector of the bell.
const bell = `.kf-bell`

// postLink is the address of a post in a mail.
var postLink = regexp.MustCompile(`(?m)^http://forum\.example(/beitrag/\d+)$`)

// rings waits until the bell names so many unread entries and none less.
func (b *tab) rings(unread string) {
	b.t.Helper()
	b.untilOn("/hilfe", fmt.Sprintf(`document.querySelector(%q).getAttribute("aria-label") === %q`, bell, "Mitteilungen, "+unread+" ungelesen"))
}

// silent checks that the bell of the page that is open names nothing unread.
func (b *tab) silent(where string) {
	b.t.Helper()
	if got := eval[string](b, fmt.Sprintf(`document.querySelector(%q).getAttribute("aria-label")`, bell)); got != "Mitteilungen" {
		b.t.Errorf("%s: the bell says %q", where, got)
	}
}

// untilOn loads the page until the expression holds there.
func (b *tab) untilOn(path, expression string) {
	b.t.Helper()
	b.site.Soon(path+": "+expression, func() bool {
		b.goTo(path)
		return eval[bool](b, expression)
	})
}

// ring follows the bell to the inbox.
func (b *tab) ring() {
	b.t.Helper()
	b.click(bell)
	b.soon(`location.pathname === "/mitteilungen"`)
}

// mailedLink lets the hours pass until a mail tells the person of the thread, and
// returns the address of the post in it, within the site. Mails leave on working days
// only, whenever the test runs.
func (s site) mailedLink(who, title string) string {
	s.T.Helper()
	const week = 7 * 24 * time.Hour
	for later := notify.Delay; later < week; later += time.Hour {
		at := s.At(later)
		if err := s.Notify.Mail(at); err != nil {
			s.T.Fatal(err)
		}
		if err := s.Dispatch.Flush(at); err != nil {
			s.T.Fatal(err)
		}
		if len(s.Mails(who, title)) > 0 {
			break
		}
	}
	all := s.Mails(who, title)
	if len(all) != 1 {
		s.T.Fatalf("%d mails tell %s of %q", len(all), who, title)
	}
	link := postLink.FindStringSubmatch(all[0].Text)
	if link == nil {
		s.T.Fatalf("no post in the mail:\n%s", all[0].Text)
	}
	return link[1]
}

// TestBrowserAnswerIsHeardOf follows a question whose asker leaves and comes back:
// by the bell and by mail to the answer, by the list to what is unread, to the
// solution, and to the official answer, of which a second organisation hears too.
func TestBrowserAnswerIsHeardOf(t *testing.T) {
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			s := serve(t)
			b := s.open(t)
			if !scripts {
				b.withoutScripts()
			}
			b.as(testkit.Ann)
			b.soon(`location.pathname === "/meine"`)
			b.reads("Zurzeit nichts")
			b.silent("after signing in")
			b.goTo("/fragen?bereich=" + testkit.Members)
			b.fill("titel", "Wohngeld online: Wer trägt die Betriebskosten?")
			b.fill("text", "Wir führen den Dienst ein. **Wer bezahlt** den laufenden Betrieb?")
			b.choose("bereich", testkit.Members)
			b.press("Frage veröffentlichen")
			b.reads("Ihre Frage ist veröffentlicht.")
			thread := eval[string](b, `location.pathname`)
			b.goTo("/meine")
			b.reads("noch keine Antwort")

			// Another organisation is concerned, answers, and puts the question on its list.
			b.as(testkit.Bea)
			b.goTo(thread)
			b.press("Betrifft uns auch")
			b.press("Merken")
			b.reads("Der Beitrag steht auf Ihrer Merkliste.")
			b.fill("text", "Bei uns zahlt das der Kreis.")
			b.press("Antwort veröffentlichen")
			b.reads("Ihre Antwort ist veröffentlicht.")
			b.silent("on one's own answer")

			// The bell and a mail tell of it. The bell leads to just that answer.
			b.as(testkit.Ann)
			b.rings("1")
			link := s.mailedLink(testkit.Ann, "Wohngeld online: Wer trägt die Betriebskosten?")
			b.ring()
			b.reads("Neue Antwort auf Ihre Frage")
			if scripts {
				b.accessible("the inbox with an entry")
			}
			b.press("Neue Antwort auf Ihre Frage")
			b.soon(`location.hash.startsWith("#beitrag-") && document.querySelector(location.hash).innerText.includes("Bei uns zahlt das der Kreis")`)
			b.silent("on the answer")
			b.goTo("/mitteilungen?nur=ungelesen")
			b.reads("Alles gelesen")

			// So does the mail, through the page for signing in.
			b.signOut()
			b.goTo(link)
			b.reads("Nach der Anmeldung kommen Sie hierher zurück.")
			b.press("Anmelden")
			b.fill("email", testkit.Email(testkit.Ann))
			b.fill("passwort", testkit.Password)
			b.press("Anmelden")
			b.soon(`location.hash.startsWith("#beitrag-") && document.querySelector(location.hash).innerText.includes("Bei uns zahlt das der Kreis")`)

			// Of two more, the list leads to the first.
			b.as(testkit.Bea)
			for _, text := range []string{"Ein Nachtrag dazu.", "Noch ein Nachtrag."} {
				b.goTo(thread)
				b.fill("text", text)
				b.press("Antwort veröffentlichen")
			}
			b.as(testkit.Ann)
			b.rings("1")
			b.goTo("/bereiche/" + testkit.Members)
			b.click("a.kf-new")
			b.soon(`location.hash.startsWith("#beitrag-") && document.querySelector(location.hash).innerText.includes("Ein Nachtrag dazu")`)
			b.silent("after the jump to what is unread")

			// The answer is marked: who wrote it hears of that.
			b.goTo("/meine")
			b.reads("Hilft Ihnen eine Antwort, markieren Sie sie bitte als Lösung.")
			if scripts {
				b.accessible("the own page with something that waits")
			}
			b.goTo(thread)
			b.press("Als Lösung markieren")
			b.goTo("/meine")
			b.reads("Zurzeit nichts")
			b.as(testkit.Bea)
			b.rings("1")
			b.ring()
			b.reads("Ihre Antwort ist als Lösung markiert")
			b.press("Alle als gelesen markieren")
			b.silent("after all is marked")
			b.goTo("/meine/merkliste")
			b.reads("Wohngeld online: Wer trägt die Betriebskosten?")

			s.answerOfficially(b, thread)

			// Both organisations hear of the official answer.
			for _, who := range []string{testkit.Ann, testkit.Bea} {
				b.as(who)
				b.untilOn("/mitteilungen", `document.body.innerText.includes("Offizielle Antwort")`)
				b.press("Offizielle Antwort")
				b.reads("Bis Ende 2027 trägt das Land die Betriebskosten.")
			}
			b.clean(name)
		})
	}
}

// answerOfficially lets a moderator escalate the thread and programme management
// answer it.
func (s site) answerOfficially(b *tab, thread string) {
	b.t.Helper()
	b.as(testkit.Mod)
	b.goTo(thread)
	b.press("An das Programmmanagement weitergeben")
	b.press("Frage absenden")
	b.reads("FPM-")
	inquiry := eval[string](b, `location.pathname`)
	b.as(testkit.Prog)
	b.goTo(inquiry)
	b.press("Übernehmen")
	b.press("Antwort schreiben")
	b.fill("kurz", "Bis Ende 2027 trägt das Land die Betriebskosten.")
	b.fill("text", "Die Länder haben den Betrieb der Fokusdienste bis Ende 2027 zentral finanziert.")
	b.fill("stelle", "FITKO")
	b.press("Veröffentlichen")
	b.reads("Bis Ende 2027 trägt das Land die Betriebskosten.")
}

// TestBrowserOwnListsAreAccessible looks at the pages of what is one's own, empty
// and full, light and dark. (Empty ones are walked over as well by
// TestBrowserEveryPageIsAccessible.)
func TestBrowserOwnListsAreAccessible(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Eine Frage mit einem Titel, der auf einem Telefon nicht in eine Zeile passt", "Text")
	post := s.Reply(testkit.Bea, thread, "Eine Antwort")
	s.Tell(testkit.Ann, notify.Mention, notify.Place{Kind: notify.Thread, ID: thread}, 2)
	s.Post(testkit.Ann, fmt.Sprintf("/beitrag/%d/notiz", post), url.Values{"notiz": {"Eine Notiz"}, "erinnerung": {"31.12.2026"}})
	for _, who := range []string{testkit.Ann, testkit.Insider} {
		b.signInWithCookie(who)
		for _, theme := range []string{"light", "dark"} {
			b.look(theme)
			for _, path := range []string{"/mitteilungen", "/mitteilungen?nur=ungelesen", "/meine", "/meine/fragen", "/meine/fragen?ohne=loesung",
				"/meine/antworten", "/meine/organisation", "/meine/merkliste", fmt.Sprintf("/beitrag/%d/notiz", post)} {
				b.goTo(path)
				b.accessible(path + " of " + who + ", " + theme)
			}
		}
	}
	b.clean("own lists")
}
