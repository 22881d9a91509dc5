package markdown

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func render(t testing.TB, source string) string {
	t.Helper()
	text, err := Render(context.Background(), source)
	if err != nil {
		t.Fatalf("Render(%q): %v", source, err)
	}
	return string(text.HTML)
}

var randomKey = regexp.MustCompile(`fussnote-[a-z2-7]{10}`)

const (
	extern = ` class="extern" rel="nofollow noopener ugc"`
	hint   = `<span class="kern-sr-only"> (externer Link)</span>`
)

func TestConstructsBecomeExactlyThisHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, source, want string }{
		{"nothing", "", ""},
		{"blanks", " \n\t\n", ""},
		{"paragraphs", "Eins\n\nZwei", "<p>Eins</p>\n<p>Zwei</p>\n"},
		{"a single newline breaks the line", "Eins\nZwei", "<p>Eins<br>\nZwei</p>\n"},
		{"line ends of browsers", "Eins\r\nZwei\r\n\r\nDrei\rVier", "<p>Eins<br>\nZwei</p>\n<p>Drei<br>\nVier</p>\n"},
		{"emphasis", "*a* **b** ***c*** _d_ ~~e~~", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <em>d</em> <del>e</del></p>\n"},
		{"gender forms stay as written", "Bürger*innen und Mitarbeiter:innen, Kolleg_innen",
			"<p>Bürger*innen und Mitarbeiter:innen, Kolleg_innen</p>\n"},
		{"escapes", `\*a\* &amp; &lt;b&gt; &#8364; \<`, "<p>*a* &amp; &lt;b&gt; € &lt;</p>\n"},
		{"raw HTML is shown", "<b onclick=\"x\">a</b> <!-- c --> <br>",
			"<p>&lt;b onclick=&#34;x&#34;&gt;a&lt;/b&gt; &lt;!-- c --&gt; &lt;br&gt;</p>\n"},
		{"an HTML block is shown, Markdown in it works", "<div>\n*a*\n</div>", "<p>&lt;div&gt;<br>\n<em>a</em><br>\n&lt;/div&gt;</p>\n"},
		{"tags of XML are shown", "<xta:Nachricht><xta:id>", "<p>&lt;xta:Nachricht&gt;&lt;xta:id&gt;</p>\n"},
		{"rule", "a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"},
		{"quote", "> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>\n"},
		{"loose list", "- a\n\n- b", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
		{"lists", "- a\n- b\n  1. c\n\n7. d", "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n<ol " +
			"start=\"7\">\n<li>d</li>\n</ol>\n"},
		{"tasks", "- [ ] a\n- [x] b", "<ul>\n<li class=\"aufgabe\"><input type=\"checkbox\" disabled=\"\" aria-label=\"Offene Aufgabe\"> a</li>\n" +
			"<li class=\"aufgabe\"><input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"Erledigte Aufgabe\"> b</li>\n</ul>\n"},
		{"code span", "`<b>` ``a`b``", "<p><code>&lt;b&gt;</code> <code>a`b</code></p>\n"},
		{"fenced code", "```go x=\"y\"\nif a < b {}\n```", "<pre role=\"group\" tabindex=\"0\" aria-label=\"Code\"><code>if a &lt; b " +
			"{}\n</code></pre>\n"},
		{"indented code", "    a *b*\n\n    c", "<pre role=\"group\" tabindex=\"0\" aria-label=\"Code\"><code>a *b*\n\nc\n</code></pre>\n"},
		{"table", "| A | B |\n|:--|--:|\n| a | `b\\|c` |\n| d |",
			"<div class=\"tabelle\" role=\"group\" tabindex=\"0\" aria-label=\"Tabelle\">\n<table>\n<thead>\n<tr>\n" +
				"<th scope=\"col\" class=\"links\">A</th>\n<th scope=\"col\" class=\"rechts\">B</th>\n</tr>\n</thead>\n<tbody>\n" +
				"<tr>\n<td class=\"links\">a</td>\n<td class=\"rechts\"><code>b|c</code></td>\n</tr>\n" +
				"<tr>\n<td class=\"links\">d</td>\n<td></td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
		{"empty cell of a table's head", "| | A |\n|:-:|---|", "<div class=\"tabelle\" role=\"group\" tabindex=\"0\" " +
			"aria-label=\"Tabelle\">\n<table>\n<thead>\n<tr>\n" +
			"<td class=\"mitte\"></td>\n<th scope=\"col\">A</th>\n</tr>\n</thead>\n</table>\n</div>\n"},

		{"headings start below the page's own", "# a\n## b\n### c\n#### d\n##### e", "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h6>d</h6>\n<h6>e</h6>\n"},
		{"headings skip no level", "### a\n###### b\n### c\n# d", "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n<h3>d</h3>\n"},
		{"headings have no ids or attributes", "# a {#b onclick=c}\n\nd\n==", "<h3>a {#b onclick=c}</h3>\n<h3>d</h3>\n"},
		{"headings without text are left out", "#\n\n## \n\na", "<p>a</p>\n"},

		{"footnotes", "a[^x] b[^y] c[^x]\n\n[^y]: Zwei\n[^x]: Eins", "<p>" +
			"a<sup id=\"K-1-ort-1\"><a href=\"#K-1\" role=\"doc-noteref\" aria-label=\"Fußnote 1\">1</a></sup> " +
			"b<sup id=\"K-2-ort-1\"><a href=\"#K-2\" role=\"doc-noteref\" aria-label=\"Fußnote 2\">2</a></sup> " +
			"c<sup id=\"K-1-ort-2\"><a href=\"#K-1\" role=\"doc-noteref\" aria-label=\"Fußnote 1\">1</a></sup></p>\n" +
			"<div class=\"fussnoten\" role=\"group\" aria-label=\"Fußnoten\">\n<ol>\n" +
			"<li id=\"K-1\">\n<p>Eins <a href=\"#K-1-ort-1\" role=\"doc-backlink\" aria-label=\"Zurück zum Text, Stelle 1\">↩︎</a>" +
			" <a href=\"#K-1-ort-2\" role=\"doc-backlink\" aria-label=\"Zurück zum Text, Stelle 2\">↩︎</a></p>\n</li>\n" +
			"<li id=\"K-2\">\n<p>Zwei <a href=\"#K-2-ort-1\" role=\"doc-backlink\" aria-label=\"Zurück zum " +
			"Text\">↩︎</a></p>\n</li>\n</ol>\n</div>\n"},
		{"footnote in a link's text", "[a[^x]](/b)\n\n[^x]: c", "<p><a href=\"/b\">a<sup id=\"K-1-ort-1\">1</sup></a></p>\n" +
			"<div class=\"fussnoten\" role=\"group\" aria-label=\"Fußnoten\">\n<ol>\n<li id=\"K-1\">\n<p>c " +
			"<a href=\"#K-1-ort-1\" role=\"doc-backlink\" aria-label=\"Zurück zum Text\">↩︎</a></p>\n</li>\n</ol>\n</div>\n"},

		{"link within the site", "[a](/thema/1 \"T \\\" &amp;\") [b](#beitrag-2)",
			"<p><a href=\"/thema/1\" title=\"T &#34; &amp;\">a</a> <a href=\"#beitrag-2\">b</a></p>\n"},
		{"link to another host", "[*a*](https://example.de/ä?b=c&d#e)", "<p><a href=\"https://example.de/%C3%A4?b=c&amp;d#e\"" +
			extern + "><em>a</em>" + hint + "</a></p>\n"},
		{"link by reference", "[a][b]\n\n[B]: http://example.de", "<p><a href=\"http://example.de\"" + extern + ">a" + hint + "</a></p>\n"},
		{"link without text", "[](https://example.de) [ ](/a)", "<p><a href=\"https://example.de\"" + extern + ">https://example.de" +
			hint + "</a> <a href=\"/a\">/a</a></p>\n"},
		{"refused link", "[a*b*](javascript:x) [c]()", "<p>a<em>b</em> (javascript:x) c</p>\n"},
		{"forgotten protocol", "[a](www.example.de) [b](//example.de/c)", "<p><a href=\"https://www.example.de\"" + extern + ">a" +
			hint + "</a> <a href=\"https://example.de/c\"" + extern + ">b" + hint + "</a></p>\n"},
		{"not meant as a link", "Mitarbeiter[innen](m/w/d)", "<p>Mitarbeiterinnen (m/w/d)</p>\n"},
		{"mail and telephone", "[a](mailto:a@b.de?subject=c) [b](<tel:+49 (30) 18>)",
			"<p><a href=\"mailto:a@b.de?subject=c\">a</a> <a href=\"tel:+493018\">b</a></p>\n"},
		{"addresses in brackets", "<https://example.de/a> <a@example.de> <ftp://example.de>", "<p><a href=\"https://example.de/a\"" +
			extern + ">https://example.de/a" + hint + "</a> <a href=\"mailto:a@example.de\">a@example.de</a> &lt;ftp://example.de&gt;</p>\n"},
		{"bare addresses", "Siehe https://www.bürger.de/straße. Oder www.example.de, a.b@example.de!",
			"<p>Siehe <a href=\"https://www.xn--brger-kva.de/stra%C3%9Fe\"" + extern + ">https://www.bürger.de/straße" + hint +
				"</a>. Oder <a href=\"https://www.example.de\"" + extern + ">www.example.de" + hint +
				"</a>, <a href=\"mailto:a.b@example.de\">a.b@example.de</a>!</p>\n"},
		{"bare address on its own line", "https://example.de", "<p><a href=\"https://example.de\"" + extern + ">https://example.de" +
			hint + "</a></p>\n"},
		{"bare address before a German quotation mark", "„Text https://example.de/a“ b", "<p>„Text <a href=\"https://example.de/a\"" +
			extern + ">https://example.de/a" + hint + "</a>“ b</p>\n"},
		{"no bare address", "ftp://example.de a@b http:// www.", "<p>ftp://example.de a@b http:// www.</p>\n"},
		{"address in a link's text", "[a <https://example.org>](/b)", "<p><a href=\"/b\">a https://example.org</a></p>\n"},

		{"attached picture", "![Ablauf *neu*](/anhang/12/Übersicht.png \"T\")",
			"<p><img src=\"/anhang/12/%C3%9Cbersicht.png\" alt=\"Ablauf neu\" title=\"T\" loading=\"lazy\"></p>\n"},
		{"attached picture without description", "![](/anhang/12)",
			"<p><img src=\"/anhang/12\" alt=\"Bild ohne Beschreibung\" loading=\"lazy\"></p>\n"},
		{"attached picture as a link", "[![a](/anhang/12)](/b)", "<p><a href=\"/b\"><img src=\"/anhang/12\" alt=\"a\" loading=\"lazy\"></a></p>\n"},
		{"picture of another host", "![a](https://example.org/a.png)", "<p><a href=\"https://example.org/a.png\"" + extern + ">Bild: a" +
			hint + "</a></p>\n"},
		{"picture of another host without description", "![](//example.org/a.png)", "<p><a href=\"https://example.org/a.png\"" +
			extern + ">Bild bei example.org" + hint + "</a></p>\n"},
		{"picture of another host as a link", "[![a](https://example.org/a.svg)](/b)", "<p><a href=\"/b\">Bild: a</a></p>\n"},
		{"picture elsewhere on the site", "![a](/static/a.png) ![](/b)", "<p><a href=\"/static/a.png\">Bild: a</a> <a href=\"/b\">Bild</a></p>\n"},
		{"refused picture", "![a](data:image/png;base64,AA) ![b]() ![c](a.png)",
			"<p>Bild: a (data:image/png;base64,AA) Bild: b Bild: c (a.png)</p>\n"},

		{"control and bidi characters", "a\x00b\u202Ec\u2066d\uFEFFe&#x202E;f&#0;g&#7;h", "<p>abcdef\uFFFDgh</p>\n"},
		{"right-to-left letters stay", "שלום \u200F!", "<p>שלום \u200F!</p>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := randomKey.ReplaceAllString(render(t, c.source), "K")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.source, diff)
			}
			assertSafe(t, got)
		})
	}
}

