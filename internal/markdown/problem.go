package markdown

import (
	"fmt"
	"strconv"
)

// Reason says why a source is refused.
type Reason int

const (
	TooLong    Reason = iota + 1 // more than MaxLength characters
	NotUTF8                      // not valid UTF-8
	TooDeep                      // nested deeper than MaxDepth
	TooComplex                   // more markup than any real text has, and costly to parse
)

// Problem is the error of Render for a refused source.
type Problem struct {
	Reason   Reason
	Sentence string // a full sentence in German, for the form
}

func (p *Problem) Error() string { return p.Sentence }

func tooLong(runes int) *Problem {
	return &Problem{TooLong, fmt.Sprintf("Der Text ist zu lang: höchstens %s Zeichen, jetzt %s.",
		grouped(MaxLength), grouped(runes))}
}

func notUTF8() *Problem {
	return &Problem{NotUTF8, "Der Text enthält ungültige Zeichen. Bitte geben Sie ihn neu ein oder speichern Sie die Vorlage als UTF-8."}
}

func tooDeep() *Problem {
	return &Problem{TooDeep, fmt.Sprintf("Der Text ist zu tief verschachtelt (höchstens %d Ebenen).", MaxDepth)}
}

func tooComplex() *Problem {
	return &Problem{TooComplex, "Der Text enthält zu viele Auszeichnungen (Hervorhebungen, Verweise, Fußnoten oder Tabellenzellen). " +
		"Bitte teilen Sie ihn auf oder setzen Sie Quelltext in einen Codeblock."}
}

// grouped writes n with German thousands: 32000 as "32.000".
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
