package markdown

import (
	"strings"
	"testing"
)

// shownLines are the lines that a reader sees of rendered HTML, with the numbers
// that a browser puts before the items of ordered lists.
func shownLines(t *testing.T, source string) []string {
	t.Helper()
	return shown(t, render(t, source))
}

func TestTypedNumbersAreTheNumbersShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, source, want string }{
		{"dates", "1. Januar 2027\n15. Februar 2027\n31. März 2027", ""},
		{"dates after a line", "Termine:\n1. Januar 2027\n15. Februar", ""},
		{"dates apart", "1. Januar 2027\n\n15. Februar 2027\n\n31. März 2027", "1. Januar 2027|15. Februar 2027|31. März 2027"},
		{"dates that count", "1. Januar\n2. Februar\n3. März", ""},
		{"dates of the first of a month", "1. Januar\n1. April\n1. Juli", ""},
		{"abbreviated months", "1. Jan. 2027\n15. Feb. 2027\n3. Sept. 2027", ""},
		{"dates in figures", "1. 1. 2027\n15. 2. 2027\n31.3.2027", ""},
		{"dates in figures without a year", "15. 2.\n1. 3.: Sitzung\n1. 3. um 10 Uhr", ""},
		{"spans of days", "10. und 11. März: Tagung\n1. - 15. April: Auslegung\n3. bis 5. Mai", ""},
		{"quarters", "3. Quartal 2026\n1. Quartal 2027\n1. Halbjahr 2028\n12. KW", ""},
		{"quoted dates", "> 1. Januar 2027\n> 15. Februar 2027", "1. Januar 2027|15. Februar 2027"},
		{"dates in a list", "- 1. Januar 2027\n- 15. Februar 2027", "1. Januar 2027|15. Februar 2027"},
		{"dates below an item", "- Termine\n  1. Januar 2027\n  15. Februar 2027", "Termine|1. Januar 2027|15. Februar 2027"},
		{"a date within a list", "1. Antrag\n15. Februar 2027 Frist\n2. Bescheid", ""},
		{"a date after a list", "1. Antrag\n\n15. Februar 2027 Frist", "1. Antrag|15. Februar 2027 Frist"},
		{"phases", "2. Bauabschnitt: Nord\n5. Bauabschnitt: Süd", ""},
		{"phases apart", "2. Bauabschnitt\n\n   Nord\n\n5. Bauabschnitt", "2. Bauabschnitt|Nord|5. Bauabschnitt"},
		{"sections", "§ 1 Geltung\n3. Abschnitt\n4. Abschnitt\n7. Abschnitt", ""},
		{"gaps", "1. a\n3. b\n4. c\n9. d\n10. e", ""},
		{"descending", "3. a\n2. b\n1. c\n0. d", ""},
		{"from nought", "0. a\n1. b\n5. c", ""},
		{"from seven", "7. a\n8. b\n9. c", ""},
		{"repeated", "1. a\n1. b\n2. c\n2. d", ""},
		{"all ones count", "1. a\n1. b\n1. c", "1. a|2. b|3. c"},
		{"all ones apart count", "1. a\n\n1. b\n\n1. c", "1. a|2. b|3. c"},
		{"brackets", "2) a\n5) b\n6) c", "2. a|5. b|6. c"},
		{"another mark begins another list", "1. a\n5) b\n3) c", "1. a|5. b|3. c"},
		{"quoted", "> 2. a\n> 5. b\n> > 9. c\n> > 4. d", "2. a|5. b|9. c|4. d"},
		{"nested", "2. a\n   3. b\n   9. c\n5. d\n   - e\n     7. f\n     4. g", "2. a|3. b|9. c|5. d|e|7. f|4. g"},
		{"nested in one line", "1. 1. a\n   2. b", "1.|1. a|2. b"},
		{"bullets between", "- a\n  4. b\n  2. c\n- d", "a|4. b|2. c|d"},
		{"tasks", "2. [x] a\n5. [ ] b", "2. a|5. b"},
		{"a year", "2027. Danach beginnt es.", ""},
		{"years", "2026. Beschluss\n2028. Bau", ""},
		{"a sentence that ends with a year in an item", "1. Das gilt bis Ende\n2027. Danach nicht mehr.\n2. b", ""},
		{"a sentence that ends with a number", "Das steht in Abschnitt\n12. Danach kommt nichts.", ""},
		{"a first phase in a sentence", "Die Freigabe für den\n1. Bauabschnitt kommt.", ""},
		{"text goes on below an item", "2. a\nb\n5. c\nd", ""},
		{"an empty item", "2.\n5. b", "2.|5. b"},
		{"months within words", "1. Maibaum\n5. Augusta\n7. April-Sitzung", ""},
		{"a hundred thousand", "99999. a", ""},
	} {
		want := c.want
		if want == "" {
			want = strings.ReplaceAll(c.source, "\n", "|")
		}
		if got := strings.Join(shownLines(t, c.source), "|"); got != want {
			t.Errorf("%s: shown as\n%s\nwant\n%s", c.name, got, want)
		}
	}
}

func TestDatesAreNoList(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"1. Januar 2027\n15. Februar 2027":     "<p>1.\u00a0Januar 2027<br>\n15.\u00a0Februar 2027</p>\n",
		"> 1. Januar 2027\n> 15. Februar 2027": "<blockquote>\n<p>1.\u00a0Januar 2027<br>\n15.\u00a0Februar 2027</p>\n</blockquote>\n",
		"2. Bauabschnitt\n5. Bauabschnitt":     "<ol start=\"2\">\n<li>Bauabschnitt</li>\n<li value=\"5\">Bauabschnitt</li>\n</ol>\n",
		"1. Antrag\n1. Bescheid":               "<ol>\n<li>Antrag</li>\n<li>Bescheid</li>\n</ol>\n",
		"2. [x] a\n2. b\n3. c": "<ol start=\"2\">\n<li class=\"aufgabe\"><input type=\"checkbox\" checked=\"\" " +
			"disabled=\"\" aria-label=\"Erledigte Aufgabe\"> a</li>\n<li value=\"2\">b</li>\n<li>c</li>\n</ol>\n",
		"1. a\n" + strings.Repeat("9", 9) + ". b":   "<ol>\n<li>a<br>\n999999999. b</li>\n</ol>\n",
		"998. a\n999. b\n1000. c\n1001. d\n1500. e": "<ol start=\"998\">\n<li>a</li>\n<li>b</li>\n<li>c</li>\n<li>d<br>\n1500. e</li>\n</ol>\n",
	} {
		if got := render(t, source); got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", source, got, want)
		}
	}
}
