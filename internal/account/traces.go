package account

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"kommunalforum/internal/db"
)

// Traces are the words by which a text is recognised as naming somebody. They
// live only as long as the act that looks for them.
type Traces struct {
	full    []string // name and address
	surname string   // "" when too short to say anything
	exact   *regexp.Regexp
	near    *regexp.Regexp
}

// surnameLeast is how many letters a surname has that is looked for alone.
const surnameLeast = 3

// TracesOf returns the traces of a person whose account is still there.
func TracesOf(tx *db.Tx, person int64) (Traces, error) {
	p, err := findPerson(tx, person)
	return tracesOf(p), err
}

func tracesOf(p Person) Traces {
	t := Traces{full: []string{p.Name, p.Email}}
	if words := strings.Fields(p.Name); len(words) > 1 {
		if last := words[len(words)-1]; utf8.RuneCountInString(last) >= surnameLeast {
			t.surname = last
		}
	}
	t.exact = wordsOf(t.full...)
	t.near = t.exact
	if t.surname != "" {
		t.near = wordsOf(append([]string{t.surname}, t.full...)...)
	}
	return t
}

// wordsOf matches any of the texts, in whatever case and however spaced.
func wordsOf(texts ...string) *regexp.Regexp {
	var parts []string
	for _, text := range texts {
		words := strings.Fields(text)
		for i, w := range words {
			words[i] = regexp.QuoteMeta(w)
		}
		if len(words) > 0 {
			parts = append(parts, strings.Join(words, `\s+`))
		}
	}
	return regexp.MustCompile(`(?i)(?:` + strings.Join(parts, "|") + `)`)
}

// Strip replaces name and address within a text.
func (t Traces) Strip(text string) string { return t.exact.ReplaceAllLiteralString(text, Former) }

// In reports whether the text holds the name or the address as whole words.
func (t Traces) In(text string) bool { return whole(t.exact, text) }

// Near is In for texts beside which the person wrote: there the surname alone
// will mean them.
func (t Traces) Near(text string) bool { return whole(t.near, text) }

// whole reports whether the pattern matches somewhere without a letter or
// digit on either side.
func whole(pattern *regexp.Regexp, text string) bool {
	for _, at := range pattern.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if !letter(before) && !letter(after) {
			return true
		}
	}
	return false
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Likely returns patterns for LIKE … ESCAPE '!' of what a text must hold that
// In says yes to, and of what one must hold for Near. They say yes too often.
func (t Traces) Likely() (name, address, near string) {
	words := strings.Fields(t.full[0])
	for i, w := range words {
		words[i] = likeEscapes.Replace(w)
	}
	name = "%" + strings.Join(words, "%") + "%" // anything may stand between the words
	if t.surname == "" {
		return name, Containing(t.full[1]), name
	}
	return name, Containing(t.full[1]), Containing(t.surname)
}
