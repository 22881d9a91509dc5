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
	docs       uint64 // documents in the index when it was made
	terms      []string
	trigrams   map[string]*trigram
	audiences  [audiences]audienceWords
	boards     map[board.ACL]uint16 // docNumber of each restricted board
	firstCount []uint32             // where in counts those of a term begin
	counts     []boardCount         // how many texts of restricted boards have the term
	scratch    sync.Pool            // words *[]float32, one for each term, all zero
}

// audienceWords are the words of the texts that a whole audience may read.
type audienceWords struct {
	docs   uint64 // such texts in the index when the dictionary was made
	words  int
	counts []uint32  // such texts with the term, 0 for none
	mass   []float32 // sum of the weights of a term's groups
}

// trigram is three letters in a row.
type trigram struct {
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
	trigramLength    = 3
	minWordLetters   = 4       // letters of a word
	maxWordBytes     = 40      // bytes of a word
	maxAudienceWords = 400_000 // words of an audience; when there are more, the rare ones are left out
	maxBoardWords    = 100_000 // the same for a restricted board
	maxTrigramWords  = 100_000 // words with a group; more say nothing
	minSimilarity    = .15
)

// similar is a word of the index that is like one that was asked for.
type similarWord struct {
	term       string
	count      uint32
	similarity float64 // 0 to 1
}

// newDictionary makes the dictionary of words that were counted.
func newDictionary(words wordCounts) *dictionary {
	words.dropRare()
	d := &dictionary{trigrams: map[string]*trigram{}, boards: words.boards}
	for term := range words.words {
		d.terms = append(d.terms, term)
	}
	slices.Sort(d.terms)
	for a := range d.audiences {
		d.audiences[a] = audienceWords{docs: words.docs[a], counts: make([]uint32, len(d.terms)), mass: make([]float32, len(d.terms))}
	}
	for i, term := range d.terms {
		counted := words.words[term]
		d.firstCount = append(d.firstCount, uint32(len(d.counts)))
		d.counts = append(d.counts, counted.boards...)
		for a, n := range counted.open {
			d.audiences[a].counts[i] = n
			if n > 0 {
				d.audiences[a].words++
			}
		}
		for _, g := range trigramsOf(term) {
			d.trigram(g).add(uint32(i), counted)
		}
	}
	d.firstCount = append(d.firstCount, uint32(len(d.counts)))
	d.weigh()
	d.scratch.New = func() any {
		shared := make([]float32, len(d.terms))
		return &shared
	}
	return d
}

func (d *dictionary) trigram(gram string) *trigram {
	g := d.trigrams[gram]
	if g == nil {
		g = &trigram{}
		d.trigrams[gram] = g
	}
	return g
}

func (g *trigram) add(term uint32, counted *wordCount) {
	g.terms = append(g.terms, term)
	for a, n := range counted.open {
		if n > 0 {
			g.words[a]++
		}
	}
}

// impactsOf works out how much the groups tell to each audience.
func (d *dictionary) weigh() {
	for _, g := range d.trigrams {
		for a := range d.audiences {
			g.weight[a] = float32(math.Log(1 + float64(d.audiences[a].words+1)/float64(g.words[a]+1)))
		}
	}
	for i, term := range d.terms {
		for _, gram := range trigramsOf(term) {
			for a := range d.audiences {
				d.audiences[a].mass[i] += d.trigrams[gram].weight[a]
			}
		}
	}
}

// trigramsOf returns the different groups of three letters of a word, its beginning
// and its end among them.
func trigramsOf(word string) []string {
	word = "^" + word + "$"
	out := make([]string, 0, len(word))
	for i := 0; i+trigramLength <= len(word); i++ {
		if g := word[i : i+trigramLength]; !slices.Contains(out, g) {
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

// isMisspelling reports whether a word is so near another one that it may be a slip
// words the fingers: one for short words, two for long ones, none for the shortest,
// which nearly always have a neighbour.
func isMisspelling(word, meant string) bool {
	most := 0
	switch {
	case len(word) >= 8:
		most = 2
	case len(word) >= 5:
		most = 1
	}
	return distance(word, meant, most) <= most
}
