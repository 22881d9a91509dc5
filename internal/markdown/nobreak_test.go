package markdown

import (
	"strings"
	"testing"
)

// In these tests "~" stands for a no-break space.
func visible(s string) string { return strings.ReplaceAll(s, noBreakSpace, "~") }

func TestWhatBelongsTogetherIsNotParted(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"",
		"Nach §~9a OZG und §§~3~bis~5 gilt",
		"§§~3~bis~5 und 7",
		"(§~12 Abs.~2 Satz 1 Nr.~4 lit.~a DSGVO)",
		"Art.~6 Abs.~1 Buchst.~e",
		"z.~B. so, d.~h., u.~a.: „z.~B.“ (i.~d.~R.) i.~V.~m. §~3",
		"333 v.~Chr.",
		"10~000 Fälle, 1~234~567,50 €",
		"5~MB, 3,5~%, 1.240,50~€, 14:30~Uhr, 20~Mio. Euro, 8~GB.",
		"am 1.~Januar 2027 und 15.~Feb. 2027",
		"30 Tage, 3 Wochen, 2 Personen",
		"Az.~12-3/27, Tel.~0431 988, ca.~20 Stück, S.~5",
		"Im Jahr 2026 100 Fälle",
		"24103 Kiel, 10115 Berlin",
		"Das ist a. und b. nicht",
		"Ende. A. Beispiel",
		"Das kostet 5. Januar",
		"§9a, Abs.2",
		"5  MB",
		"Text § ohne Zahl",
	} {
		want = strings.ReplaceAll(strings.ReplaceAll(want, "5. Januar", "5.~Januar"), "50 €", "50~€")
		typed := strings.ReplaceAll(want, "~", " ")
		if got := visible(NoBreak(typed)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got := NoBreak(NoBreak(typed)); got != NoBreak(typed) {
			t.Errorf("done twice: %s", visible(got))
		}
	}
}

func TestRenderedTextKeepsTogetherWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"Nach § 9a, z. B.\n\n- 10 000 Fälle": "<p>Nach §~9a, z.~B.</p>\n<ul>\n<li>10~000 Fälle</li>\n</ul>\n",
		"## § 9a\n\n> Abs. 2":                "<h3>§~9a</h3>\n<blockquote>\n<p>Abs.~2</p>\n</blockquote>\n",
		"§ **9a** und [§ 3](/faq \"§ 3\")":   "<p>§~<strong>9a</strong> und <a href=\"/faq\" title=\"§ 3\">§~3</a></p>\n",
		"§\n9a":                              "<p>§<br>\n9a</p>\n",
		"`§ 9a` und\n\n    10 000": "<p><code>§ 9a</code> und</p>\n<pre role=\"group\" tabindex=\"0\" " +
			"aria-label=\"Code\"><code>10 000\n</code></pre>\n",
		"| § 9a | 5 MB |\n|---|---|": "<div class=\"tabelle\" role=\"group\" tabindex=\"0\" " +
			"aria-label=\"Tabelle\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">§~9a</th>\n<th " +
			"scope=\"col\">5~MB</th>\n</tr>\n</thead>\n</table>\n</div>\n",
		"https://bund.de/?q=§%209a z. B.": "<p><a href=\"https://bund.de/?q=%C2%A7%209a\"" + extern + ">https://bund.de/?q=§%209a" +
			hint + "</a> z.~B.</p>\n",
		"[a](</faq/10 000>)":          "<p><a href=\"/faq/10%20000\">a</a></p>\n",
		"![§ 9a](/anhang/1 \"5 MB\")": "<p><img src=\"/anhang/1\" alt=\"§ 9a\" title=\"5 MB\" loading=\"lazy\"></p>\n",
	} {
		if got := visible(render(t, source)); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", source, got, want)
		}
	}
}

func TestQuotesAndPlainTextStayAsTyped(t *testing.T) {
	t.Parallel()
	const source = "Nach § 9a z. B. 10 000 am 1. Januar"
	text, err := Render(t.Context(), source)
	if err != nil || text.Source != source {
		t.Fatalf("%q, %v", text.Source, err)
	}
	if got := PlainText(source); got != source {
		t.Errorf("plain text %q", got)
	}
	if got := Quote(source, "", ""); got != "> "+source+"\n\n" {
		t.Errorf("quote %q", got)
	}
}
