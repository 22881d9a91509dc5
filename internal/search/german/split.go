package german

import (
	"math"
	"slices"
	"strings"
)

// Vocabulary is how often words are used, per 100,000 words of text.
type Vocabulary map[string]float64

// Splitter takes compounds apart.
type Splitter struct {
	known Vocabulary         // folded words that may be parts
	stems map[string]float64 // the same by stem, the most frequent counts
}

// Limits of a compound.
const (
	partLeast  = 4  // letters of a part
	looseLeast = 5  // letters of a part of which only another form is known
	partsMost  = 5  // parts of a word
	splitMost  = 60 // bytes of a word that is tried
)

// links stand between parts; each costs, the rare ones more.
var links = []struct {
	letters string
	cost    float64
}{{"", 0}, {"s", .5}, {"n", .5}, {"en", .5}, {"es", 1.5}, {"er", 1.5}, {"e", 1.5}}

// NewSplitter returns a splitter whose parts come from the vocabulary, of folded
// words, without the particles: "aus", "über" and the like are too often found
// where none is meant.
func NewSplitter(v Vocabulary, particles []string) *Splitter {
	never := set(particles)
	s := &Splitter{known: Vocabulary{}, stems: map[string]float64{}}
	for w, f := range v {
		if len(w) < partLeast || never[w] || strings.Trim(w, "0123456789") != w {
			continue
		}
		s.known[w] = f
		if stem := Stem(w); f > s.stems[stem] {
			s.stems[stem] = f
		}
	}
	return s
}

// worth says how likely w is a part of a compound; ok is false when it is none.
func (s *Splitter) worth(w string) (value float64, ok bool) {
	f, ok := s.known[w]
	if !ok && len(w) >= looseLeast {
		f, ok = s.stems[Stem(w)]
		f *= .3
	}
	if !ok || len(w) < partLeast {
		return 0, false
	}
	return math.Log(f) - 2, true
}

// Split returns the parts of a folded word, which together cover all of it but
// the linking letters; one part, the word itself, when it is no compound.
func (s *Splitter) Split(w string) []string {
	if len(w) < 2*partLeast || len(w) > splitMost || !isASCII(w) {
		return []string{w}
	}
	type step struct {
		score  float64
		from   int // where the last part begins
		until  int // where it ends; linking letters follow
		usable bool
	}
	best := make([][partsMost + 1]step, len(w)+1)
	best[0][0].usable = true
	for from := 0; from+partLeast <= len(w); from++ {
		if !slices.ContainsFunc(best[from][:partsMost], func(s step) bool { return s.usable }) {
			continue
		}
		for until := from + partLeast; until <= len(w); until++ {
			if until-from == len(w) {
				continue // the word itself is no part of it
			}
			value, ok := s.worth(w[from:until])
			if !ok {
				continue
			}
			for _, l := range links {
				end := until + len(l.letters)
				if l.letters != "" && (end+partLeast > len(w) || w[until:end] != l.letters) {
					continue
				}
				for n := range partsMost {
					if b := best[from][n]; b.usable {
						next := step{b.score + value - l.cost, from, until, true}
						if old := &best[end][n+1]; !old.usable || next.score > old.score {
							*old = next
						}
					}
				}
			}
		}
	}
	count := 0
	for n := 2; n <= partsMost; n++ {
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
