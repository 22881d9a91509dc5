// Package dictionary holds the words of an index by their trigrams, to find words
// that are similar to one that was typed: misspelt, inflected, or made of the same
// parts. It does for queries what a field of n-grams would, without one in the
// index. It owns no table.
//
// It promises: what a viewer is told depends only on texts that this viewer may
// read; that holds for which words there are, how frequent they are and how
// similar they are taken to be.
package dictionary

import (
	"math"
	"slices"
	"sync"

	"kommunalforum/internal/board"
)

// Dictionary is made once and never changes. It may be used by several goroutines.
type Dictionary struct {
	docs      uint64 // documents in the index when it was made
	words     []string
	trigrams  map[string]*trigram
	audiences [Audiences]audienceWords
	boards    map[board.ACL]uint16 // numbers of the restricted boards
	first     []uint32             // where in counts those of a word begin
	counts    []boardCount         // texts of restricted boards with a word
	scratch   sync.Pool            // of *sharing
}

// audienceWords are the words of the texts that a whole audience may read.
type audienceWords struct {
	texts  uint64
	words  int
	counts []uint32  // by word: texts with it, 0 for none
	mass   []float32 // by word: the sum of the weights of its trigrams
}

// trigram is three bytes in a row.
type trigram struct {
	words  []uint32           // that have it
	number [Audiences]int     // how many of them the audience may know
	weight [Audiences]float32 // the higher the fewer words have it
}

// boardCount says how many texts of a restricted board have a word.
type boardCount struct {
	board uint16
	texts uint32
}

const (
	trigramLength    = 3
	minWordLength    = 4       // bytes of a word
	maxWordLength    = 40      // bytes of a word
	maxAudienceWords = 400_000 // words of an audience; the rarest beyond are left out
	maxBoardWords    = 100_000 // words of a restricted board; the rarest beyond are left out
	maxTrigramWords  = 100_000 // trigrams of more words say nothing and are skipped
)

// New makes the dictionary of the words that were counted in an index with docs
// documents. It changes the counts.
func New(counts *Counts, docs uint64) *Dictionary {
	counts.dropRare()
	d := &Dictionary{docs: docs, trigrams: map[string]*trigram{}, boards: counts.boards}
	for word := range counts.words {
		d.words = append(d.words, word)
	}
	slices.Sort(d.words)
	for a := range d.audiences {
		d.audiences[a] = audienceWords{texts: counts.texts[a], counts: make([]uint32, len(d.words)), mass: make([]float32, len(d.words))}
	}
	for i, word := range d.words {
		n := counts.words[word]
		d.first = append(d.first, uint32(len(d.counts)))
		d.counts = append(d.counts, n.boards...)
		for a, texts := range n.open {
			d.audiences[a].counts[i] = texts
			if texts > 0 {
				d.audiences[a].words++
			}
		}
		for _, g := range trigramsOf(word) {
			d.trigram(g).add(uint32(i), n)
		}
	}
	d.first = append(d.first, uint32(len(d.counts)))
	d.weigh()
	d.scratch.New = func() any {
		return &sharing{weights: make([]float32, len(d.words))}
	}
	return d
}

// Docs returns the number of documents in the index when the dictionary was made.
func (d *Dictionary) Docs() uint64 { return d.docs }

// Texts returns how many documents the audience may read.
func (d *Dictionary) Texts(a Audience) uint64 { return d.audiences[a].texts }

func (d *Dictionary) trigram(letters string) *trigram {
	g := d.trigrams[letters]
	if g == nil {
		g = &trigram{}
		d.trigrams[letters] = g
	}
	return g
}

func (g *trigram) add(word uint32, n *Count) {
	g.words = append(g.words, word)
	for a, texts := range n.open {
		if texts > 0 {
			g.number[a]++
		}
	}
}

// weigh computes the weights of the trigrams for each audience.
func (d *Dictionary) weigh() {
	for _, g := range d.trigrams {
		for a := range d.audiences {
			g.weight[a] = float32(math.Log(1 + float64(d.audiences[a].words+1)/float64(g.number[a]+1)))
		}
	}
	for i, word := range d.words {
		for _, letters := range trigramsOf(word) {
			for a := range d.audiences {
				d.audiences[a].mass[i] += d.trigrams[letters].weight[a]
			}
		}
	}
}

// trigramsOf returns the different trigrams of a word; its beginning and its end
// count as letters.
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
