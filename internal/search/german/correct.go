package german

import "strings"

const minCore = 4 // letters of a word behind its prefixes

// IsWord reports whether a folded word is correct German as far as the vocabulary and the
// rules of inflection, derivation and composition tell: one of its forms is known, or that
// of a word of its family, or what its prefixes leave, or all of its parts.
func (l *Language) IsWord(term string) bool {
	if l.isKnown(term) {
		return true
	}
	for _, relative := range Relatives(term) {
		if l.isKnown(relative) {
			return true
		}
	}
	for _, prefixes := range [][]string{separable, inseparable} {
		for _, p := range prefixes {
			rest, ok := strings.CutPrefix(term, p)
			if !ok {
				continue
			}
			if l.isCore(rest) || strings.HasPrefix(rest, "ge") && l.isCore(rest[2:]) || strings.HasPrefix(rest, "zu") && l.isCore(rest[2:]) {
				return true
			}
		}
	}
	return len(l.Parts(term)) > 1
}

// isCore reports whether what prefixes leave of a word is known.
func (l *Language) isCore(rest string) bool { return len(rest) >= minCore && l.isKnown(rest) }

// isKnown reports whether the vocabulary has a form of the word.
func (l *Language) isKnown(term string) bool {
	stem := Stem(term)
	if l.common[stem] {
		return true
	}
	_, ok := l.splitter.stems[stem]
	return ok
}
