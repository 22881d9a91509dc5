package textfield

import (
	"unicode"

	"kommunalforum/internal/fault"
)

// Name cleans and checks the name of a person or an organisation, or what
// somebody does there: as Line does, and that it is what it looks like.
func Name(c *fault.Check, field, label string, value *string, least, most int) {
	Line(c, field, label, value, least, most)
	if Refusal(*value) != "" {
		return
	}
	if why := nameProblem(*value); why != "" {
		c.Add(field, "„%s“ %s", label, why)
	}
}

// maxNameMarks is how many combining marks may follow a letter: DIN SPEC 91379
// knows letters with two.
const maxNameMarks = 2

// nameProblem says in German why a name is refused, "" when it is not. What cannot be
// seen or turns the reading direction is refused, and so is every letter that
// is not Latin: the names of people in German registers are (DIN SPEC 91379,
// Datentyp A), and letters of other scripts only look like them.
func nameProblem(name string) string {
	marks := 0
	for _, r := range name {
		switch {
		case r == ' ':
			marks = 0
			continue
		case invisible(r):
			return "enthält unsichtbare oder steuernde Zeichen."
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxNameMarks {
				return "enthält Zeichen, die übereinander stehen."
			}
			continue
		case unicode.IsLetter(r) && (!unicode.Is(unicode.Latin, r) || lookAlike(r)):
			return "darf nur lateinische Buchstaben enthalten. Andere sehen ihnen zum Verwechseln ähnlich."
		}
		marks = 0
	}
	return ""
}

// invisible reports whether a character shows nothing, only space, or does
// something to its neighbours. Of spaces only the plain one is a name's.
func invisible(r rune) bool {
	return unicode.In(r, unicode.C, unicode.Z, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		r == '\u2800' || r == '\u034f' || r == unicode.ReplacementChar
}

// lookAlike finds the Latin letters that are others in disguise: full-width
// ones, small capitals and modifiers of phonetic script.
func lookAlike(r rune) bool {
	return r >= 0xff00 && r <= 0xffef || // full width
		r >= 0x1d00 && r <= 0x1dbf || // phonetic extensions
		r >= 0x0250 && r <= 0x02ff && r != 0x0259 && r != 0x02bc || // IPA and modifiers, but for ə and ʼ
		r >= 0x2100 && r <= 0x218f || // letter-like symbols and Roman numerals
		r >= 0xa720 && r <= 0xa7ff
}
