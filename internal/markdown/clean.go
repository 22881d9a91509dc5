package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// measure cleans source and checks what can be told without parsing it.
func measure(source string) (string, *Problem) {
	if !utf8.ValidString(source) {
		return "", notUTF8()
	}
	source = clean(source)
	if n := utf8.RuneCountInString(source); n > MaxLength {
		return "", tooLong(n)
	}
	return source, nil
}

// clean makes line ends "\n" (browsers submit "\r\n", which would count twice),
// composes letters and their marks (NFC), so that the search and whoever
// compares find one spelling, and removes characters that nobody types on
// purpose.
func clean(source string) string {
	return withoutPiles(norm.NFC.String(strings.Map(keep, lineEnds.Replace(source))))
}

// maxMarks is how many combining marks may follow a letter. No writing has
// more, and higher piles are drawn over the lines and posts around them.
const maxMarks = 6

// withoutPiles drops the marks beyond maxMarks.
func withoutPiles(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if r < 0x300 || !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) {
			marks = 0
			return r
		}
		if marks++; marks > maxMarks {
			return -1
		}
		return r
	}, s)
}

// keep drops, as a mapping for strings.Map, control characters and those that
// turn the reading direction of everything after them: with these a text, a
// file name or an address can be made to read other than it is. Letters of
// right-to-left scripts and the harmless direction marks stay.
func keep(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r),
		r >= '\u202A' && r <= '\u202E', // embeddings and overrides
		r >= '\u2066' && r <= '\u2069', // isolates
		r == '\uFEFF':                  // byte order mark
		return -1
	}
	return r
}
