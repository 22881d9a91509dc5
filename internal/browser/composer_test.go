//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"kommunalforum/internal/testkit"
)

// composes waits for the tools of the text and puts the cursor into it.
func (b *tab) composes() {
	b.t.Helper()
	b.run(chromedp.ScrollIntoView(`main textarea[name=text]`))
	b.soon(`document.querySelector("markdown-toolbar md-code") != null`)
	b.run(chromedp.Focus(`main textarea[name=text]`))
}

// tool clicks a tool by what it says.
func (b *tab) tool(name string) {
	b.t.Helper()
	b.run(chromedp.Click(`//markdown-toolbar/*[.="` + name + `"]`))
}

func (b *tab) written() string {
	return eval[string](b, `document.querySelector("main textarea[name=text]").value`)
}

// pastes pastes what a program copied into the element that has the focus.
func (b *tab) pastes(html, plain string) {
	b.t.Helper()
	h, _ := json.Marshal(html)
	p, _ := json.Marshal(plain)
	eval[bool](b, `(() => {
		const data = new DataTransfer();
		data.setData("text/html", `+string(h)+`);
		data.setData("text/plain", `+string(p)+`);
		const pasted = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
		if (document.activeElement.dispatchEvent(pasted)) document.execCommand("insertText", false, data.getData("text/plain"));
		return true })()`)
}

// TestBrowserLetterNeedsNoSyntax writes a letter with a heading, bold words, lists, a
// link and a table, and types no sign of Markdown.
func TestBrowserLetterNeedsNoSyntax(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.fill("titel", "Wie rechnen wir die Betriebskosten ab?")
	b.composes()
	b.keys("Ausgangslage")
	b.tool("Überschrift")
	b.keys("\r\rWir haben ")
	b.tool("Fett")
	b.keys("drei")
	b.keys(kb.End + " Angebote:\r\r")
	b.tool("Liste")
	b.keys("Anbieter A\rAnbieter B\r\r")
	b.tool("Link")
	b.soon(`document.activeElement.id == "dialog-text"`)
	b.accessible("the dialog for a link")
	b.keys("hier" + kb.Tab + "www.beispiel.de/angebot\r")
	b.reads("Bitte sagen Sie mit dem Text, wohin der Link führt.")
	b.keys(" steht das Angebot des Landes\r")
	b.soon(`document.querySelector("dialog") == null`)
	b.keys(kb.End + "\r\r")
	b.tool("Tabelle")
	b.soon(`document.activeElement.closest("dialog") != null`)
	b.keys("Anbieter" + kb.Tab + kb.Tab + "A" + kb.Tab + "1.200")
	b.run(chromedp.Click(`//dialog//button[.="Tabelle einfügen"]`))
	b.reads("Bitte geben Sie Spalte 2 eine Überschrift.")
	b.accessible("the dialog for a table")
	b.keys("Euro im Jahr\r")
	b.soon(`document.querySelector("dialog") == null`)
	want := "## Ausgangslage\n\nWir haben **drei** Angebote:\n\n- Anbieter A\n- Anbieter B\n\n" +
		"[hier steht das Angebot des Landes](https://www.beispiel.de/angebot)\n\n" +
		"| Anbieter | Euro im Jahr |\n| --- | --- |\n| A | 1.200 |\n\n"
	if got := b.written(); got != want {
		t.Errorf("the field has\n%s\nwant\n%s", got, want)
	}
	b.choose("bereich", testkit.Members)
	b.run(chromedp.Click(`//main//button[.="Vorschau"]`))
	b.soon(`document.activeElement.id == "vorschau"`)
	b.accessible("the preview")
	if !eval[bool](b, `["h3", "table th", "li", "strong"].every(e => document.querySelector("#vorschau " + e) != null)`) {
		t.Errorf("the preview does not show all of it:\n%s", b.text())
	}
	b.press("Frage veröffentlichen")
	b.reads("Ihre Frage ist veröffentlicht.")
}

