package german

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a word of a text.
type piece struct {
	raw        string // as written, without gender ending and soft hyphens
	term       string // folded
	start, end int    // in bytes, gender ending included
}

// scan splits a text into words: letters, digits and what is written inside them.
// Gender forms become the form that they begin with.
func scan(text string) []piece {
	out := make([]piece, 0, len(text)/usualWord)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			i += size
			continue
		}
		p := word(text, i)
		i = p.end
		if p.term = Fold(p.raw); p.term != "" {
			out = append(out, p)
		}
	}
	return out
}

// usualWord is about how many bytes of a text there are for a word.
const usualWord = 7

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// word reads the word that begins at start.
func word(text string, start int) piece {
	end := letters(text, start)
	raw := text[start:end]
	if base, ok := binnenI(raw); ok {
		return piece{raw: base, start: start, end: end}
	}
	if n, keep := genderEnding(raw, text[end:]); n > 0 {
		rest := end + n
		if keep { // Bürger*innenbüro
			tail := letters(text, rest)
			return piece{raw: raw + text[rest:tail], start: start, end: tail}
		}
		return piece{raw: raw, start: start, end: rest}
	}
	return piece{raw: raw, start: start, end: end}
}

// letters returns where the word that continues at i ends. Soft hyphens and other
// invisible characters inside it are part of it.
func letters(text string, i int) int {
	end := i
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if inWord(r) {
			end = i
		} else if r < utf8.RuneSelf || !unicode.Is(unicode.Cf, r) {
			break
		}
	}
	return end
}

// shortest is the minimum length of a word with a gender ending, in bytes.
const shortest = 3

// binnenI recognises BürgerInnen and BürgerIn.
func binnenI(raw string) (base string, ok bool) {
	for _, ending := range []string{"Innen", "In"} {
		if base, ok = strings.CutSuffix(raw, ending); ok && len(base) >= shortest {
			last, _ := utf8.DecodeLastRuneInString(base)
			return base, unicode.IsLower(last)
		}
	}
	return "", false
}

// genderMarks stand between a word and its other ending, the longest first.
var genderMarks = []string{"/-", "*", ":", "_", "·", "•", "/", "("}

// genderEnding returns the length of a gender ending with its mark that begins
// after the word raw, 0 if there is none. more says that the word continues after
// it.
func genderEnding(raw, after string) (length int, more bool) {
	if len(raw) < shortest || after == "" || after[0] == ' ' {
		return 0, false
	}
	for _, mark := range genderMarks {
		rest, ok := strings.CutPrefix(after, mark)
		if !ok {
			continue
		}
		end := letters(rest, 0)
		ending := rest[:end]
		switch {
		case ending == "innen" || ending == "in":
		case (mark == "*" || mark == ":" || mark == "_") && (ending == "r" || ending == "e" || ending == "n" || ending == "en"):
		case mark != "(" && mark != "/" && strings.HasPrefix(ending, "innen"):
			return len(mark) + len("innen"), true
		default:
			return 0, false
		}
		if mark == "(" {
			if !strings.HasPrefix(rest[end:], ")") {
				return 0, false
			}
			end++
		}
		return len(mark) + end, false
	}
	return 0, false
}
