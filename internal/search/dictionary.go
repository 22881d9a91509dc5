package search

import (
	"math"
	"slices"
	"sync"

	"kommunalforum/internal/board"
)

// dictionary holds the words of an index by their groups of three letters, to
// find those that are near a word: misspelt, inflected, made of the same parts.
// It does for queries what a field of n-grams would, without one in the index.
//
// Nobody looks into it but through visibleWords: which words there are, how
// frequent they are and how much a group of letters tells must not hang on texts
// that the viewer may not read.
type dictionary struct {
	docs   uint64 // documents in the index when it was made
	terms  []string
	groups map[string]*group
	open   [audiences]openWords
	boards map[board.ACL]uint16 // number of each restricted board
	first  []uint32             // where in counts those of a term begin
	counts []boardCount         // how many texts of restricted boards have the term
	spare  sync.Pool            // of *[]float32, one for each term, all zero
}

// openWords are the words of the texts that a whole audience may read.
type openWords struct {
	docs   uint64 // such texts in the index when the dictionary was made
	words  int
	counts []uint32  // such texts with the term, 0 for none
	mass   []float32 // sum of the weights of a term's groups
}

// group is three letters in a row.
type group struct {
	terms  []uint32 // that have it
	words  [audiences]int
	weight [audiences]float32 // how much it tells: little when many words have it
}

// boardCount says how many texts of a restricted board have a word.
type boardCount struct {
	board uint16
	texts uint32
}

// Limits of the dictionary and of looking up in it.
const (
	gramLength    = 3
	dictLeast     = 4       // letters of a word
	dictLongest   = 40      // bytes of a word
	dictMost      = 400_000 // words of an audience; when there are more, the rare ones are left out
	maxBoardWords = 100_000 // the same for a restricted board
	gramMost      = 100_000 // words with a group; more say nothing
	likenessLeast = .15
)

// near is a word of the index that is like one that was asked for.
type near struct {
	term     string
	count    uint32
	likeness float64 // 0 to 1
}

// newDictionary makes the dictionary of words that were counted.
func newDictionary(words wordCounts) *dictionary {
	words.dropRare()
	d := &dictionary{groups: map[string]*group{}, boards: words.boards}
	for term := range words.of {
		d.terms = append(d.terms, term)
	}
	slices.Sort(d.terms)
	for a := range d.open {
		d.open[a] = openWords{docs: words.docs[a], counts: make([]uint32, len(d.terms)), mass: make([]float32, len(d.terms))}
	}
	for i, term := range d.terms {
		counted := words.of[term]
		d.first = append(d.first, uint32(len(d.counts)))
		d.counts = append(d.counts, counted.boards...)
		for a, n := range counted.open {
			d.open[a].counts[i] = n
			if n > 0 {
				d.open[a].words++
			}
		}
		for _, g := range grams(term) {
			d.group(g).add(uint32(i), counted)
		}
	}
	d.first = append(d.first, uint32(len(d.counts)))
	d.weigh()
	d.spare.New = func() any {
		shared := make([]float32, len(d.terms))
		return &shared
	}
	return d
}

func (d *dictionary) group(gram string) *group {
	g := d.groups[gram]
	if g == nil {
		g = &group{}
		d.groups[gram] = g
	}
	return g
}

func (g *group) add(term uint32, counted *wordCount) {
	g.terms = append(g.terms, term)
	for a, n := range counted.open {
		if n > 0 {
			g.words[a]++
		}
	}
}

// weigh works out how much the groups tell to each audience.
func (d *dictionary) weigh() {
	for _, g := range d.groups {
		for a := range d.open {
			g.weight[a] = float32(math.Log(1 + float64(d.open[a].words+1)/float64(g.words[a]+1)))
		}
	}
	for i, term := range d.terms {
		for _, gram := range grams(term) {
			for a := range d.open {
				d.open[a].mass[i] += d.groups[gram].weight[a]
			}
		}
	}
}

// grams returns the different groups of three letters of a word, its beginning
// and its end among them.
func grams(word string) []string {
	word = "^" + word + "$"
	out := make([]string, 0, len(word))
	for i := 0; i+gramLength <= len(word); i++ {
		if g := word[i : i+gramLength]; !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// distance returns how many letters must be added, removed, changed or swapped
// with their neighbour to make b of a; more than most is most+1.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	last, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], last[j-2]+1)
			}
		}
		last, row, next = row, next, last
	}
	return min(row[len(b)], most+1)
}

// misspelt reports whether a word is so near another one that it may be a slip
// of the fingers: one for short words, two for long ones, none for the shortest,
// which nearly always have a neighbour.
func misspelt(word, meant string) bool {
	most := 0
	switch {
	case len(word) >= 8:
		most = 2
	case len(word) >= 5:
		most = 1
	}
	return distance(word, meant, most) <= most
}
