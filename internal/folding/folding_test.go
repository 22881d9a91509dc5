package folding_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kommunalforum/internal/folding"
)

func TestSpellingsFoldToOneText(t *testing.T) {
	for want, spellings := range map[string][]string{
		"mueller": {"Müller", "MÜLLER", "müller", "Mu\u0308ller", "MU\u0308LLER", "Mueller", "MUELLER", "Mül\u00adler",
			"Mül\u200bler", "  Müller! ", "Ｍüller"},
		"gross gerau":         {"Groß-Gerau", "GROẞ-GERAU", "GROSS-GERAU", "Gross Gerau", "groß\u00a0gerau", "Groß – Gerau", "Groß\n\nGerau"},
		"anna rene 100":       {"Anna René 100", "ANNA RENÉ, 100 %", "Anna Rene\u0301 100", "anna_rené\\100"},
		"oezil":               {"Özil", "O\u0308zil", "OEZIL", "O\u0323\u0308zil"},
		"lukasz skvorecky":    {"Łukasz Škvorecký"},
		"soerensen aether":    {"Sörensen Æther"},
		"fi 12":               {"ﬁ 1²"},
		"neue quelle aetzend": {"Neue Quelle ätzend"},
		"":                    {"", "%", "_", `\`, "\u200e", "– …"},
	} {
		for _, s := range spellings {
			if got := folding.Text(s); got != want {
				t.Errorf("%q folds to %q, want %q", s, got, want)
			}
		}
	}
}

func TestNamesSortAsInDictionaries(t *testing.T) {
	want := []string{
		"2. Kammer", "Aachen", "Ägidienberg", "Ahlen", "Anna", "Anna B", "Anna Zoll", "Annabell", "Änne", "Goethe", "Göthe", "Gother",
		"Mass", "Maß", "Masse", "muller", "Müller", "Muller-Lüdenscheidt", "Mullers", "Oderwitz", "Offenbach", "Österreich", "Oz",
		"Özil", "Özil-Ünal", "Ozon",
		"Strasse", "Straße", "STRASSEN", "Über", "Übigau", "Ulm", "Zacharias", "Zoë",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(folding.SortKey(a), folding.SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted:\n%q\nwant:\n%q", got, want)
	}
	if folding.SortKey("Özil") != folding.SortKey(norm.NFD.String("Özil")) {
		t.Error("a decomposed name has another key")
	}
}

func TestPhrasesAreFoundInEverySpelling(t *testing.T) {
	p := folding.NewPhrases("Jörg Weiß", "joerg.weiss@stadt.example", "%", "")
	for text, want := range map[string]bool{
		"Danke an Jörg Weiß!":                   true,
		"DANKE AN JÖRG WEISS.":                  true,
		"JÖRG WEIẞ":                             true,
		"Jo\u0308rg Weiß":                       true,
		"jörg   \n weiß":                        true,
		"**Jörg** _Weiß_":                       true,
		"J&ouml;rg Wei&szlig;":                  true,
		"J&#246;rg Wei&#xdf;":                   true,
		"Joerg-Weiss":                           true,
		"Jörg\u00a0Wei\u00adß":                  true,
		"Mail: JOERG.WEISS@Stadt.Example, Raum": true,
		"Jörg Weißenburg":                       false,
		"Björg Weiß":                            false,
		"Jörg und Weiß":                         false,
		"":                                      false,
		"100 %":                                 false,
	} {
		if p.In(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
		if back := folding.ParsePhrases(p.String()); back.In(text) != want {
			t.Errorf("%q: %v after String", text, !want)
		}
	}
	if folding.NewPhrases("%", "").In("alles") || folding.ParsePhrases("").In("alles") {
		t.Error("nothing is found")
	}
}

func TestPhrasesAreReplacedWhereTheyStand(t *testing.T) {
	p := folding.NewPhrases("Jörg Weiß", "Weiß")
	for text, want := range map[string]string{
		"Ä: Jo\u0308rg  WEISS, „weiß“ – ß": "Ä: X, „X“ – ß",
		"Jörg Weiß":       "X",
		"weiß\u0301 grün": "X grün",
		"Weißenburg":      "Weißenburg",
		"öä nichts":       "öä nichts",
		"Weiß \xff Weiß":  "X \xff X",
		"":                "",
	} {
		if got := p.Replace(text, "X", true); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := p.Replace("Weißenburg", "X", false); got != "Xenburg" {
		t.Errorf("not whole: %q", got)
	}
}

// FuzzFolding holds what the callers rely on: folding twice changes nothing,
// nothing special is left, and a text holds itself.
func FuzzFolding(f *testing.F) {
	for _, s := range []string{"Jo\u0308rg Weiß", "\u0308\u0308a\u0308\u0308e", "½ ﬁ ſs", "a\xffb", "ς Σ", "가\u0301", "%_\\!", "&amp;uuml;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := folding.Text(s)
		if again := folding.Text(folded); again != folded {
			t.Errorf("%q folds to %q, then to %q", s, folded, again)
		}
		if strings.ContainsAny(folded, "%_\\!\n\t") || strings.Contains(folded, "  ") || strings.TrimSpace(folded) != folded {
			t.Errorf("%q folds to %q", s, folded)
		}
		if folded != "" && !strings.Contains(s, "&") && !folding.NewPhrases(s).In(s) {
			t.Errorf("%q does not hold itself", s)
		}
		if got := folding.NewPhrases(s).Replace(s, "", false); folded != "" && utf8.ValidString(s) && folding.Text(got) == folded {
			t.Errorf("%q is left of %q", got, s)
		}
	})
}
