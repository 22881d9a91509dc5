package markdown

import (
	"strings"
	"testing"
)

func TestTextForElsewhereHasAbsoluteAddresses(t *testing.T) {
	text, err := Render(t.Context(), "Siehe [Beitrag](/beitrag/12), <https://example.org/x> und die Fußnote[^1].\n\n"+
		"Kein Verweis: ` href=\"/geheim` und \" href=\"/text\"\n\n[^1]: Mehr unter [hier](/faq/3-x?a=1&b=2 \"ein href=\\\"/titel\").")
	if err != nil {
		t.Fatal(err)
	}
	got := text.HTML.Absolute("https://forum.example", "https://forum.example/faq/7-frage")
	for _, want := range []string{`href="https://forum.example/beitrag/12"`, `href="https://example.org/x"`,
		`href="https://forum.example/faq/7-frage#fussnote-`, `href="https://forum.example/faq/3-x?a=1&amp;b=2"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	for _, not := range []string{`href="/`, `href="#`, "forum.example/geheim", "forum.example/text", "forum.example/titel"} {
		if strings.Contains(got, not) {
			t.Errorf("%s in %s", not, got)
		}
	}
}

func TestPlainTextOfRenderedTextIsWhatAReaderReads(t *testing.T) {
	text, err := Render(t.Context(), "# Titel\n\nEin **fett**er Satz & `code <b>` mit [Verweis](https://example.org).\nNeue Zeile\n\n"+
		"- eins\n- zwei\n\n|A|B|\n|-|-|\n|c|d|")
	if err != nil {
		t.Fatal(err)
	}
	want := "Titel Ein fetter Satz & code <b> mit Verweis. Neue Zeile eins zwei A B c d"
	if got := strings.ReplaceAll(text.HTML.Plain(), "\u00a0", " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
