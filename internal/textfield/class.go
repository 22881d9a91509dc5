package textfield

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	kept = iota
	removed
	refused
	mark   // stays, but only some behind one letter
	joiner // stays within an emoji, is removed elsewhere
)

const (
	zeroWidthJoiner = '\u200d'
	textSelector    = '\ufe0e'
	pictureSelector = '\ufe0f'
	keycap          = '\u20e3' // drawn around a digit
)

// class says what happens to a character.
//
// Removed are those that show nothing in a text that runs from left to right,
// and that programs put there: soft hyphens, zero width spaces and non-joiners,
// byte order marks, word joiners, the marks and embeddings for the left-to-right
// direction that come along with dates, paths and telephone numbers, the marks
// for right-to-left, variation selectors that vary nothing, and control
// characters (PDF readers copy U+0002 for a hyphen at a line's end).
//
// Refused are those that turn the reading direction of what follows, invisible
// letters and fillers, tags, which hide a second text, private-use and
// unassigned characters, and the replacement character.
func class(r rune) int {
	switch {
	case r >= ' ' && r <= '~', unicode.IsSpace(r):
		return kept
	case unicode.IsControl(r):
		return removed
	}
	switch r {
	case '\u00ad', '\u200b', '\u200c', '\u2060', '\ufeff', '\u200e', '\u200f', '\u061c',
		'\u202a', '\u202c', '\u202d', '\u2066', '\u2068', '\u2069':
		return removed
	case zeroWidthJoiner, textSelector, pictureSelector:
		return joiner
	case utf8.RuneError, '\u2800', '\u034f': // empty Braille, grapheme joiner
		return refused
	}
	switch {
	case unicode.Is(unicode.Variation_Selector, r):
		return removed
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Co):
		return refused
	case unicode.Is(unicode.M, r):
		return mark
	case assigned(r):
		return kept
	}
	return refused
}

// assigned reports whether Unicode has a character r. The blocks of emoji count
// as whole: each year brings new ones, before this program knows them.
func assigned(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Z) || r >= 0x1f000 && r <= 0x1faff
}

// Shown returns a cleaned text without what Refusal refuses, for names that nobody typed
// and that cannot be sent back, such as those of files. It may be empty.
func Shown(s string) string {
	marks := 0
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch class(r) {
		case refused, removed:
			return -1
		case mark:
			if marks++; marks > maxMarks {
				return -1
			}
		default:
			marks = 0
		}
		return r
	}, s))
}

// Visible reports whether a text of any length shows anything at all.
func Visible(s string) bool {
	for _, r := range s {
		if c := class(r); c == kept && !unicode.IsSpace(r) {
			return true
		}
	}
	return false
}
