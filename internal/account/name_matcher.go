package account

import (
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/db"
	"kommunalforum/internal/folding"
)

// NameMatcher are the words by which a text is recognised as naming somebody, in
// whatever spelling. They live only as long as the act that looks for them.
type NameMatcher struct {
	full    folding.Phrases // name and address
	surname folding.Phrases // these, and the surname
}

// minSurname is how many letters a surname has that is looked for alone.
const minSurname = 3

// NameMatcherTx returns the traces of a person whose account is still there.
func NameMatcherTx(tx *db.Tx, person int64) (NameMatcher, error) {
	p, err := findPerson(tx, person)
	return newNameMatcher(p), err
}

func newNameMatcher(p Person) NameMatcher {
	t := NameMatcher{full: folding.NewPhrases(p.Name, p.Email)}
	t.surname = t.full
	if words := strings.Fields(p.Name); len(words) > 1 {
		if last := words[len(words)-1]; utf8.RuneCountInString(last) >= minSurname {
			t.surname = append(folding.NewPhrases(last), t.full...)
		}
	}
	return t
}

// Redact replaces name and address within a text.
func (t NameMatcher) Redact(text string) string { return t.full.Replace(text, FormerMember, false) }

// Matches reports whether the text holds the name or the address as whole words.
func (t NameMatcher) Matches(text string) bool { return t.full.In(text) }

// MatchesSurname is In for texts beside which the person wrote: there the surname alone
// will mean them.
func (t NameMatcher) MatchesSurname(text string) bool { return t.surname.In(text) }

// Phrases are what db.Mentions takes to find the texts that In says yes to, and
// those for Near.
func (t NameMatcher) Phrases() (exact, near string) { return t.full.String(), t.surname.String() }
