// Package german analyses German text for searching: it folds spellings,
// recognises gender forms, file numbers and abbreviations of the field, splits
// compounds and knows which words of a question matter. It knows nothing of an
// index and keeps no state but a cache.
package german

import (
	"slices"
	"strings"
	"sync"
)

// Kind is what a token stands for.
type Kind int

// The kinds of tokens.
const (
	Single     Kind = iota // a word
	Joined                 // the words of a hyphenated word, written as one
	Identifier             // a number, a host name, a paragraph: searched as a whole
	Synonym                // an abbreviation or its long form, by the name they share
)

// Token is a word of a text, or several that are one thing.
type Token struct {
	Kind       Kind
	Term       string // folded
	Start, End int    // where it stands, in bytes
	From, To   int    // which single words, counted from 0, it is made of
	Stop       bool   // it is in nearly every text and not worth searching
}

// Lists are the words that a Language is made of, spelled as people spell them.
type Lists struct {
	Stop      []string   // never searched
	Question  []string   // dropped from questions
	Soft      []string   // count little in questions
	Synonyms  [][]string // groups of the same meaning, the name that they share first
	Names     [][]string // official names, each with those in common use behind it
	Common    []string   // correct, beside the vocabulary
	Phrases   []string   // terms of the field, for completing what somebody types
	Particles []string   // never part of a compound
}

// Language splits texts into tokens. It may be used by several goroutines.
type Language struct {
	stop, question, soft map[string]bool
	common               map[string]bool // stems
	phrases              []phrase
	forms                map[string][]form // by their first word
	names                map[string][]name // by the stem of their first word
	splitter             *Splitter
	mu                   sync.RWMutex
	parts                map[string]composition // those found already
}

// composition says what a word is made of.
type composition struct {
	stems []string // of the parts
	split []string // the parts; nil for one
}

// form is one way to write a synonym.
type form struct {
	words []string
	name  string
}

// New returns the language of these lists, which splits compounds by s.
func New(l Lists, s *Splitter) *Language {
	out := &Language{stop: set(l.Stop), question: set(l.Question), soft: set(l.Soft),
		forms: map[string][]form{}, names: map[string][]name{}, common: map[string]bool{}, splitter: s, parts: map[string]composition{}}
	for _, group := range l.Synonyms {
		name := strings.Join(terms(scan(group[0])), "")
		for _, written := range group {
			words := terms(scan(written))
			if len(words) > 1 || len(words) == 1 && words[0] != name {
				out.forms[words[0]] = append(out.forms[words[0]], form{words, name})
			}
		}
	}
	for _, forms := range out.forms {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.words) - len(a.words) })
	}
	for word := range set(l.Common) {
		out.common[Stem(word)] = true
	}
	out.addNames(l.Names)
	out.addPhrases(l.Phrases)
	return out
}

func set(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[Fold(w)] = true
	}
	return out
}

// Tokens returns the tokens of a text. Single words come first, in their order and
// with stop words; then tokens that are composed of several.
func (l *Language) Tokens(text string) []Token {
	pieces := scan(text)
	out := make([]Token, 0, len(pieces)+len(pieces)/8)
	for i, p := range pieces {
		out = append(out, Token{Term: p.term, Start: p.start, End: p.end, From: i, To: i + 1, Stop: l.stop[p.term]})
	}
	for _, t := range wholes(text, pieces) {
		if t.Term != "" {
			out = append(out, t)
		}
	}
	for i := 0; i < len(pieces); i++ {
		if f, ok := l.formAt(pieces[i:]); ok {
			out = append(out, compose(Synonym, f.name, pieces, i, i+len(f.words)))
		}
	}
	return out
}

// formAt returns the longest written form of a synonym that the words begin with.
func (l *Language) formAt(pieces []piece) (form, bool) {
next:
	for _, f := range l.forms[pieces[0].term] {
		if len(f.words) > len(pieces) {
			continue
		}
		for i, w := range f.words {
			if pieces[i].term != w {
				continue next
			}
		}
		return f, true
	}
	return form{}, false
}

// IsQuestion reports whether a folded word only makes a text a question.
func (l *Language) IsQuestion(term string) bool { return l.question[term] }

// IsSoft reports whether a folded word says little about what is asked.
func (l *Language) IsSoft(term string) bool { return l.soft[term] }

// maxCachedWords is how many words Parts remembers.
const maxCachedWords = 50_000

// Parts returns the stems of the parts of a folded word; a word that is not a
// compound has one. The result is shared and must not be changed.
func (l *Language) Parts(term string) []string { return l.composition(term).stems }

func (l *Language) composition(term string) composition {
	l.mu.RLock()
	c, ok := l.parts[term]
	l.mu.RUnlock()
	if ok {
		return c
	}
	term = strings.Clone(term)
	c.stems = []string{Stem(term)}
	if split := l.splitter.Split(masculine(term)); len(split) > 1 {
		c.split, c.stems = split, make([]string, len(split))
		for i, p := range split {
			c.stems[i] = Stem(p)
		}
	}
	l.mu.Lock()
	if len(l.parts) >= maxCachedWords {
		l.parts = map[string]composition{} // the frequent words are soon back
	}
	l.parts[term] = c
	l.mu.Unlock()
	return c
}
