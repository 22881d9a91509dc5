package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kommunalforum/internal/search/german"
)

// visibleWords are the words of a dictionary that stand in texts which a viewer
// may read. All that it tells is the same as if there were no other texts.
type visibleWords struct {
	*dictionary
	audience audience
	words    *audienceWords
	admitted []bool // by number of a restricted board
}

// words returns the words that a viewer may learn of, nil without a dictionary.
func (d *dictionary) of(v view) *visibleWords {
	if d == nil {
		return nil
	}
	w := &visibleWords{dictionary: d, audience: v.audience(), admitted: make([]bool, len(d.boards))}
	w.words = &d.audiences[w.audience]
	for _, acl := range v.acls {
		if number, ok := d.boards[acl]; ok {
			w.admitted[number] = true
		}
	}
	return w
}

// countEntries returns how many texts with the term the viewer may read.
func (w *visibleWords) count(term int) uint32 {
	n := w.words.counts[term]
	for _, c := range w.counts[w.firstCount[term]:w.firstCount[term+1]] {
		if w.admitted[c.board] {
			n += c.texts
		}
	}
	return n
}

// similar returns the words that are most like a word, not the word itself, the
// maxTermScore alike first.
func (w *visibleWords) similar(word string, most int) []similarWord {
	if len(word) < minWordLetters || len(word) > maxWordBytes || most <= 0 {
		return nil
	}
	spare := w.scratch.Get().(*[]float32)
	defer w.scratch.Put(spare)
	shared := *spare
	var touched []uint32
	var own float32
	unknown := float32(math.Log(1 + float64(w.words.words+1))) // weight of a group that no word has
	for _, gram := range trigramsOf(word) {
		g := w.trigrams[gram]
		if g == nil {
			own += unknown
			continue
		}
		weight := g.weight[w.audience]
		own += weight
		if g.words[w.audience] > maxTrigramWords {
			continue
		}
		for _, i := range g.terms {
			if shared[i] == 0 {
				touched = append(touched, i)
			}
			shared[i] += weight
		}
	}
	best := similarCollector{size: most}
	for _, i := range touched {
		part := float64(shared[i] / own)
		whole := float64(shared[i] / w.words.mass[i])
		shared[i] = 0
		if part < best.minSimilarity() || w.terms[i] == word { // wholeWords is at most 1
			continue
		}
		if n := w.count(int(i)); n > 0 {
			best.add(similarWord{w.terms[i], n, part * math.Sqrt(math.Sqrt(whole))})
		}
	}
	return best.sorted()
}

// similarCollector gathers the words that are most alike.
type similarCollector struct {
	size      int
	words     []similarWord
	threshold float64 // similarity of the last one that belongs to them, once there are enough
}

func (n *similarCollector) minSimilarity() float64 { return max(minSimilarity, n.threshold) }

func (n *similarCollector) add(word similarWord) {
	if word.similarity < n.minSimilarity() {
		return
	}
	if n.words = append(n.words, word); len(n.words) >= 4*n.size {
		n.words = n.sorted()
		n.threshold = n.words[n.size-1].similarity
	}
}

// sorted returns at most as many as are wanted, the most alike first.
func (n *similarCollector) sorted() []similarWord {
	slices.SortFunc(n.words, func(a, b similarWord) int {
		return cmp.Or(cmp.Compare(b.similarity, a.similarity), strings.Compare(a.term, b.term))
	})
	return n.words[:min(len(n.words), n.size)]
}

// withPrefix returns the words that begin so, the most frequent first.
func (w *visibleWords) withPrefix(word string, most int) (out []string) {
	type counted struct {
		term  string
		count uint32
	}
	best := make([]counted, 0, most+1)
	from, _ := slices.BinarySearch(w.terms, word)
	for i := from; i < len(w.terms) && strings.HasPrefix(w.terms[i], word); i++ {
		n := w.count(i)
		if n == 0 || len(best) == most && n <= best[most-1].count {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, n, func(c counted, n uint32) int {
			if c.count >= n { // among equals in the order of letters
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, counted{w.terms[i], n})
		best = best[:min(len(best), most)]
	}
	for _, c := range best {
		out = append(out, c.term)
	}
	return out
}

// corrections returns the words that somebody may have meant who typed one that no
// text has, the likeliest first. Other forms of the same word are none.
func (w *visibleWords) corrections(typed string) (out []string) {
	stem := german.Stem(typed)
	likes := slices.DeleteFunc(w.similar(typed, maxSimilarWords), func(n similarWord) bool {
		return !isMisspelling(typed, n.term) || german.Stem(n.term) == stem
	})
	slices.SortStableFunc(likes, func(a, b similarWord) int {
		return cmp.Or(cmp.Compare(distance(typed, a.term, 2), distance(typed, b.term, 2)), cmp.Compare(b.count, a.count))
	})
	for _, n := range likes {
		out = append(out, n.term)
	}
	return out
}