// TestBrowserTextAfterABlockIsNotPartOfIt ends a list, a quotation and a table as one does
// in a letter.
func TestBrowserTextAfterABlockIsNotPartOfIt(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.composes()
	for keys, want := range map[string]string{
		"- a\rb\r\rDanach":     "- a\n- b\n\nDanach",
		"> Zitat\r\rAntwort":   "> Zitat\n\nAntwort",
		"> - a\r\rZitiert":     "> - a\n>\n> Zitiert",
		"1. a\r\rDanach\rnoch": "1. a\n\nDanach\nnoch",
		"```\r- a\rb":          "```\n- a\nb",
	} {
		eval[bool](b, `(a => { a.value = ""; return true })(document.activeElement)`)
		b.keys(keys)
		if got := b.written(); got != want {
			t.Errorf("%q writes %q, want %q", keys, got, want)
		}
	}
	eval[bool](b, `(a => { a.value = ""; return true })(document.activeElement)`)
	b.keys("```\r")
	b.pastes("<p>Ein <b>Wort</b></p>", "Ein Wort")
	if got, want := b.written(), "```\nEin Wort"; got != want {
		t.Errorf("in code %q is written, want %q", got, want)
	}
	eval[bool](b, `(a => { a.value = ""; return true })(document.activeElement)`)
	b.tool("Tabelle")
	b.soon(`document.activeElement.closest("dialog") != null`)
	b.keys("Kopf\r")
	b.soon(`document.querySelector("dialog") == null`)
	b.keys("Danach")
	if got, want := b.written(), "| Kopf |\n| --- |\n\nDanach"; got != want {
		t.Errorf("the field has %q, want %q", got, want)
	}
}

// TestBrowserToolsKeepWhatIsSelected makes paragraphs and items bold, and a table beside and
// of what is selected.
func TestBrowserToolsKeepWhatIsSelected(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.composes()
	set := func(text, chosen string) {
		eval[bool](b, fmt.Sprintf(`((a, text, chosen) => {
			a.focus();
			a.value = text;
			a.setSelectionRange(text.indexOf(chosen), text.indexOf(chosen) + chosen.length);
			return true })(document.querySelector("main textarea[name=text]"), %q, %q)`, text, chosen))
	}
	for _, x := range []struct{ text, chosen, want string }{
		{"Eins\n\nZwei", "Eins\n\nZwei", "**Eins**\n\n**Zwei**"},
		{"- a\n- b", "- a\n- b", "- **a**\n- **b**"},
		{"ein Wort hier", "Wort", "ein **Wort** hier"},
		{"ein **Wort** hier", "Wort", "ein Wort hier"},
		{"ein **Wort** hier", "**Wort**", "ein Wort hier"},
	} {
		set(x.text, x.chosen)
		b.tool("Fett")
		if got := b.written(); got != x.want {
			t.Errorf("%q of %q in bold is %q, want %q", x.chosen, x.text, got, x.want)
		}
	}
	set("Vorher. Wichtig. Nachher.", "Wichtig.")
	b.tool("Tabelle")
	b.soon(`document.activeElement.closest("dialog") != null`)
	b.keys("Kopf\r")
	b.soon(`document.querySelector("dialog") == null`)
	if got, want := b.written(), "Vorher. Wichtig.\n\n| Kopf |\n| --- |\n\n Nachher."; got != want {
		t.Errorf("the field has %q, want %q", got, want)
	}
	set("Amt\tFrist\nBau\t4", "Amt\tFrist\nBau\t4")
	b.tool("Tabelle")
	b.soon(`document.activeElement.closest("dialog") != null`)
	b.run(chromedp.Click(`//dialog//button[.="Tabelle einfügen"]`))
	b.soon(`document.querySelector("dialog") == null`)
	if got, want := b.written(), "| Amt | Frist |\n| --- | --- |\n| Bau | 4 |\n\n"; got != want {
		t.Errorf("the field has %q, want %q", got, want)
	}
}

