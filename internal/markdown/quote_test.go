package markdown

import (
	"strings"
	"testing"
)

func TestQuotePutsEveryLineBehindAMark(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ source, author, address, want string }{
		{"a\r\n\r\n> b\n\n", "Stadt Musterstadt", "/beitrag/7", "> *Stadt Musterstadt schrieb ([Beitrag](/beitrag/7)):*\n>\n> a\n>\n> > b\n\n"},
		{"a", "", "/beitrag/7", "> a\n\n"},
		{"", "A", "", "> *A schrieb:*\n>\n\n"},
		{"```\na\n", "*B* <c>\n[d](e)", "", "> *\\*B\\* \\<c> \\[d\\](e) schrieb:*\n>\n> ```\n> a\n\n"},
		{"a\n\u00a0\nb\tc", "", "", "> a\n> \u00a0\n> b\tc\n\n"},
	} {
		if got := Quote(c.source, c.author, c.address); got != c.want {
			t.Errorf("Quote(%q, %q, %q):\ngot  %q\nwant %q", c.source, c.author, c.address, got, c.want)
		}
	}
}

func TestQuoteNamesAndLinksItsSource(t *testing.T) {
	t.Parallel()
	for author, want := range map[string]string{
		"Stadt Musterstadt":              "Stadt Musterstadt",
		"„Kommunal“ GmbH & Co. KG":       "„Kommunal“ GmbH &amp; Co. KG",
		"Amt *Nord* [Süd](/x) <b> _a_ `": "Amt *Nord* [Süd](/x) &lt;b&gt; _a_ `",
		"1. Amt":                         "1. Amt",
		"(Amt)":                          "(Amt)",
	} {
		got := render(t, Quote("a", author, "/beitrag/369")+"Antwort")
		want := "<blockquote>\n<p><em>" + want + " schrieb (<a href=\"/beitrag/369\">Beitrag</a>):</em></p>\n" +
			"<p>a</p>\n</blockquote>\n<p>Antwort</p>\n"
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", author, got, want)
		}
	}
}

func TestQuotedFootnotesStayFootnotes(t *testing.T) {
	t.Parallel()
	got := render(t, Quote("a[^1]\n\n[^1]: b", "Amt", "")+"Antwort")
	if !strings.Contains(got, `aria-label="Fußnote 1"`) || !strings.HasSuffix(strings.Split(got, `<div class="fussnoten"`)[0], "<p>Antwort</p>\n") {
		t.Error(got)
	}
}

// Quoted once and quoted again a text renders as it does by itself.
func TestQuotedTextKeepsItsForm(t *testing.T) {
	t.Parallel()
	quoted := "> *Amt Nord schrieb ([Beitrag](/beitrag/3)):*\n>\n> Frage\n\nAntwort"
	for _, source := range []string{
		strings.ReplaceAll(rich, "[^1]", " Note"), // footnotes stand at the end of the whole text
		quoted,
		"# a\n\n```\nb",
		"- a\n- b\n\n  c\n  1. d\n     5. e\n- [x] f",
		"2. a\n5. b\n\n1. Januar 2027\n15. Februar 2027",
		"-\ta\n\n\tb\n\n\t- c\n\n\t\t\td",
		"1.\ta\n2.\tb\n\n\tc",
		"a\n\n\tcode\n\t\tcode",
		"    code\n\n    more",
		"```go\nif a {\n\n    b\n}\n```\nc",
		"~~~\n> a\n- b\n~~~",
		"| A | B |\n|--:|---|\n| `a\\|b` | **c** |",
		"a  \nb\\\nc\nd",
		"[a][1] ![b](/anhang/2) https://bund.de <a@b.de>\n\n[1]: /faq \"t\"",
		"Titel\n=====\n\nUnter\n---\n\n---\n\nEnde",
		"\\> a\n\\- b &amp; \\*c\\*",
		"> a\nb\n\n> > c\n> d",
	} {
		once := Quote(source, "", "")
		want := strings.ReplaceAll(render(t, source), "\t", "    ")
		for range 2 {
			want = "<blockquote>\n" + want + "</blockquote>\n"
			got := render(t, once+"\nEnde")
			got, ends := strings.CutSuffix(got, "<p>Ende</p>\n")
			if got != want || !ends {
				t.Errorf("%q:\ngot  %s\nwant %s", once, got, want)
			}
			once = Quote(once, "", "")
		}
	}
}
