package account

import (
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// Traces are the words by which a text is recognised as naming somebody, in
// whatever spelling. They live only as long as the act that looks for them.
type Traces struct {
	exact folding.Phrases // name and address
	near  folding.Phrases // these, and the surname
}

// minSurname is how many letters a surname has that is looked for alone.
const minSurname = 3

// TracesOfTx returns the traces of a person whose account is still there.
func TracesOfTx(tx *db.Tx, person int64) (Traces, error) {
	p, err := findPerson(tx, person)
	return tracesOf(p), err
}

func tracesOf(p Person) Traces {
	t := Traces{exact: folding.NewPhrases(p.Name, p.Email)}
	t.near = t.exact
	if words := strings.Fields(p.Name); len(words) > 1 {
		if last := words[len(words)-1]; utf8.RuneCountInString(last) >= minSurname {
			t.near = append(folding.NewPhrases(last), t.exact...)
		}
	}
	return t
}

// Strip replaces name and address within a text.
func (t Traces) Strip(text string) string { return t.exact.Replace(text, Former, false) }

// In reports whether the text holds the name or the address as whole words.
func (t Traces) In(text string) bool { return t.exact.In(text) }

// Near is In for texts beside which the person wrote: there the surname alone
// will mean them.
func (t Traces) Near(text string) bool { return t.near.In(text) }

// Phrases are what db.Mentions takes to find the texts that In says yes to, and
// those for Near.
func (t Traces) Phrases() (exact, near string) { return t.exact.String(), t.near.String() }
