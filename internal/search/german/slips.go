package german

import "strings"

const (
	minSlipLength = 8  // bytes of a word in which Slips looks for slips
	maxSlips      = 80 // words that are tried
)

// Slips returns the stems of the parts of compounds for which a folded word may be a
// slip of the fingers: two letters are swapped, or one is doubled or dropped twice. It is
// for words that nobody writes: compounds are more than any dictionary has.
func (l *Language) Slips(term string) (out [][]string) {
	if len(term) < minSlipLength || len(term) > maxSplitLength || !isASCII(term) {
		return nil
	}
	for _, word := range slipsOf(term) {
		split := l.splitter.Split(masculine(word))
		if len(split) < 2 {
			continue
		}
		for i, part := range split {
			split[i] = Stem(part)
		}
		out = append(out, split)
	}
	return out
}

// slipsOf returns the words from which a slip leads to w.
func slipsOf(w string) (out []string) {
	for i := 0; i+1 < len(w); i++ {
		if w[i] != w[i+1] { // swapped
			out = append(out, w[:i]+w[i+1:i+2]+w[i:i+1]+w[i+2:])
		}
	}
	for i := range w {
		if i == 0 || w[i] != w[i-1] { // one letter too many
			out = append(out, w[:i]+w[i+1:])
		}
		if i > 0 && strings.IndexByte("aeioumnlrstf", w[i]) >= 0 && w[i] != w[i-1] && len(out) < maxSlips { // one of two is missing
			out = append(out, w[:i]+w[i:i+1]+w[i:])
		}
	}
	return out
}
