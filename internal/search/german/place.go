package german

import "strings"

// Place is a part of a word: its stem, and its bytes in the text.
type Place struct {
	Stem       string
	Start, End int
}

// Places returns where the parts of a token are in its text, without the letters
// that link them. A word that is not a compound, or not written as one piece, has
// one place: all of it.
func (l *Language) Places(text string, t Token) []Place {
	c := l.composition(t.Term)
	stems, split := c.stems, c.split
	written := text[t.Start:t.End]
	if len(split) == 0 || Fold(written) != t.Term {
		out := make([]Place, len(stems))
		for i, s := range stems {
			out[i] = Place{s, t.Start, t.End}
		}
		return out
	}
	out := make([]Place, len(split))
	at := 0
	for i, part := range split {
		at += strings.Index(t.Term[at:], part)
		from := t.Start + unfold(written, at)
		if at += len(part); i == len(split)-1 {
			at = len(t.Term) // the ending of women's forms, which was split off
		}
		out[i] = Place{stems[i], from, t.Start + unfold(written, at)}
	}
	return out
}

// unfold returns how many bytes of a word make the first n of its folded form.
func unfold(word string, n int) int {
	var f folder
	german, last := isGerman(word), 0
	for i, r := range word + " " {
		folded := len(f.out)
		if !german {
			folded = len(Fold(word[:i]))
		}
		if folded > n {
			break
		}
		last = i
		f.add(r)
	}
	return last
}