// TestBrowserToolbarIsOneStopOfButtons goes through the tools by keyboard.
func TestBrowserToolbarIsOneStopOfButtons(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.composes()
	n := eval[int](b, `[...document.querySelector("markdown-toolbar").children].filter(e => e.tagName != "BUTTON" && e.role != "button").length`)
	if n > 0 {
		t.Errorf("%d tools are no buttons", n)
	}
	b.run(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift)))
	if got := eval[string](b, `document.activeElement.textContent`); got != "Fett" {
		t.Errorf("back from the text comes %q", got)
	}
	b.keys(kb.ArrowLeft)
	if got := eval[string](b, `document.activeElement.textContent`); got != "Code" {
		t.Errorf("before the first tool comes %q", got)
	}
	b.keys(kb.Tab)
	if !eval[bool](b, `document.activeElement.matches("textarea[name=text]")`) {
		t.Error("the toolbar is more than one stop")
	}
}

// TestBrowserDialogKeepsWhatWasTyped cancels a table that has cells, and makes it larger.
func TestBrowserDialogKeepsWhatWasTyped(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.composes()
	b.tool("Tabelle")
	b.soon(`document.activeElement.closest("dialog") != null`)
	b.keys(kb.Escape)
	b.soon(`document.querySelector("dialog") == null`) // nothing was typed
	b.tool("Tabelle")
	b.soon(`document.activeElement.closest("dialog") != null`)
	b.keys("Amt" + kb.Escape)
	b.reads("steht noch nicht im Text")
	b.run(chromedp.Click(`//dialog//button[.="Zeile dazu"]`))
	b.keys("Zeile 3")
	b.run(chromedp.Click(`//dialog//button[.="Spalte dazu"]`))
	b.keys("Frist")
	if got := eval[string](b, `[...document.querySelectorAll("dialog input")].map(i => i.value).join("/")`); got != "Amt//Frist///////Zeile 3//" {
		t.Errorf("the cells are %s", got)
	}
	b.keys(kb.Escape)
	b.reads("steht noch nicht im Text")
	b.keys(kb.Escape)
	b.soon(`document.querySelector("dialog") == null`)
	b.composes()
	b.keys("erste\rzweite")
	eval[bool](b, `(a => { a.select(); return true })(document.querySelector("main textarea[name=text]"))`)
	b.tool("Link")
	b.soon(`document.querySelector("#dialog-text")?.value == "erste zweite"`)
}

// Without scripts, or with problems, the preview is a page.
func TestBrowserPreviewSaysWhatIsWrong(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.composes()
	eval[bool](b, `(a => { a.value = "a".repeat(32010); return true })(document.activeElement)`)
	b.run(chromedp.Click(`//main//button[.="Vorschau"]`))
	b.soon(`document.getElementById("fehler")?.textContent.includes("Bitte prüfen Sie Ihre Eingaben") == true`)
	b.withoutScripts()
	b.goTo("/fragen")
	b.reads("Sie können Markdown verwenden")
	b.fill("text", "Ein **Text**.")
	b.press("Vorschau")
	if !eval[bool](b, `document.querySelector("#vorschau strong") != null`) {
		t.Error("no preview without scripts")
	}
}

// TestBrowserPastedTextKeepsItsStructure pastes what programs lay on the clipboard:
// testdata/paste/NAME.html becomes NAME.md.
func TestBrowserPastedTextKeepsItsStructure(t *testing.T) {
	s := serve(t)
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo("/fragen")
	b.composes()
	pages, err := filepath.Glob("testdata/paste/*.html")
	if err != nil || len(pages) < 5 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		html, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(strings.TrimSuffix(page, ".html") + ".md")
		if err != nil {
			t.Fatal(err)
		}
		b.run(chromedp.Focus(`main textarea[name=text]`))
		eval[bool](b, `(a => { a.value = ""; return true })(document.activeElement)`)
		b.pastes(string(html), "schlichter Text")
		b.soon(`document.activeElement.value != ""`)
		if got := b.written() + "\n"; got != string(want) {
			t.Errorf("%s becomes\n%s\nwant\n%s", page, got, want)
		}
	}
}

