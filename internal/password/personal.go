package password

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	minPersonalWord = 4 // letters of a word that counts
	maxRest         = 3 // letters beside such words that do not make a password better
	maxRestSigns    = 8 // digits and signs, the same
)

// madeOfKnown reports whether a password is made of what others know of its owner,
// such as the address, the name, the organisation and the forum's name, in
// whatever case, with umlauts written either way, and a few letters, digits or
// signs beside it.
func madeOfKnown(password string, known []string) bool {
	for _, fold := range []func(string) string{foldUmlauts, foldMarks} {
		rest, found := letters(fold(password)), false
		for _, word := range personalWords(known, fold) {
			if strings.Contains(rest, word) {
				rest, found = strings.ReplaceAll(rest, word, ""), true
			}
		}
		signs := 0
		for _, r := range password {
			if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
				signs++
			}
		}
		if found && utf8.RuneCountInString(rest) <= maxRest && signs <= maxRestSigns {
			return true
		}
	}
	return false
}

// personalWords are what is known, whole and in its parts, the longest first.
func personalWords(known []string, fold func(string) string) (words []string) {
	for _, k := range known {
		k = fold(k)
		parts := strings.FieldsFunc(k, func(r rune) bool { return !unicode.IsLetter(r) })
		for _, word := range append(parts, strings.Join(parts, "")) {
			if utf8.RuneCountInString(word) >= minPersonalWord {
				words = append(words, word)
			}
		}
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ẞ", "ss")

// foldUmlauts writes umlauts out, foldMarks leaves their dots away; both in small
// letters.
func foldUmlauts(s string) string {
	return foldMarks(umlauts.Replace(strings.ToLower(norm.NFC.String(s))))
}

func foldMarks(s string) string {
	s = strings.ReplaceAll(norm.NFD.String(strings.ToLower(s)), "ß", "ss")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, s)
}
