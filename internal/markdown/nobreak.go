package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// noBreakSpace is U+00A0.
const noBreakSpace = "\u00a0"

// maxToken bounds, in bytes, how much on either side of a space is looked at.
const maxToken = 24

// NoBreak returns text with no-break spaces where DIN 5008 allows no line break:
// between a section sign and its number ("§ 9a", "§§ 3 bis 5"), an abbreviation and
// its number ("Abs. 2"), the parts of an abbreviation ("z. B."), groups of digits
// ("10 000"), a number and its unit ("5 MB", "14:30 Uhr"), a day and its month
// ("1. Januar"). Words written in full ("30 Tage") may be separated. Nothing else
// changes, nor does the number of characters.
func NoBreak(text string) string {
	var b strings.Builder
	written := 0
	sections := false // the text since "§§" is numbers and "bis"
	for i := 0; i < len(text); i++ {
		if text[i] != ' ' {
			continue
		}
		left, right := tokenBefore(text[:i]), tokenAfter(text[i+1:])
		sections = left == "§§" || sections && (isNumber(left) || left == "bis")
		if !together(left, right) && !(sections && (right == "bis" || left == "bis")) {
			continue
		}
		b.WriteString(text[written:i])
		b.WriteString(noBreakSpace)
		written = i + 1
	}
	if written == 0 {
		return text
	}
	b.WriteString(text[written:])
	return b.String()
}

// tokenBefore returns the last word of s without brackets and quotation marks
// before it.
func tokenBefore(s string) string {
	start := max(len(s)-maxToken, 0)
	s = s[start:]
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
	}
	return strings.TrimLeft(s, "([„‚\"'»«/–-")
}

// tokenAfter returns the first word of s without punctuation after it.
func tokenAfter(s string) string {
	s = s[:min(len(s), maxToken)]
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		s = s[:i]
	}
	return strings.TrimRight(s, ")],;:!?“‘\"'»«")
}

// together reports whether no line may end between two words.
func together(left, right string) bool {
	switch {
	case left == "" || right == "" && !counting[left]:
		return false
	case counting[left]:
		return right == "" || isDigit(right[0]) // "" where emphasis or a link begins
	case lettering[left]:
		return singleLetter(strings.TrimSuffix(right, "."))
	case initial(left):
		return initial(right) || right == "Chr."
	case isDay(left):
		return months[strings.TrimSuffix(right, ".")]
	case isNumber(left):
		return units[strings.TrimSuffix(right, ".")] || len(left) <= 3 && digitsOnly(left) && groupOfThree(right)
	}
	return false
}

// initial reports whether s is a letter and a full stop.
func initial(s string) bool {
	letter, ok := strings.CutSuffix(s, ".")
	return ok && singleLetter(letter)
}

func singleLetter(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size > 0 && size == len(s) && unicode.IsLetter(r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// isNumber reports whether s is a number such as "5", "1.240,50", "14:30" or "9a".
func isNumber(s string) bool {
	s = strings.TrimLeft(s, "+-−±<>≤≥≈")
	if s == "" || !isDigit(s[0]) {
		return false
	}
	rest := strings.TrimLeft(s, "0123456789.,:/–-×")
	return (rest == "" || singleLetter(rest)) && !strings.HasSuffix(s, ".")
}

// isDay reports whether s is a day of a date, "1." to "31.".
func isDay(s string) bool {
	day, ok := strings.CutSuffix(s, ".")
	return ok && len(day) <= 2 && digitsOnly(day)
}

// groupOfThree reports whether s begins with exactly three digits.
func groupOfThree(s string) bool {
	return len(s) >= 3 && digitsOnly(s[:3]) && (len(s) == 3 || !isDigit(s[3]) && s[3] != '.' && s[3] != ':')
}

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

var (
	// counting stand before a number, lettering before a letter.
	counting  = words("§ §§ Abs. Art. Nr. Nrn. Ziff. Rn. Rz. Tz. Kap. S. Bd. Abb. Tab. Anl. Az. Tel. ca. Kl. Lfd. lfd.")
	lettering = words("lit. Buchst.")
	units     = words("% ‰ ° °C € $ EUR Euro ct Cent Uhr h min s ms kB KB MB GB TB KiB MiB GiB kbit/s Mbit/s Gbit/s Bit Byte " +
		"px dpi Hz MHz GHz W kW MW kWh MWh mm cm dm m km m² km² qm qkm ha m³ l g kg t Mio Mrd Tsd Std Stk EW VZÄ")
	months = words("Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember " +
		"Jan Feb Mär Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez")
)

// textWithoutBreaks is goldmark's writer of text that keeps together what belongs
// together. Code and addresses are not written by Write.
type textWithoutBreaks struct{ html.Writer }

func (t textWithoutBreaks) Write(w util.BufWriter, source []byte) {
	t.Writer.Write(w, []byte(NoBreak(string(source))))
}

// joinText joins text that goldmark has left in several nodes, as it does at the
// last space of each line, so that Write sees it whole.
func joinText(doc ast.Node) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, ok := n.(*ast.Text)
		if !ok || !entering || t.IsRaw() || t.Parent().Kind() == ast.KindCodeSpan {
			return ast.WalkContinue, nil
		}
		for {
			next, ok := t.NextSibling().(*ast.Text)
			if !ok || next.IsRaw() || t.SoftLineBreak() || t.HardLineBreak() || t.Segment.Stop != next.Segment.Start {
				return ast.WalkContinue, nil
			}
			t.Segment = t.Segment.WithStop(next.Segment.Stop)
			t.SetSoftLineBreak(next.SoftLineBreak())
			t.SetHardLineBreak(next.HardLineBreak())
			t.Parent().RemoveChild(t.Parent(), next)
		}
	})
}
