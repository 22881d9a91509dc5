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
	if !isGerman(word) {
		word = norm.NFKD.String(word)
	}
	var buffer [64]byte // enough for nearly all words, and not on the heap
	f := folder{out: buffer[:0]}
	for _, r := range word {
		f.add(r)
	}
	return string(f.out)
}

// folder folds letter by letter what isGerman, or is decomposed.
type folder struct {
	out    []byte
	before int
}

func (f *folder) add(r rune) {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
	case umlauts[r] != 0:
		f.out, f.before = append(f.out, umlauts[r]), vowel // a letter that was written as an umlaut is none of "ae"
		return
	case r == 'ß' || r == 'ẞ':
		f.out, f.before = append(f.out, "ss"...), other
		return
	case r == diaeresis:
		f.before = vowel
		return
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return
	default:
		r = unicode.ToLower(r)
	}
	if r == 'e' && f.before == base {
		f.before = vowel // the e of ae, oe, ue
		return
	}
	f.out = utf8.AppendRune(f.out, r)
	f.before = after(f.before, r)
}

// umlauts are the letters with the letters that they fold to.
var umlauts = map[rune]byte{'ä': 'a', 'ö': 'o', 'ü': 'u', 'Ä': 'a', 'Ö': 'o', 'Ü': 'u'}

// isGerman reports whether there is nothing to decompose but umlauts.
func isGerman(word string) bool {
	for _, r := range word {
		if r >= utf8.RuneSelf && r != 'ß' && r != 'ẞ' && umlauts[r] == 0 {
			return false
		}
	}
	return true
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
