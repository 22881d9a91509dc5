package search

import (
	"math"
	"slices"

	"kommunalforum/internal/search/german"
)

// Limits of a search.
const (
	MaxQueryWords = 20 // different words; more are ignored
	HitsPerPage   = 10
	MaxPages      = 50 // further pages are not served: people narrow the search instead
)

// How much the ways to find a word count. They were measured on questions and
// keyword queries (make search-eval).
const (
	exactWeight   = 1.0 // the word as it was typed
	partsWeight   = .85 // the parts that it is made of
	similarWeight = .8  // words of the index that are like it
	joinedWeight  = .8  // a hyphen word written as one, beside its pieces
	softWeight    = .3  // words that say little about what is asked
)

// word is one thing that is asked for. A document gets the score of the best of
// its ways, and the sum of these over all words.
type word struct {
	term          string
	start         int // where it stands in the query, in bytes
	end           int
	weight        float64
	covers        uint64 // the words of the query, as bits, that are found with it
	required      bool   // a text with all words must have it
	identifier    bool   // a number or name that makes its pieces needless
	mayBeMisspelt bool   // it may be misspelt
	variants      []variant
}

// variant is one way to find a word: by all or some of these terms.
type variant struct {
	parts  bool // terms are parts, otherwise whole words
	terms  []string
	weight float64
}

func exactVariant(term string) variant { return variant{terms: []string{term}, weight: exactWeight} }

// analyse returns what a text asks for: its words but those that are in
// nearly every text and those that only make it a question, and what is made of
// several words. There is no syntax: quotes, stars and the like only separate.
// isQuestion says that the text is a whole question and not a few words.
func analyse(l *german.Language, text string) (words []word, question bool) {
	tokens := l.Tokens(text)
	words = singleWords(l, tokens, false)
	question = len(words) >= minQuestionWords || len(words) > 0 && slices.ContainsFunc(tokens, func(t german.Token) bool { return l.IsQuestion(t.Term) })
	composed := compositeWords(tokens, words)
	if len(words)+len(composed) == 0 {
		words = singleWords(l, tokens, true)
	}
	return append(words, composed...), question
}

// minQuestionWords is from how many words on a text counts as a question.
const minQuestionWords = 4

// singleWords returns the different words of the tokens, each with a bit of its own.
func singleWords(l *german.Language, tokens []german.Token, questions bool) []word {
	var out []word
	soft := 0
	for _, t := range tokens {
		known := slices.ContainsFunc(out, func(w word) bool { return w.term == t.Term })
		if t.Kind != german.Single || t.Stop || known || len(out) == MaxQueryWords || l.IsQuestion(t.Term) && !questions {
			continue
		}
		w := word{term: t.Term, start: t.Start, end: t.End, weight: 1, covers: 1 << len(out), required: true, mayBeMisspelt: true}
		if l.IsSoft(t.Term) {
			w.weight, w.required = softWeight, false
			soft++
		}
		parts := slices.Compact(slices.Sorted(slices.Values(l.Parts(t.Term))))
		w.variants = []variant{exactVariant(t.Term), {parts: true, terms: parts, weight: partsWeight / math.Sqrt(float64(len(parts)))}}
		out = append(out, w)
	}
	for i := range out {
		out[i].required = out[i].required || soft == len(out)
	}
	return out
}

// compositeWords returns what is made of several of the words; finding it finds them.
// Searched that have a synonym get one more way.
func compositeWords(tokens []german.Token, words []word) (out []word) {
	for _, t := range tokens {
		if t.Kind == german.Single {
			continue
		}
		if t.Kind == german.Synonym && t.To-t.From == 1 { // another way to say one word
			for i := range words {
				if words[i].term == tokens[t.From].Term {
					words[i].variants = append(words[i].variants, exactVariant(t.Term))
				}
			}
			continue
		}
		w := word{term: t.Term, start: t.Start, end: t.End, weight: 1, variants: []variant{exactVariant(t.Term)}, identifier: t.Kind == german.Identifier}
		for _, piece := range tokens[t.From:t.To] {
			for _, of := range words {
				if of.term == piece.Term {
					w.covers |= of.covers
				}
			}
		}
		if t.Kind == german.Joined {
			w.weight = joinedWeight
		}
		if w.covers == 0 { // "Einer für Alle" is nothing but stop words
			w.covers, w.required = 1<<(MaxQueryWords+len(out)), true
			for _, other := range out { // which may be written with hyphens
				if w.start < other.end && other.start < w.end && other.required {
					w.covers = other.covers
				}
			}
		}
		out = append(out, w)
		if len(out) == MaxQueryWords {
			break
		}
	}
	return out
}
