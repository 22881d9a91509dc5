package german

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// Vocabulary is how often words are used, per 100,000 words of text.
type Vocabulary map[string]float64

// Splitter splits compounds.
type Splitter struct {
	known Vocabulary         // folded words that may be parts
	stems map[string]float64 // the same by stem, the most frequent counts
}

const (
	minPartLength  = 4  // bytes of a part
	minLooseLength = 5  // bytes of a part of which only another form is known
	maxParts       = 5  // parts of a word
	maxSplitLength = 60 // bytes of a word that is split
)

// links are the letters between parts, with what each costs: rare ones cost more.
var links = []struct {
	letters string
	cost    float64
}{{"", 0}, {"s", .5}, {"n", .5}, {"en", .5}, {"es", 1.5}, {"er", 1.5}, {"e", 1.5}}

// NewSplitter returns a splitter whose parts come from a vocabulary of folded words,
// without the particles: "aus", "über" and the like are too often found where they
// are not meant.
func NewSplitter(v Vocabulary, particles []string) *Splitter {
	never := set(particles)
	s := &Splitter{known: Vocabulary{}, stems: map[string]float64{}}
	for w, f := range v {
		if len(w) < minPartLength || never[w] || strings.Trim(w, "0123456789") != w {
			continue
		}
		s.known[w] = f
		if stem := Stem(w); f > s.stems[stem] {
			s.stems[stem] = f
		}
	}
	return s
}

// worth returns how likely w is a part of a compound; ok is false if it is not.
func (s *Splitter) worth(w string) (value float64, ok bool) {
	f, ok := s.known[w]
	if !ok && len(w) >= minLooseLength {
		f, ok = s.stems[Stem(w)]
		f *= .3
	}
	if !ok || len(w) < minPartLength {
		return 0, false
	}
	return math.Log(f) - 2, true
}

// step is the best way to cover the beginning of a word with some parts.
type step struct {
	score  float64
	from   int // where the last part begins
	until  int // where it ends; linking letters follow
	usable bool
}

// steps are the best steps to a place in a word, by the number of parts.
type steps [maxParts + 1]step

// Split returns the parts of a folded word, which together cover all of it but the
// linking letters; a word that is not a compound is its only part.
func (s *Splitter) Split(w string) []string {
	if len(w) < 2*minPartLength || len(w) > maxSplitLength || !isASCII(w) {
		return []string{w}
	}
	kept := scratch.Get().(*[maxSplitLength + 1]steps)
	defer scratch.Put(kept)
	best := kept[:len(w)+1]
	clear(best)
	s.cover(w, best)
	count := 0
	for n := 2; n <= maxParts; n++ {
		if b := best[len(w)][n]; b.usable && (count == 0 || b.score > best[len(w)][count].score) {
			count = n
		}
	}
	if count == 0 {
		return []string{w}
	}
	out := make([]string, count)
	for end, n := len(w), count; n > 0; n-- {
		b := best[end][n]
		out[n-1] = w[b.from:b.until]
		end = b.from
	}
	return out
}

// scratch are steps to the places in a word.
var scratch = sync.Pool{New: func() any { return new([maxSplitLength + 1]steps) }}

// cover sets the best steps to each place in a word.
func (s *Splitter) cover(w string, best []steps) {
	best[0][0].usable = true
	for from := 0; from+minPartLength <= len(w); from++ {
		if !slices.ContainsFunc(best[from][:maxParts], func(s step) bool { return s.usable }) {
			continue
		}
		for until := from + minPartLength; until <= len(w); until++ {
			if until-from == len(w) {
				continue // the word is not a part of itself
			}
			value, ok := s.worth(w[from:until])
			if !ok {
				continue
			}
			for _, l := range links {
				end := until + len(l.letters)
				if l.letters != "" && (end+minPartLength > len(w) || w[until:end] != l.letters) {
					continue
				}
				best[end].improve(&best[from], from, until, value, l.cost)
			}
		}
	}
}

// improve adds the part from one place until another to the steps before it, and
// keeps the results that are better.
func (s *steps) improve(before *steps, from, until int, value, cost float64) {
	for n := range maxParts {
		if b := before[n]; b.usable {
			next := step{b.score + value - cost, from, until, true}
			if old := &s[n+1]; !old.usable || next.score > old.score {
				*old = next
			}
		}
	}
}
