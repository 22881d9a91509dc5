package german

import "slices"

// name is one of the names of a thing, by the stems of its words.
type name struct {
	words  []string
	others [][]string // the parts of its other names, each to be found as a whole
}

// OtherName says that words of a text name a thing that has other names.
type OtherName struct {
	From, To int        // which single words
	Parts    [][]string // stems of the parts of each other name
}

// maxOtherNames is how many names in common use an official name leads to, the first
// ones of its group.
const maxOtherNames = 4

// addNames adds groups of an official name and those in common use: each of these leads
// to the official one, and that one to the first of them.
func (l *Language) addNames(groups [][]string) {
	for _, group := range groups {
		official := l.partsOf(group[0])
		var common [][]string
		for i, written := range group[1:] {
			l.addName(written, [][]string{official})
			if i < maxOtherNames {
				common = append(common, l.partsOf(written))
			}
		}
		l.addName(group[0], common)
	}
}

func (l *Language) addName(written string, others [][]string) {
	var words []string
	for _, t := range terms(scan(written)) {
		words = append(words, Stem(t))
	}
	for i, n := range l.names[words[0]] {
		if slices.Equal(n.words, words) {
			l.names[words[0]][i].others = append(n.others, others...)
			return
		}
	}
	l.names[words[0]] = append(l.names[words[0]], name{words, others})
}

// partsOf returns the stems of the parts of all words of a name.
func (l *Language) partsOf(name string) (out []string) {
	for _, t := range terms(scan(name)) {
		if !l.stop[t] {
			out = append(out, l.Parts(t)...)
		}
	}
	return out
}

// OtherNames returns the other names of what the single words among tokens name, for each
// word the longest name that begins with it.
func (l *Language) OtherNames(tokens []Token) (out []OtherName) {
	var words []string
	for _, t := range tokens {
		if t.Kind == Single {
			words = append(words, Stem(t.Term))
		}
	}
	for i := range words {
		best := OtherName{}
		for _, n := range l.names[words[i]] {
			if to := i + len(n.words); to > best.To && to <= len(words) && slices.Equal(words[i:to], n.words) {
				best = OtherName{i, to, n.others}
			}
		}
		if best.To > 0 {
			out = append(out, best)
		}
	}
	return out
}
