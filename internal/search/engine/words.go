package engine

import (
	"math"
	"slices"
	"strings"

	"kommunalforum/internal/search/german"
)

// MaxWords is the maximum number of different words in a request; more are
// ignored.
const MaxWords = 20

// Weights of the variants of a word, measured on questions and keyword queries.
const (
	exactWeight   = 1.0 // the word as it was typed
	partsWeight   = .85 // the parts of the compound
	similarWeight = .8  // similar words of the index
	familyWeight  = .5  // another word of the same family
	slipWeight    = .95 // a word that is meant by a misspelt one
	partSlip      = .85 // the parts of a compound that is meant by a misspelt one
	namesWeight   = .7  // another name of the same thing
	joinedWeight  = .8  // a hyphenated word written as one, beside its pieces
	softWeight    = .3  // words that say little about what is asked
)

// Word is one thing that is searched for. A document scores the best of its
// variants, and the sum of these over all words.
type Word struct {
	Term          string // folded
	Start, End    int    // its place in the text, in bytes
	Required      bool   // a document with all words must have it
	MayBeMisspelt bool
	Variants      []Variant // the first is the word as it was typed
	weight        float64
	covers        uint64 // bits of the words of the text that are found with it
	identifier    bool   // a number or name; if the index has it, its pieces are dropped
	compound      bool   // it has several parts
	synonym       bool   // it has another name
	weak          bool   // a number or a single letter: too little to find anything by it alone
	language      *german.Language
}

// Variant is one way to find a word: all of its terms find it, some of them find
// it partially.
type Variant struct {
	Parts  bool // terms are stems of parts, otherwise whole words
	Terms  []string
	weight float64
}

func exactVariant(term string) Variant { return Variant{Terms: []string{term}, weight: exactWeight} }

// Analyse returns the words of a text that are searched for: without stop words,
// without words that only make it a question, and with what is composed of several
// words. There is no syntax: punctuation only separates. isQuestion reports that
// the text is a whole question and not a few keywords.
func Analyse(l *german.Language, text string) (words []Word, isQuestion bool) {
	tokens := l.Tokens(text)
	words = singleWords(l, tokens, false)
	isQuestion = len(words) >= minQuestionWords || len(words) > 0 &&
		slices.ContainsFunc(tokens, func(t german.Token) bool { return l.IsQuestion(t.Term) })
	composite := append(compositeWords(tokens, words), otherNames(l, tokens, words)...)
	if len(words)+len(composite) == 0 {
		words = singleWords(l, tokens, true)
	}
	return append(words, composite...), isQuestion
}

// minQuestionWords is from how many words on a text counts as a question.
const minQuestionWords = 4

// singleWords returns the different single words of the tokens, each with a bit of
// its own in covers.
func singleWords(l *german.Language, tokens []german.Token, questionWords bool) []Word {
	var out []Word
	soft := 0
	for _, t := range tokens {
		known := slices.ContainsFunc(out, func(w Word) bool { return w.Term == t.Term })
		if t.Kind != german.Single || t.Stop || known || len(out) == MaxWords || l.IsQuestion(t.Term) && !questionWords {
			continue
		}
		w := Word{Term: t.Term, Start: t.Start, End: t.End, Required: true, MayBeMisspelt: true, weight: 1, covers: 1 << len(out),
			language: l}
		if l.IsSoft(t.Term) {
			w.weight, w.Required = softWeight, false
			soft++
		}
		w.weak = len(t.Term) == 1 || strings.Trim(t.Term, "0123456789") == ""
		all := l.Parts(t.Term)
		parts := slices.Compact(slices.Sorted(slices.Values(all)))
		w.compound = len(all) > 1
		w.Variants = []Variant{exactVariant(t.Term), {Parts: true, Terms: parts, weight: partsWeight / math.Sqrt(float64(len(parts)))}}
		w.Variants = append(w.Variants, relatives(all, t.Term)...)
		out = append(out, w)
	}
	for i := range out {
		out[i].Required = out[i].Required || soft == len(out)
	}
	return out
}

// relatives returns the variants of a word by others of its family; of a compound its
// last part is replaced by them.
func relatives(parts []string, term string) (out []Variant) {
	last := term
	if len(parts) > 1 {
		last = parts[len(parts)-1]
	}
	for _, relative := range german.Relatives(last) {
		terms := append(slices.Clone(parts[:len(parts)-1]), relative)
		terms = slices.Compact(slices.Sorted(slices.Values(terms)))
		out = append(out, Variant{Parts: true, Terms: terms, weight: familyWeight / math.Sqrt(float64(len(terms)))})
	}
	return out
}

// compositeWords returns what is composed of several of the words; finding it
// covers them. A word that has a synonym gets one more variant instead.
func compositeWords(tokens []german.Token, words []Word) (out []Word) {
	for _, t := range tokens {
		if t.Kind == german.Single {
			continue
		}
		if t.Kind == german.Synonym && t.To-t.From == 1 { // another name for one word
			for i := range words {
				if words[i].Term == tokens[t.From].Term {
					words[i].Variants, words[i].synonym = append(words[i].Variants, exactVariant(t.Term)), true
				}
			}
			continue
		}
		w := Word{Term: t.Term, Start: t.Start, End: t.End, Variants: []Variant{exactVariant(t.Term)}, weight: 1,
			identifier: t.Kind == german.Identifier}
		for _, piece := range tokens[t.From:t.To] {
			for _, of := range words {
				if of.Term == piece.Term {
					w.covers |= of.covers
				}
			}
		}
		if t.Kind == german.Joined {
			w.weight = joinedWeight
		}
		if w.covers == 0 { // "Einer für Alle" is nothing but stop words
			w.covers, w.Required = 1<<(MaxWords+len(out)), true
			for _, other := range out { // which may be written with hyphens
				if w.Start < other.End && other.Start < w.End && other.Required {
					w.covers = other.covers
				}
			}
		}
		out = append(out, w)
		if len(out) == MaxWords {
			break
		}
	}
	return out
}

// otherNames adds the other names of things to the words that name them. For things that
// several words name it returns words that cover these.
func otherNames(l *german.Language, tokens []german.Token, words []Word) (out []Word) {
	for _, n := range l.OtherNames(tokens) {
		var variants []Variant
		for _, parts := range n.Parts {
			parts = slices.Compact(slices.Sorted(slices.Values(parts)))
			variants = append(variants, Variant{Parts: true, Terms: parts, weight: namesWeight / math.Sqrt(float64(len(parts)))})
		}
		w := Word{Start: tokens[n.From].Start, End: tokens[n.To-1].End, weight: 1, Variants: variants}
		for i := range words {
			if words[i].Start < w.Start || words[i].End > w.End {
				continue
			}
			if n.To-n.From == 1 {
				words[i].Variants, words[i].synonym = append(words[i].Variants, variants...), true
			}
			w.covers |= words[i].covers
		}
		if n.To-n.From > 1 && w.covers != 0 && len(out) < MaxWords {
			out = append(out, w)
		}
	}
	return out
}
