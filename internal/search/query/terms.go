package query

import (
	"strings"
	"unicode"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/search/document"
)

// Terms are what a search line says: words, and conditions that narrow the
// result.
type Terms struct {
	Line             string            // the line without the facet conditions that could be read
	Words            string            // free words, as typed
	Phrases          []string          // "…": these words in this order
	Excluded         []string          // -word: documents with it are left out
	Board            string            // themenfeld: slug or name of a board
	Kind             document.Kind     // typ:
	State            string            // ist: a state as in documents
	Land             string            // land:
	OrganisationKind organisation.Kind // organisationsart:
	Year             string            // jahr:
	Organisation     string            // organisation: its name or words of it
	Author           string            // von: a person's name
	Service          string            // leistung: OZG-ID
	Before           catalogue.Date    // vor: this day excluded
	After            catalogue.Date    // nach: this day excluded
}

// Problem is a part of the line that could not be understood.
type Problem struct {
	Part     string // as typed
	Sentence string // German, says how to write it
}

// ScoredText returns the text by which documents are scored: the free words and
// those of the phrases.
func (t Terms) ScoredText() string {
	return strings.Join(append([]string{t.Words}, t.Phrases...), " ")
}

// HasConditions reports whether there is any condition besides the words.
func (t Terms) HasConditions() bool {
	return len(t.Phrases)+len(t.Excluded) > 0 || t.Board+t.State+t.Land+t.Year+t.Organisation+t.Author+t.Service != "" || t.Kind != "" ||
		t.OrganisationKind != "" || t.Before+t.After != ""
}

// Parse reads a line. What merely looks like an operator, such as an address, is
// taken as words.
func Parse(line string) (t Terms, problems []Problem) {
	var words, rest []string
	for _, p := range split(line) {
		name, value, isOperator := p.operator()
		switch {
		case p.open:
			problems = append(problems, Problem{p.text, "Hier fehlt das schließende Anführungszeichen."})
			words = append(words, p.value)
		case isOperator:
			sentence := operators[name](&t, value)
			if sentence != "" {
				problems = append(problems, Problem{p.text, sentence})
			}
			if sentence == "" && facetOperators[name] {
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
	key    string // before the colon of name:"value" and name:value, in lower case
	value  string // without quotes, minus and key
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
		p, end := scanPiece(runes, i)
		if p.text != "" && strings.Trim(p.text, `-"`) != "" {
			out = append(out, p)
		}
		i = end
	}
	return out
}

// scanPiece reads the piece that begins at i and returns where it ends.
func scanPiece(runes []rune, i int) (p piece, end int) {
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
