package catalogue

import (
	"strings"
	"unicode"
)

// folded gives the letters that stand for one that people type otherwise: the
// umlauts, and those of the Sorbian names in Brandenburg and Sachsen.
var folded = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss",
	'á': "a", 'à': "a", 'â': "a", 'ć': "c", 'č': "c", 'ç': "c", 'ě': "e", 'é': "e", 'è': "e", 'ê': "e",
	'ł': "l", 'ń': "n", 'ó': "o", 'ŕ': "r", 'ř': "r", 'ś': "s", 'š': "s", 'ú': "u", 'ź': "z", 'ž': "z",
}

// fold brings text into the form that is compared: small letters without
// umlauts and accents, digits, and single spaces for everything else.
func fold(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		r = unicode.ToLower(r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		if plain, ok := folded[r]; ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Searchable folds a name for a column in which SearchTerms are looked for.
func Searchable(name string) string { return searchable(name) }

// SearchTerms returns the patterns of the words that somebody types to find a
// name, at most six; each is to be LIKE the folded name. They contain no
// character that is special in a pattern.
func SearchTerms(text string) []string {
	words := searchWords(text)
	for i, w := range words {
		words[i] = "% " + w + "%"
	}
	return words
}

// searchable is the value of a search column: every word after a space, so that
// LIKE '% word%' finds the beginnings of words.
func searchable(parts ...string) string { return " " + fold(strings.Join(parts, " ")) }

// linking words stand in names and are abbreviated there ("Pfaffenhofen a.d.Ilm").
var linking = map[string]bool{
	"a": true, "am": true, "an": true, "auf": true, "b": true, "bei": true, "d": true, "dem": true,
	"den": true, "der": true, "des": true, "i": true, "im": true, "in": true, "ob": true,
	"und": true, "v": true, "von": true, "vor": true,
}

// searchWords returns the words of a search for a name, at most six, without
// linking ones unless there is nothing else.
func searchWords(text string) []string {
	all := strings.Fields(fold(text))
	var words []string
	for _, w := range all {
		if !linking[w] {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		words = all
	}
	return words[:min(len(words), 6)]
}
