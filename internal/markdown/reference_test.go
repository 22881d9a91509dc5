package markdown

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// referred knows some documents, one of which no longer holds.
var referred = Referred{
	Keys: map[string]Reference{"ozg": {Href: "/bibliothek/1-ozg", Title: `Das "OZG" & mehr`}, "sgbx": {Href: "/bibliothek/2"},
		"beschluss2024/12": {Href: "/bibliothek/3", Title: "Beschluss", State: "ersetzt"}, "bt-drs20/8093": {Href: "/bibliothek/4"}},
	Inquiries: map[string]Reference{"FPM-2026-0042": {Href: "/frage/FPM-2026-0042"}},
	Documents: map[int64]Reference{12: {Href: "/bibliothek/12", Title: "Leitfaden", State: "abgelaufen"}},
}

// TestAPrintedPaperHasOneKey: a document is found by the words that its reference has.
func TestAPrintedPaperHasOneKey(t *testing.T) {
	t.Parallel()
	for _, reference := range []string{"BT-Drs. 20/8093", "BT-Dr. 20/8093", "bt-drs 20/8093"} {
		if got := ReferenceKey(reference); got != "bt-drs20/8093" {
			t.Errorf("%s: %s", reference, got)
		}
	}
}

func TestASearchLineCites(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]struct {
		key  string
		word bool
	}{
		"§ 3 OZG": {"ozg", true}, "§3 ozg": {"ozg", true}, "OZG § 3": {"ozg", true}, "§§ 3, 4 und 5 OZG": {"ozg", true}, "OZG": {"ozg", true},
		"§ 35a Abs. 2 Satz 1 OZG": {"ozg", true}, "Art. 91c GG": {"gg", true}, "Artikel 91c Abs. 5 GG": {"gg", true}, "§ 67 SGB X": {"sgbx", false},
		"GG Art. 91c": {"gg", true}, "Beschluss 2024/12": {"beschluss2024/12", false}, "BT-Dr. 20/8093": {"bt-drs20/8093", false},
		"§ 3 OZG Fristen": {"ozgfristen", false}, "§ 3": {"", false}, "": {"", false}, "Artikel über Wohngeld": {"artikelüberwohngeld", false},
	} {
		if key, word := CitedBy(line); key != want.key || word != want.word {
			t.Errorf("%q cites %q, %v", line, key, word)
		}
	}
}

func TestReferencesBecomeLinks(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"Nach § 3 OZG gilt":                         `">§ 3 OZG</a> gilt`,
		"§ 35a Abs. 2 Satz 1 OZG":                   `">§ 35a Abs. 2 Satz 1 OZG</a>`,
		"§§ 3, 4 und 5 OZG":                         `">§§ 3, 4 und 5 OZG</a>`,
		"§ 67 SGB X":                                `">§ 67 SGB X</a>`,
		"der Beschluss 2024/12 des IT-Planungsrats": `">Beschluss 2024/12</a> <span class="kf-reference__state">(ersetzt)</span> des`,
		"des Beschlusses 2024/12":                   `">Beschlusses 2024/12</a>`,
		"BT-Drs. 20/8093":                           `">BT-Drs. 20/8093</a>`,
		"BT-Dr. 20/8093":                            `">BT-Dr. 20/8093</a>`,
		"siehe FPM-2026-0042.":                      `">FPM-2026-0042</a>.`,
		"> § 3 OZG":                                 `">§ 3 OZG</a>`,
		"[dort](/bibliothek/12)":                    `>dort</a> <span class="kf-reference__state">(abgelaufen)</span>`,
		"[/bibliothek/12](/bibliothek/12-x)":        `>Leitfaden</a> <span`,
	} {
		text := HTML(render(t, source))
		got := strings.NewReplacer("\u00a0", " ", "&nbsp;", " ", "\u202f", " ").Replace(string(LinkReferences(text, referred)))
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s", source, got)
		}
	}
}

