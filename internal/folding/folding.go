// Package folding maps different spellings of a text to the same form, for
// comparing, looking up and sorting. It owns no table.
//
// It promises: texts that differ only in case, in ä and ae, ß and ss, in accents, in
// composed and decomposed letters, in invisible characters or in what separates the
// words fold to the same text; a folded text consists of lower-case letters without
// accents, digits and single spaces, so nothing in it is special in a LIKE pattern.
package folding

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text folds a text for comparing: "Groß-Gerau" becomes "gross gerau", "Müller" and
// "MUELLER" become "mueller".
func Text(s string) string {
	f := folder{umlauts: true}
	f.all(s)
	return string(f.out)
}

// Column folds a name for a column in which words are looked up. A space precedes
// every word, so that LIKE '% word%' finds beginnings of words.
func Column(parts ...string) string { return " " + Text(strings.Join(parts, " ")) }

// SortKey returns the key by which lists of names are sorted, byte by byte, in
// dictionary order (DIN 5007-1): ä like a, ß like ss, case and accents do not count.
// Of names that are equal in this, those with plain letters come first. The key is
// longer than the name and contains it.
func SortKey(name string) string {
	// A tab comes before the space, so that "Anna" stands before "Anna B".
	return SortPrefix(name) + "\t" + strings.ToLower(norm.NFC.String(name))
}

// SortPrefix returns with what the sort keys of names begin that begin with the text.
func SortPrefix(text string) string {
	f := folder{}
	f.all(text)
	return string(f.out)
}

// folder writes folded characters, and for each byte of them which bytes of the
// text it comes from, if places is set.
type folder struct {
	umlauts bool // ä is ae; a otherwise
	places  bool
	out     []byte
	from    []int // of each byte in out: where its character begins in the text
	to      []int // and ends, with marks that follow
	base    byte  // a, o or u that a diaeresis would make an umlaut, 0 otherwise
	gap     bool  // something that is no letter or digit stands before the next one
	begin   int   // of the character that is folded
	end     int
}

func (f *folder) all(s string) {
	for at := 0; at < len(s); at = f.end {
		if !f.places {
			if at += f.simple(s[at:]); at == len(s) {
				return
			}
		}
		r, size := utf8.DecodeRuneInString(s[at:])
		f.begin, f.end = at, at+size
		switch {
		case r < utf8.RuneSelf:
			f.ascii(byte(r))
		case r == utf8.RuneError:
			f.gap, f.base = true, 0
		default:
			f.other(r)
		}
	}
}

// simple folds a text as far as it is ASCII, and returns how far: many times
// faster than character by character.
func (f *folder) simple(s string) int {
	for i := range len(s) {
		c := plain[s[i]]
		switch {
		case s[i] >= utf8.RuneSelf:
			if i > 0 {
				f.base = vowel(plain[s[i-1]]) // a mark may follow
			}
			return i
		case c == 0:
			f.gap = true
			continue
		case f.gap && len(f.out) > 0:
			f.out = append(f.out, ' ')
		}
		f.gap = false
		f.out = append(f.out, c)
	}
	return len(s)
}

// plain gives the folded byte of an ASCII letter or digit, 0 for what is none.
var plain = func() (t [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	return t
}()

// vowel returns c if a diaeresis would make an umlaut of it, 0 otherwise.
func vowel(c byte) byte {
	if c == 'a' || c == 'o' || c == 'u' {
		return c
	}
	return 0
}

func (f *folder) ascii(c byte) {
	if c = plain[c]; c == 0 {
		f.gap, f.base = true, 0
		return
	}
	f.write(c)
	f.base = vowel(c)
}

func (f *folder) other(r rune) {
	switch {
	case r < rune(len(latin)) && latin[r].umlauts != "":
		l := latin[r]
		text := l.plain
		if f.umlauts {
			text = l.umlauts
		}
		for i := range len(text) {
			f.write(text[i])
		}
		f.base = l.base
		return
	case r >= '\u2010' && r <= '\u2027' || r >= '\u2030' && r <= '\u205e': // dashes, quotation marks
		f.gap, f.base = true, 0
		return
	}
	f.slowly(r)
}

// latin are the letters with umlauts and accents that texts are full of, folded
// ahead.
var latin = func() (t [0x180]struct {
	plain, umlauts string
	base           byte
}) {
	for r := rune(0xc0); r < rune(len(t)); r++ {
		a, b := folder{}, folder{umlauts: true}
		a.slowly(r)
		b.slowly(r)
		t[r].plain, t[r].umlauts, t[r].base = string(a.out), string(b.out), b.base
	}
	return t
}()

func (f *folder) slowly(r rune) {
	if parts := norm.NFKD.PropertiesString(string(r)).Decomposition(); parts != nil {
		for _, part := range string(parts) {
			if part < utf8.RuneSelf {
				f.ascii(byte(part))
			} else {
				f.single(part)
			}
		}
		return
	}
	f.single(r)
}

// single folds a character that is not made of others.
func (f *folder) single(r rune) {
	if plain, ok := letters[r]; ok {
		for i := range len(plain) {
			f.write(plain[i])
		}
		f.base = 0
		return
	}
	switch {
	case r == diaeresis && f.base != 0:
		if f.base = 0; f.umlauts {
			f.write('e')
		}
		f.extend()
	case unicode.Is(unicode.M, r):
		f.extend()
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
	case unicode.IsLetter(r), unicode.IsDigit(r):
		var buffer [utf8.UTFMax]byte
		for _, c := range utf8.AppendRune(buffer[:0], unicode.ToLower(r)) {
			f.write(c)
		}
		f.base = 0
	default:
		f.gap, f.base = true, 0
	}
}

const diaeresis = '\u0308'

// letters that Unicode does not take apart: ß and those of neighbours.
var letters = map[rune]string{'ß': "ss", 'ẞ': "ss", 'ł': "l", 'Ł': "l", 'ø': "o", 'Ø': "o", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'þ': "th", 'Þ': "th", 'ı': "i", 'ħ': "h", 'Ħ': "h", 'ŧ': "t", 'Ŧ': "t", 'ŋ': "n", 'Ŋ': "n", 'ς': "σ"}

func (f *folder) write(c byte) {
	if f.gap && len(f.out) > 0 {
		f.put(' ', f.begin, f.begin)
	}
	f.gap = false
	f.put(c, f.begin, f.end)
}

func (f *folder) put(c byte, from, to int) {
	f.out = append(f.out, c)
	if f.places {
		f.from, f.to = append(f.from, from), append(f.to, to)
	}
}

// extend lets the last character end with the mark that belongs to it.
func (f *folder) extend() {
	if f.places && len(f.to) > 0 {
		f.to[len(f.to)-1] = f.end
	}
}

// Unmarked returns a Markdown text with its entities replaced by the characters
// that readers see: &uuml; and &#252; become ü.
func Unmarked(source string) string {
	if strings.IndexByte(source, '&') < 0 {
		return source
	}
	return html.UnescapeString(source)
}