func TestTextCarriesCleanSourceAndVersion(t *testing.T) {
	t.Parallel()
	text, err := Render(context.Background(), "a\r\nb\u202E\x00 ")
	if err != nil {
		t.Fatal(err)
	}
	if want := (Text{Source: "a\nb ", HTML: "<p>a<br>\nb</p>\n", Version: Version}); text != want {
		t.Errorf("got %#v, want %#v", text, want)
	}
}

func TestFootnotesOfTwoRenderingsNeverShareIDs(t *testing.T) {
	t.Parallel()
	const source = "a[^1]\n\n[^1]: b"
	first, second := randomKey.FindString(render(t, source)), randomKey.FindString(render(t, source))
	if first == "" || first == second {
		t.Errorf("keys %q and %q", first, second)
	}
}

func TestRenderingIsReproducibleButForTheKey(t *testing.T) {
	t.Parallel()
	first := randomKey.ReplaceAllString(render(t, rich), "")
	second := randomKey.ReplaceAllString(render(t, rich), "")
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

func TestSanitisingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	for _, source := range append(payloads, rich, "a[^1]\n\n[^1]: b\n\n- [x] c") {
		once := render(t, source)
		if diff := cmp.Diff(once, string(sanitise([]byte(once)))); diff != "" {
			t.Errorf("%q (-once +twice):\n%s", source, diff)
		}
	}
}

func TestSourcesAreComposedAndHaveNoPiles(t *testing.T) {
	t.Parallel()
	text, err := Render(context.Background(), "Mu\u0308ller Gro\u0308\u00dfe "+"a"+strings.Repeat("\u0336\u0353", 20)+"b")
	if err != nil {
		t.Fatal(err)
	}
	if want := "M\u00fcller Gr\u00f6\u00dfe a"; !strings.HasPrefix(text.Source, want) {
		t.Errorf("source %q, want it to begin with %q", text.Source, want)
	}
	marks := strings.Count(text.Source, "\u0336") + strings.Count(text.Source, "\u0353")
	if marks != maxMarks || !strings.HasSuffix(text.Source, "b") {
		t.Errorf("%d marks are left in %q", marks, text.Source)
	}
}
