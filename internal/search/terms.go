package search

import (
	"strings"
	"unicode"

	"kommunalforum/internal/catalogue"
)

// Terms are what a line of the search field says: words, and conditions that
// narrow the result. The form has a field for each of them; Parse reads them
// from the line, and Line writes them back.
type Terms struct {
	Words        string         // free words, as typed
	Phrases      []string       // "…": these words in this order
	Without      []string       // -word: documents that have it are left out
	Board        string         // themenfeld: slug or name of a board
	Kind         Kind           // typ:
	State        string         // ist: a thread's state as the index keeps it
	Land         string         // land:
	Organisation string         // organisation: its name or words of it
	From         string         // von: a person's name
	Service      string         // leistung: OZG-ID
	Before       catalogue.Date // vor: this day excluded
	After        catalogue.Date // nach: this day excluded
}

// Problem is something in the line that could not be understood; the rest of
// the line still counts.
type Problem struct {
	Part     string // as typed
	Sentence string // German, says how to write it
}

// operator reads the value of one operator into the terms; it returns what is
// wrong with it, "" if nothing.
type operator func(t *Terms, value string) string

// states are the words of ist: and the states that the index keeps.
var states = map[string]string{
	"offen": "open", "beantwortet": "answered", "offiziell": "official", "überholt": "outdated", "ueberholt": "outdated",
}

// kindWords are the words of typ:.
var kindWords = map[string]Kind{
	"thema": Thread, "frage": Thread, "beitrag": Reply, "antwort": Reply, "faq": Article,
	"offiziell": Answer, "offizielle-antwort": Answer, "leistung": Service,
}

var operators = map[string]operator{
	"themenfeld": func(t *Terms, v string) string { t.Board = v; return "" },
	"typ": func(t *Terms, v string) string {
		k, ok := kindWords[strings.ToLower(v)]
		if !ok {
			return "Nach typ: steht thema, beitrag, faq, offiziell oder leistung."
		}
		t.Kind = k
		return ""
	},
	"ist": func(t *Terms, v string) string {
		s, ok := states[strings.ToLower(v)]
		if !ok {
			return "Nach ist: steht offen, beantwortet, offiziell oder überholt."
		}
		t.State = s
		return ""
	},
	"land": func(t *Terms, v string) string {
		for _, s := range catalogue.States() {
			if strings.EqualFold(s, v) {
				t.Land = s
				return ""
			}
		}
		return "Nach land: steht der Name eines Landes, etwa land:Hessen oder land:\"Baden-Württemberg\"."
	},
	"organisation": func(t *Terms, v string) string { t.Organisation = v; return "" },
	"von":          func(t *Terms, v string) string { t.From = v; return "" },
	"leistung": func(t *Terms, v string) string {
		if v == "" || strings.Trim(v, "0123456789") != "" {
			return "Nach leistung: steht eine OZG-ID, etwa leistung:10061."
		}
		t.Service = v
		return ""
	},
	"vor":  func(t *Terms, v string) string { return date(&t.Before, "vor", v) },
	"nach": func(t *Terms, v string) string { return date(&t.After, "nach", v) },
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
	var words []string
	for _, p := range split(line) {
		name, value, isOperator := p.operator()
		switch {
		case p.open:
			problems = append(problems, Problem{p.text, "Hier fehlt das schließende Anführungszeichen."})
			words = append(words, p.value)
		case isOperator:
			if wrong := operators[name](&t, value); wrong != "" {
				problems = append(problems, Problem{p.text, wrong})
			}
		case p.quoted && p.minus:
			t.Without = append(t.Without, strings.Fields(p.value)...)
		case p.quoted:
			t.Phrases = append(t.Phrases, p.value)
		case p.minus:
			t.Without = append(t.Without, p.value)
		default:
			words = append(words, p.text)
		}
	}
	t.Words = strings.Join(words, " ")
	return t, problems
}

// piece is a part of the line between spaces; quotes hold spaces together.
type piece struct {
	text   string // as typed
	key    string // before the colon of name:"value" and name:value, lower case
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
