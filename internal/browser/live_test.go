//go:build browser

package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"kommunalforum/internal/testkit"
)

// hurried makes the pages of the tab wait a hundredth of the time.
func (b *tab) hurried() {
	b.t.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `{ const real = setTimeout; window.setTimeout = (f, ms, ...more) => real(f, ms / 100, ...more); }`})
}

// TestBrowserOpenThreadTellsOfNewReplies holds a thread open while another member
// answers.
func TestBrowserOpenThreadTellsOfNewReplies(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Wer nutzt den Dienst schon?", "Wir suchen Erfahrungen.")
	ann, bea := s.open(t), s.open(t)
	ann.hurried()
	ann.as(testkit.Ann)
	ann.goTo(fmt.Sprintf("/thema/%d", thread))
	ann.soon(`document.querySelector("[data-live]").hidden === false`)
	const place = `document.querySelector("[name=text]").getBoundingClientRect().top + scrollY` // below all that is read
	before := eval[float64](ann, place)
	if got := eval[string](ann, `document.querySelector("[data-news]").innerText`); got != "" {
		t.Errorf("it says %q before anything is new", got)
	}
	for n := range 2 {
		bea.as(testkit.Bea)
		bea.goTo(fmt.Sprintf("/thema/%d", thread))
		bea.fill("text", fmt.Sprintf("Wir nutzen ihn, Teil %d.", n+1))
		bea.press("Antwort veröffentlichen")
		bea.reads("Ihre Antwort ist veröffentlicht.")
	}
	ann.soon(`document.querySelector("[data-news] a")?.textContent === "2 neue Antworten"`)
	if title := eval[string](ann, `document.title`); title != "(2) Wer nutzt den Dienst schon? – Kommunalforum" {
		t.Errorf("the title is %q", title)
	}
	if now := eval[float64](ann, place); now != before {
		t.Errorf("the form stood at %v and stands at %v", before, now)
	}
	if role := eval[string](ann, `document.querySelector("[data-news]").getAttribute("role")`); role != "status" {
		t.Errorf("the news are a %q", role)
	}
	ann.press("2 neue Antworten")
	ann.reads("Wir nutzen ihn, Teil 1.")
	ann.soon(`location.hash.startsWith("#beitrag-")`)

	// Switched off it stays off, also on other pages.
	ann.soon(`document.querySelector("[data-switch]").textContent === "Ausschalten"`)
	ann.run(chromedp.Click(`[data-switch]`))
	ann.reads("wird nicht gemeldet")
	ann.goTo("/bereiche/" + testkit.Members)
	ann.reads("wird nicht gemeldet")
	ann.run(chromedp.Click(`[data-switch]`))
	ann.reads("wird gemeldet")
	s.Reply(testkit.Bea, thread, "Noch eine Antwort.")
	ann.soon(`document.querySelector("[data-news] a")?.textContent === "1 Thema mit neuen Beiträgen"`)
	ann.clean("live")
	bea.clean("live")
}

// TestBrowserHiddenPageAsksNothing counts the questions of a page that nobody looks at,
// and of one whose session ended.
func TestBrowserHiddenPageAsksNothing(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Ann, testkit.Members, "Wer nutzt den Dienst schon?", "Wir suchen Erfahrungen.")
	b := s.open(t)
	b.hurried()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.questions = 0; { const real = fetch; window.fetch = (at, ...more) => {
			if (String(at).startsWith("/neues")) window.questions++;
			return real(at, ...more);
		}; }
		window.away = false;
		Object.defineProperty(document, "hidden", { get: () => window.away });`})
	b.as(testkit.Ann)
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	b.soon(`window.questions >= 2`)
	const wait = `new Promise((done) => setTimeout(() => done(window.questions), 200_000))` // two seconds, in a hurry
	hide := `window.away = %v; document.dispatchEvent(new Event("visibilitychange"));`
	eval[any](b, fmt.Sprintf(hide, true)+` null`)
	before := eval[int](b, `window.questions`)
	if after := eval[int](b, wait); after > before+1 { // one may have been on its way
		t.Errorf("hidden it asked %d times", after-before)
	}
	eval[any](b, fmt.Sprintf(hide, false)+` null`)
	b.soon(fmt.Sprintf(`window.questions >= %d`, before+3))
	if err := s.SignIn.EndOtherSessions(s.Ctx, s.By(testkit.Ann)); err != nil {
		t.Fatal(err)
	}
	eval[int](b, wait)
	before = eval[int](b, `window.questions`)
	if after := eval[int](b, wait); after != before {
		t.Errorf("signed out it asked %d times", after-before)
	}
}
