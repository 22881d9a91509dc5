package german

import (
	"strings"
	"unicode"
)

// wholes finds what belongs together although it is written in several pieces:
// hyphenated words, file numbers, host names, LeiKa keys, paragraphs of laws.
func wholes(text string, all []piece) []Token {
	var out []Token
	for i := 0; i < len(all); {
		to := chain(text, all, i)
		if to-i > 1 {
			out = append(out, linked(text, all[i:to], i, to))
		}
		i = to
	}
	for i, p := range all {
		if to := leikaKey(text, all[i:]); to > 0 {
			out = append(out, compose(Identifier, strings.Join(terms(all[i:i+to]), ""), all, i, i+to))
		}
		if digits(p.term[:1]) && strings.HasSuffix(strings.TrimRight(text[:p.start], " \u00a0\u202f"), "§") {
			if law := lawAfter(all, i); law > 0 {
				out = append(out, compose(Identifier, "§"+p.term+all[law].term, all, i, law+1))
			}
		}
	}
	return out
}

func compose(kind Kind, term string, all []piece, from, to int) Token {
	return Token{Kind: kind, Term: term, Start: all[from].start, End: all[to-1].end, From: from, To: to}
}

// chain returns the end of the pieces from i on that only hyphens and dots link.
func chain(text string, all []piece, i int) int {
	for i++; i < len(all) && link(text, all[i-1], all[i]) != ""; i++ {
	}
	return i
}

// link returns the single character between two pieces if it links them.
func link(text string, a, b piece) string {
	switch between := text[a.end:b.start]; between {
	case "-", ".":
		return between
	case "\u2010", "\u2011": // hyphen, non-breaking hyphen
		return "-"
	}
	return ""
}

// linked makes one token of a chain. Numbers and hosts keep their hyphens and
// dots; hyphenated words lose them, so that E-Mail is Email.
func linked(text string, chain []piece, from, to int) Token {
	tok := Token{Kind: Joined, Start: chain[0].start, End: chain[len(chain)-1].end, From: from, To: to}
	var spelled strings.Builder
	dots, numbers := 0, 0
	for i, p := range chain {
		if i > 0 {
			l := link(text, chain[i-1], p)
			if spelled.WriteString(l); l == "." {
				dots++
			}
		}
		if spelled.WriteString(p.term); digits(p.term) {
			numbers++
		}
	}
	last := chain[len(chain)-1]
	host := dots > 0 && len(last.term) > 1 && last.raw == strings.ToLower(last.raw) && !digits(last.term)
	number := numbers == len(chain) || dots == 0 && numbers >= 2
	if host || number {
		tok.Kind, tok.Term = Identifier, spelled.String()
	} else if dots == 0 {
		tok.Term = strings.Join(terms(chain), "")
	}
	return tok
}

// leikaKey returns how many pieces make up a LeiKa key written in groups, such
// as 99 012 001 000 000; 0 for none.
func leikaKey(text string, all []piece) int {
	const groups = 5
	if len(all) < groups || all[0].term != "99" {
		return 0
	}
	for i := 1; i < groups; i++ {
		if len(all[i].term) != 3 || !digits(all[i].term) || len(strings.TrimSpace(text[all[i-1].end:all[i].start])) > 0 {
			return 0
		}
	}
	return groups
}

// divisions of a paragraph are written between its number and the law's name.
var divisions = map[string]bool{"abs": true, "absatz": true, "s": true, "satz": true, "nr": true, "nummer": true, "lit": true, "ff": true, "f": true}

// lawAfter returns the index of the law that the number at i belongs to, 0 for
// none.
func lawAfter(all []piece, i int) int {
	for j := i + 1; j < len(all) && j < i+8; j++ {
		p := all[j]
		switch {
		case isLaw(p, j == i+1):
			return j
		case divisions[p.term] || digits(p.term) || len(p.term) == 1:
		default:
			return 0
		}
	}
	return 0
}

// isLaw recognises the short name of a law: StVO, OZG, BauGB, in small letters
// too where one is expected.
func isLaw(p piece, expected bool) bool {
	capitals := 0
	for _, r := range p.raw {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	if capitals >= 2 {
		return true
	}
	short := len(p.term) >= 2 && len(p.term) <= 7
	return expected && short && (strings.HasSuffix(p.term, "g") || strings.HasSuffix(p.term, "vo") || strings.HasSuffix(p.term, "gb") ||
		strings.HasSuffix(p.term, "o"))
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func terms(all []piece) []string {
	out := make([]string, len(all))
	for i, p := range all {
		out[i] = p.term
	}
	return out
}
