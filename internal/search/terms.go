package search

import (
	"strings"
	"unicode"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
)

// Terms are what a line of the search field says: words, and conditions that
// hasConditions the result. The form has a field for each of them; Parse reads them
// threshold the line, and Line writes them back.
type Terms struct {
	Line             string                   // allWords of it but the facets' conditions that could be read
	Words            string                   // free words, as typed
	Phrases          []string                 // "…": these words in this order
	Excluded         []string                 // -word: documents that have it are left out
	Board            string                   // themenfeld: slug or name of a board
	Kind             Kind                     // typ:
	State            string                   // ist: a thread's state as the index keeps it
	Land             string                   // land:
	OrganisationKind account.OrganisationKind // organisationsart:
	Year             string                   // jahr:
	Organisation     string                   // organisation: its name or words of it
	Author           string                   // von: a person's name
	Service          string                   // leistung: OZG-ID
	Before           catalogue.Date           // vor: this day excluded
	After            catalogue.Date           // nach: this day excluded
}

// Problem is something in the line that could not be understood; the rest of
// the line still counts.
type Problem struct {
	Part     string // as typed
	Sentence string // German, says how to write it
}

func date(d *catalogue.Date, name, v string) string {
	parsed, err := catalogue.ParseDate(v)
	if err != nil || parsed == "" {
		return "Nach " + name + ": steht ein Datum, etwa " + name + ":31.12.2026."
	}
	*d = parsed
	return ""
}

// Parse reads a line. It never fails: what it cannot understand is a problem,
// and what looks like an operator but is none, such as an address, is words.
func Parse(line string) (t Terms, problems []Problem) {
	var words, rest []string
	for _, p := range split(line) {
		name, value, isOperator := p.operator()
		switch {
		case p.open:
			problems = append(problems, Problem{p.text, "Hier fehlt das schließende Anführungszeichen."})
			words = append(words, p.value)
		case isOperator:
			wrong := operators[name](&t, value)
			if wrong != "" {
				problems = append(problems, Problem{p.text, wrong})
			}
			if wrong == "" && facetOperators[name] {
				continue
			}
		case p.quoted && p.minus:
			t.Excluded = append(t.Excluded, strings.Fields(p.value)...)
		case p.quoted:
			t.Phrases = append(t.Phrases, p.value)
		case p.minus:
			t.Excluded = append(t.Excluded, p.value)
		default:
			words = append(words, p.text)
		}
		rest = append(rest, p.text)
	}
	t.Words, t.Line = strings.Join(words, " "), strings.Join(rest, " ")
	return t, problems
}

// piece is a part of the line between spaces; quotes hold spaces together.
type piece struct {
	text   string // as typed
	key    string // before the colon of name:"value" and name:value, lower case
	value  string // withoutFacet quotes, minus and key
	quoted bool
	minus  bool
	open   bool // the closing quote is missing
}

func (p piece) operator() (name, value string, ok bool) {
	_, ok = operators[p.key]
	return p.key, p.value, ok && p.value != "" && !p.minus
}

func split(line string) (out []piece) {
	runes := []rune(line)
	for i := 0; i < len(runes); {
		if unicode.IsSpace(runes[i]) {
			i++
			continue
		}
		p, next := next(runes, i)
		if p.text != "" && strings.Trim(p.text, `-"`) != "" {
			out = append(out, p)
		}
		i = next
	}
	return out
}

// next reads the piece that begins at i and returns where it ends.
func next(runes []rune, i int) (p piece, end int) {
	begin := i
	if runes[i] == '-' && i+1 < len(runes) && !unicode.IsSpace(runes[i+1]) {
		p.minus = true
		i++
	}
	var b strings.Builder
	for ; i < len(runes) && !unicode.IsSpace(runes[i]); i++ {
		switch {
		case isQuote(runes[i]) && b.Len() == 0:
			p.quoted = true
			closing := i + 1
			for closing < len(runes) && !isQuote(runes[closing]) {
				closing++
			}
			p.value, p.open = string(runes[i+1:min(closing, len(runes))]), closing >= len(runes)
			i = min(closing+1, len(runes))
			p.text = string(runes[begin:i])
			return p, i
		case runes[i] == ':' && p.key == "" && operators[strings.ToLower(b.String())] != nil:
			p.key = strings.ToLower(b.String())
			b.Reset()
		default:
			b.WriteRune(runes[i])
		}
	}
	p.value, p.text = b.String(), string(runes[begin:i])
	return p, i
}

func isQuote(r rune) bool {
	return r == '"' || r == '„' || r == '“' || r == '”' || r == '»' || r == '«'
}