func TestWhatIsNoReferenceStays(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"`§ 3 OZG`", "    § 3 OZG", "[§ 3 OZG](https://example.org/)", "§ 3 des Gesetzes", "§ 3 VwVfG",
		"Beschluss 2024/13", "xFPM-2026-0042", "FPM-2026-00421234567", "[dort](/bibliothek/13)",
		"[dort](https://example.org/bibliothek/12)", "[dort](/bibliothek/12/bearbeiten)", "OZG § 3", "§ OZG"} {
		text := HTML(render(t, source))
		if got := LinkReferences(text, referred); got != text {
			t.Errorf("%s: %s", source, got)
		}
	}
}

func TestTitlesOfReferencesAreEscaped(t *testing.T) {
	t.Parallel()
	if got := LinkReferences(HTML(render(t, "§ 3 OZG")), referred); !strings.Contains(string(got), `title="Das &#34;OZG&#34; &amp; mehr"`) {
		t.Error(got)
	}
}

// TestLinkingChangesNoText holds for random texts: without what linking adds, they are as
// before, and what was found is what is looked up.
func TestLinkingChangesNoText(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"§", " ", "3", "a", "OZG", "Abs. 2", "`", "*", "[", "](/bibliothek/12)",
		"<", "&amp;", "Beschluss 2024/12", "FPM-2026-0042",
		"\n", "\n\n", "> ", "SGB X", ",", "und", "\u00a0", "Art. 6 OZG", "§ 3 OZG", "https://forum.example/bibliothek/12"}
	for range 3000 {
		var source strings.Builder
		for range 1 + r.IntN(25) {
			source.WriteString(parts[r.IntN(len(parts))])
		}
		text, err := Render(t.Context(), source.String())
		if err != nil {
			continue
		}
		linked := LinkReferences(text.HTML, Referred{Keys: referred.Keys, Inquiries: referred.Inquiries})
		plain := strings.NewReplacer(` <span class="kf-reference__state">(ersetzt)</span>`, "").Replace(string(linked))
		for _, ref := range []map[string]Reference{referred.Keys, referred.Inquiries} {
			for _, x := range ref {
				plain = strings.ReplaceAll(plain, `<a class="kf-reference" href="`+x.Href+`" title="`+escape(x.Title)+`">`, "\x00")
			}
		}
		for strings.Contains(plain, "\x00") {
			before, after, _ := strings.Cut(plain, "\x00")
			plain = before + strings.Replace(after, "</a>", "", 1)
		}
		if normal(plain) != normal(string(text.HTML)) {
			t.Fatalf("%q:\n%s\n%s", source.String(), text.HTML, linked)
		}
	}
}

// normal writes the characters alike that can be written in several ways.
func normal(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&quot;", `"`, "&#39;", "'", "&#43;", "+").Replace(s)
}

// TestFindingReferencesTakesLinearTime compares hostile texts of one and of eight times
// the length.
func TestFindingReferencesTakesLinearTime(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"§ 1, ", "§ 1 Abs. ", "§", "Art. 1 und 2 ", "Beschluss ", "FPM-2026-", `<a href="/bibliothek/12">x`,
		`<a href="/bibliothek/12">x</a>`, "§ 3 O"} {
		took := func(n int) time.Duration {
			text := HTML("<p>" + strings.Repeat(part, n) + "</p>")
			best := time.Hour
			for range 5 {
				begun := time.Now()
				FindReferences("", text)
				LinkReferences(text, referred)
				best = min(best, time.Since(begun))
			}
			return best
		}
		if one, eight := took(2000), took(16000); eight > 30*one+20*time.Millisecond {
			t.Errorf("%q: %v for one, %v for eight times the length", part, one, eight)
		}
	}
}

func TestReferencesOfAPageAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "FPM-2026-%04d ", i)
	}
	found := FindReferences("", HTML("<p>"+b.String()+"</p>"), "<p>§ 3 OZG</p>")
	if len(found.Inquiries) != MaxReferences || slices.Contains(found.Keys, "ozg") {
		t.Errorf("%d found, and %v", len(found.Inquiries), found.Keys)
	}
}
