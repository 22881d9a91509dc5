package german

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings the spellings of a word together: lower case, no accents, ä and ae
// as a, ß as ss, composed and decomposed letters alike. Invisible characters
// such as soft hyphens vanish. It is not meant for reading: "Größe" is "grosse".
func Fold(word string) string {
	if !isASCII(word) {
		word = norm.NFKD.String(word)
	}
	out := make([]byte, 0, len(word))
	before := other
	for _, r := range word {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			if r == diaeresis {
				before = vowel // a letter that was written as an umlaut is none of "ae"
			}
			continue
		case r == 'ß' || r == 'ẞ':
			out, before = append(out, "ss"...), other
			continue
		}
		r = unicode.ToLower(r)
		if r == 'e' && before == base {
			before = vowel // the e of ae, oe, ue
			continue
		}
		out = utf8.AppendRune(out, r)
		before = after(before, r)
	}
	return string(out)
}

const diaeresis = '\u0308'

// What precedes a letter decides whether an e after it makes an umlaut:
// not in "neue" or "Quelle".
const (
	other = iota
	base  // a, o, u that an e would make an umlaut
	vowel // e, i, y, q, or a u that belongs to the vowel before it
)

func after(before int, r rune) int {
	switch r {
	case 'a', 'o':
		return base
	case 'u':
		if before == other {
			return base
		}
		return vowel
	case 'e', 'i', 'y', 'q':
		return vowel
	}
	return other
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}