// TestBrowserSelectionIsQuoted quotes a word of a post into a reply that was begun.
func TestBrowserSelectionIsQuoted(t *testing.T) {
	s := serve(t)
	thread := s.Ask(testkit.Bea, testkit.Members, "Wie lange dauert die Anbindung?",
		"Erster Satz.\n\nZweiter **wichtiger** Satz [dort](/hilfe) und [hier](https://www.beispiel.de/x).")
	b := s.open(t)
	b.signInWithCookie(testkit.Ann)
	b.goTo(fmt.Sprintf("/thema/%d", thread))
	b.composes()
	b.keys("Dazu: ")
	eval[bool](b, `(p => {
		document.activeElement.blur();
		getSelection().selectAllChildren(p);
		return true })(document.querySelector(".kf-post__body p:nth-of-type(2)"))`)
	b.soon(`!document.querySelector(".kf-quote").hidden`)
	b.accessible("a selection")
	b.run(chromedp.Click(".kf-quote"))
	b.soon(`document.querySelector("main textarea[name=text]").value.includes(
		"> Zweiter **wichtiger** Satz [dort](/hilfe) und [hier](https://www.beispiel.de/x).")`)
	got := b.written()
	if !strings.HasPrefix(got, "Dazu:") || !strings.Contains(got, "schrieb") || strings.Contains(got, "Erster") {
		t.Errorf("the reply has\n%s", got)
	}
}

// TestBrowserNamesAreCompletedBehindAt offers people by keys and by pointer, on a wide
// screen and on a phone, and writes what addresses them.
func TestBrowserNamesAreCompletedBehindAt(t *testing.T) {
	const (
		offered = `[...document.querySelectorAll(".kf-mentions:not([hidden]) [role=option]")].map((o) => o.textContent).join("; ")`
		active  = `document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.textContent ?? ""`
		enter   = `!document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}))`
	)
	s := serve(t)
	thread := s.Ask(testkit.Insider, testkit.Members, "Wer kennt sich damit aus?", "Frage")
	for name, width := range map[string]int64{"wide": 1280, "phone": 390} {
		t.Run(name, func(t *testing.T) {
			b := s.open(t)
			b.size(width, 844)
			b.signInWithCookie(testkit.Ann)
			b.goTo(fmt.Sprintf("/thema/%d", thread))
			b.composes()
			b.keys("Danke @bea")
			b.soon(offered + `.startsWith("Beate Birke ")`)
			b.accessible("names that are offered")
			said := eval[string](b, `document.querySelector(".kf-mentions + [role=status]").textContent`)
			if !strings.HasPrefix(said, "Eine Person") {
				t.Errorf("a screen reader hears %q", said)
			}
			b.keys(kb.ArrowDown)
			if got := eval[string](b, active); !strings.HasPrefix(got, "Beate Birke ") {
				t.Errorf("down leads to %q", got)
			}
			if !eval[bool](b, enter) {
				t.Error("Enter is a new line beside what it takes")
			}
			b.keys("und @mo")
			b.soon(offered + `.startsWith("Moritz Moor ")`)
			if got := b.written(); got != "Danke @Beate Birke und @mo" {
				t.Errorf("the text is %q", got)
			}

			// Escape takes the list away, and Enter is a line again.
			b.keys(kb.Escape)
			b.soon(offered + ` === ""`)
			b.keys("\rpost@mo, @m")
			b.keys("o")
			b.soon(offered + ` !== ""`)
			b.run(chromedp.Click(`.kf-mentions [role="option"]`))
			if got := b.written(); got != "Danke @Beate Birke und @mo\npost@mo, @Moritz Moor " {
				t.Errorf("the text is %q", got)
			}
			b.clean(name)
		})
	}
}
