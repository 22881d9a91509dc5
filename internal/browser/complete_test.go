//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"kommunalforum/internal/testkit"
)

// typeUntilOffered types into the search field of the main part until something is offered
// that says text.
func (b *tab) typeUntilOffered(text, option string) {
	b.t.Helper()
	b.fill("q", text)
	b.soon(`!!document.querySelector("main [role=listbox]:not([hidden])")?.innerText.includes("` + option + `")`)
}

// TestBrowserSearchFieldIsCompleted uses the completion by keys and by pointer,
// on a wide screen and on a phone.
func TestBrowserSearchFieldIsCompleted(t *testing.T) {
	const active = `document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.textContent ?? ""`
	s := serve(t)
	s.Ask(testkit.Insider, testkit.Exclusive, "Wohngeld im engsten Kreis", "Geheim")
	s.Soon("the index knows its words", func() bool {
		return strings.Contains(s.Get(testkit.Guest, "/suche?q=Wohngled").Body, "Meinten Sie")
	})
	for name, width := range map[string]int64{"wide": 1280, "phone": 390} {
		t.Run(name, func(t *testing.T) {
			b := s.open(t)
			b.size(width, 844)
			b.goTo("/")

			// Escape takes the list away and leaves the text.
			b.typeUntilOffered("antrag wohng", "antrag Wohngeld")
			if got := eval[string](b, `document.activeElement.getAttribute("aria-expanded")`); got != "true" {
				t.Errorf("aria-expanded is %s", got)
			}
			b.keys(kb.Escape)
			b.soon(`document.activeElement.getAttribute("aria-expanded") === "false" && document.querySelector("main [role=listbox]").hidden`)
			if got := eval[string](b, `document.activeElement.value`); got != "antrag wohng" {
				t.Errorf("the field says %q", got)
			}

			// Down and up go through the options and come back to the field.
			b.typeUntilOffered("wohngel", "Wohngeld")
			b.keys(kb.ArrowDown)
			first := eval[string](b, active)
			b.keys(kb.ArrowUp)
			if back := eval[string](b, active); first != "Wohngeld" || back != "" {
				t.Errorf("down leads to %q, up again to %q", first, back)
			}
			b.keys(kb.ArrowDown)
			b.keys(kb.Enter)
			b.soon(`location.pathname === "/suche" && new URLSearchParams(location.search).get("q") === "Wohngeld"`)

			// A title leads to its page.
			b.goTo("/")
			b.typeUntilOffered("Wohngeld", "Leistung")
			if strings.Contains(eval[string](b, `document.querySelector("main [role=listbox]").textContent`), "engsten") {
				t.Error("a guest is offered what a restricted board says")
			}
			b.run(chromedp.Click(`//main//li[@role="option"][@data-href]`))
			b.soon(`location.pathname.startsWith("/leistungen/")`)
			b.clean(name)
		})
	}
}

// TestBrowserTwinsAreShownWhileTheTitleIsTyped holds that they open beside the
// question, which stays as it is.
func TestBrowserTwinsAreShownWhileTheTitleIsTyped(t *testing.T) {
	s := serve(t)
	s.Ask(testkit.Bea, testkit.Public, "Wohngeld online: Wer trägt die Betriebskosten?", "Frage")
	s.Soon("the search knows the question", func() bool {
		return strings.Contains(s.Get(testkit.Ann, "/suche?q=Betriebskosten+Wohngeld").Body, "Wer trägt die")
	})
	b := s.open(t)
	b.as(testkit.Ann)
	b.goTo("/fragen")
	b.fill("titel", "Betriebskosten beim Wohngeld")
	b.soon(`!!document.querySelector("[data-twins] a")?.innerText.includes("Wer trägt die")`)
	if got := eval[string](b, `document.querySelector("[data-twins] a").target +
		document.querySelector("[name=titel]").value`); got != "_blankBetriebskosten beim Wohngeld" {
		t.Errorf("the link and the title are %q", got)
	}
	b.fill("titel", "Amsel")
	b.soon(`document.querySelector("[data-twins]").hidden`)
	b.clean("typing a title")
}

// TestBrowserBoardAndServiceAreProposedWhileTheTitleIsTyped holds that the form
// goes through at once, and that nothing somebody chose is changed.
func TestBrowserBoardAndServiceAreProposedWhileTheTitleIsTyped(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.as(testkit.Ann)
	b.goTo("/fragen")
	b.fill("titel", "Wie beantragt man Wohngeld?")
	b.soon(`document.querySelector("[name=bereich]").value === "arbeit-ruhestand"`)
	if !eval[bool](b, `document.querySelector("[name=leistung][value='10092']").checked && !document.querySelector("[data-proposed]").hidden`) {
		t.Error("the service is not ticked, or nobody says why the board is chosen")
	}
	b.run(chromedp.Click(`[name=leistung][value="10092"]`))
	b.fill("titel", "Wie beantragt man heute Wohngeld?")
	b.soon(`document.querySelector("[data-twins]").nextElementSibling.textContent.includes("Wohngeld")`)
	b.fill("titel", "Amsel")
	b.soon(`document.querySelector("[name=bereich]").value === "" && !document.querySelector("[name=leistung]")`)
	b.run(chromedp.SetValue(`[name=bereich]`, testkit.Public))
	b.fill("titel", "Wie beantragt man Wohngeld?")
	b.soon(`!!document.querySelector("[name=leistung][value='10092']")`)
	if got := eval[string](b, `document.querySelector("[name=bereich]").value`); got != testkit.Public {
		t.Errorf("the board that was chosen became %s", got)
	}
	b.fill("text", "Wie geht das?")
	b.run(chromedp.Click(`button[value="senden"]:not([hidden])`))
	b.soon(`location.pathname.startsWith("/thema/")`)
	if !strings.Contains(b.text(), "10092 Wohngeld") {
		t.Error("the question has no service")
	}
	b.clean("typing a title")
}
