// Package textfield reads short plain texts, such as titles, names, reasons and
// short answers, that people type or paste, or that come from files, commands and
// identity providers. It owns no table.
//
// It promises: accepted text is NFC, has no control, bidirectional, invisible,
// private-use or unassigned characters, no white space but single spaces (and line
// breaks where several lines are allowed), and, unless it is empty, at least one
// visible letter or digit.
//
// Characters fall into three classes, see class: those that show nothing and get in
// by pasting are silently removed; those that disguise a text, or look different
// everywhere, are refused with their code point; all others stay.
package textfield

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kommunalforum/internal/fault"
)

// maxMarks is how many combining marks may follow a letter. More are no
// writing: they are drawn over the lines above and below.
const maxMarks = 4

// Line cleans a single-line field in place and records in c what is wrong with it:
// fewer than least or more than most characters, or refused characters. A field
// with least 0 may be empty.
func Line(c *fault.Check, field, label string, value *string, least, most int) {
	*value = Clean(*value)
	check(c, field, label, *value, least, most)
}

// Lines is like Line for plain text of several lines; line breaks become "\n".
func Lines(c *fault.Check, field, label string, value *string, least, most int) {
	*value = CleanLines(*value)
	check(c, field, label, *value, least, most)
}

func check(c *fault.Check, field, label, value string, least, most int) {
	n := utf8.RuneCountInString(value)
	switch {
	case n == 0 && least > 0:
		c.Add(field, "Bitte füllen Sie „%s“ aus.", label)
	case n < least:
		c.Add(field, "„%s“ braucht mindestens %d Zeichen.", label, least)
	case n > most:
		c.Add(field, "„%s“ darf höchstens %d Zeichen lang sein, jetzt sind es %d.", label, most, n)
	}
	if why := Refusal(value); why != "" {
		c.Add(field, "„%s“ %s", label, why)
	}
}

// Clean returns a text as single-line fields are stored and compared: NFC, without
// the invisible leftovers of pasting, trimmed, every run of white space a single
// space. It keeps what Refusal refuses.
func Clean(s string) string { return strings.Join(strings.Fields(without(s)), " ") }

// CleanLines applies Clean to each line of a text. Empty lines between others stay.
func CleanLines(s string) string {
	var out []string
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n") {
		out = append(out, Clean(line))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// Refusal says in German why a cleaned text is refused, as the rest of a sentence
// that starts with the field's name; "" if it is not refused.
func Refusal(s string) string {
	visible, marks := false, 0
	before := "" // what stands in front of the character, to find it
	for at, r := range s {
		switch class(r) {
		case refused:
			if r == utf8.RuneError {
				return "enthält ein Zeichen, das beim Kopieren verloren ging" + behind(before) + "."
			}
			return fmt.Sprintf("enthält ein Zeichen, das man nicht sieht oder das nicht überall gleich aussieht (U+%04X%s). Bitte "+
				"löschen Sie es.", r, behind(before))
		case mark:
			if marks++; marks > maxMarks {
				return "enthält Zeichen, die übereinander stehen."
			}
		default:
			marks = 0
			visible = visible || unicode.IsLetter(r) || unicode.IsDigit(r)
		}
		before = s[:at+utf8.RuneLen(r)]
	}
	if s != "" && !visible {
		return "braucht mindestens einen Buchstaben oder eine Ziffer."
	}
	return ""
}

// behind says after which word a character stands.
func behind(before string) string {
	words := strings.Fields(before)
	if len(words) == 0 {
		return " ganz am Anfang"
	}
	last := []rune(words[len(words)-1])
	return " hinter „" + string(last[max(0, len(last)-20):]) + "“"
}

// without returns s as NFC and without the characters that are removed.
func without(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	last := rune(-1) // the last character that stays
	rest := norm.NFC.String(s)
	for at, r := range rest {
		switch class(r) {
		case removed:
			continue
		case joiner:
			next, _ := utf8.DecodeRuneInString(rest[at+utf8.RuneLen(r):])
			if !joined(last, r, next) {
				continue
			}
		}
		b.WriteRune(r)
		last = r
	}
	return norm.NFC.String(b.String()) // what was removed may have kept letter and mark apart
}

// plain reports whether s has printable ASCII only, as most texts do.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// joined reports whether a joiner or variation selector makes one sign of its
// neighbours: ZWJ between two pictures, a selector of text or picture behind a
// sign or digit. Elsewhere they do nothing.
func joined(before, r, after rune) bool {
	switch {
	case r == zeroWidthJoiner:
		return (picture(before) || before == pictureSelector) && picture(after)
	case before == '#' || before == '*' || unicode.Is(unicode.Nd, before):
		return after == keycap
	}
	return picture(before) || unicode.In(before, unicode.Sm, unicode.Po)
}

// picture reports whether r is a sign of which emoji are made.
func picture(r rune) bool {
	return r != utf8.RuneError && unicode.Is(unicode.So, r) || r >= 0x1f000 && r <= 0x1faff
}
