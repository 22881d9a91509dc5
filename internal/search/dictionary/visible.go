package dictionary

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/german"
)

// Visible is the dictionary as one viewer may know it.
type Visible struct {
	*Dictionary
	audience Audience
	open     *audienceWords
	admitted []bool // by number of a restricted board
}

// Similar is a word that resembles one that was looked up.
type Similar struct {
	Word       string
	Texts      uint32  // that the viewer may read and have it
	Similarity float64 // from 0 to 1
}

const (
	minSimilarity = .15 // less similar words are not returned
	maxSlips      = 100 // similar words among which Corrections looks
)

// VisibleTo returns the words of texts with one of the keywords, nil for a nil
// dictionary.
func (d *Dictionary) VisibleTo(acls []board.ACL) *Visible {
	if d == nil {
		return nil
	}
	v := &Visible{Dictionary: d, audience: AudienceOf(acls), admitted: make([]bool, len(d.boards))}
	v.open = &d.audiences[v.audience]
	for _, acl := range acls {
		if number, ok := d.boards[acl]; ok {
			v.admitted[number] = true
		}
	}
	return v
}

// count returns how many texts with the word the viewer may read.
func (v *Visible) count(word int) uint32 {
	n := v.open.counts[word]
	for _, c := range v.counts[v.first[word]:v.first[word+1]] {
		if v.admitted[c.board] {
			n += c.texts
		}
	}
	return n
}

// Similar returns up to limit words that are similar to a word, the most similar
// first, without the word itself.
func (v *Visible) Similar(word string, limit int) []Similar {
	if len(word) < minWordLength || len(word) > maxWordLength || limit <= 0 {
		return nil
	}
	scratch := v.scratch.Get().(*sharing)
	defer v.scratch.Put(scratch)
	own := v.share(word, scratch)
	shared := scratch.weights
	best := collector{size: limit}
	for _, i := range scratch.touched {
		part := float64(shared[i] / own)
		whole := float64(shared[i] / v.open.mass[i])
		shared[i] = 0
		if part < best.threshold() || v.words[i] == word { // whole is at most 1
			continue
		}
		if n := v.count(int(i)); n > 0 {
			best.add(Similar{v.words[i], n, part * math.Sqrt(math.Sqrt(whole))})
		}
	}
	return best.sorted()
}

// sharing are the words that share trigrams with one. It is used again and again.
type sharing struct {
	weights []float32 // by word: of the trigrams that it shares; all 0 between uses
	touched []uint32  // words with any
}

// share adds the weights of the trigrams of a word to all words that have them. It
// returns the sum of all weights.
func (v *Visible) share(word string, with *sharing) (own float32) {
	with.touched = with.touched[:0]
	unknown := float32(math.Log(1 + float64(v.open.words+1))) // weight of a trigram that no word has
	for _, letters := range trigramsOf(word) {
		g := v.trigrams[letters]
		if g == nil {
			own += unknown
			continue
		}
		weight := g.weight[v.audience]
		own += weight
		if g.number[v.audience] > maxTrigramWords {
			continue
		}
		for _, i := range g.words {
			if with.weights[i] == 0 {
				with.touched = append(with.touched, i)
			}
			with.weights[i] += weight
		}
	}
	return own
}

// collector keeps the most similar words.
type collector struct {
	size  int
	words []Similar
	last  float64 // similarity of the last word that belongs to them, once there are enough
}

func (c *collector) threshold() float64 { return max(minSimilarity, c.last) }

func (c *collector) add(word Similar) {
	if word.Similarity < c.threshold() {
		return
	}
	if c.words = append(c.words, word); len(c.words) >= 4*c.size {
		c.words = c.sorted()
		c.last = c.words[c.size-1].Similarity
	}
}

func (c *collector) sorted() []Similar {
	slices.SortFunc(c.words, func(a, b Similar) int {
		return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), strings.Compare(a.Word, b.Word))
	})
	return c.words[:min(len(c.words), c.size)]
}

// WithPrefix returns up to limit words with the prefix, the most frequent first.
func (v *Visible) WithPrefix(prefix string, limit int) (out []string) {
	type counted struct {
		word  string
		count uint32
	}
	best := make([]counted, 0, limit+1)
	from, _ := slices.BinarySearch(v.words, prefix)
	for i := from; i < len(v.words) && strings.HasPrefix(v.words[i], prefix); i++ {
		n := v.count(i)
		if n == 0 || len(best) == limit && n <= best[limit-1].count {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, n, func(c counted, n uint32) int {
			if c.count >= n { // equally frequent words in alphabetical order
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, counted{v.words[i], n})
		best = best[:min(len(best), limit)]
	}
	for _, c := range best {
		out = append(out, c.word)
	}
	return out
}

// minMisspeltPrefix is how many letters of a beginning may hold a slip.
const minMisspeltPrefix = 5

// WithMisspeltPrefix returns up to limit words whose beginning is probably meant by the one
// that was typed, the most similar first.
func (v *Visible) WithMisspeltPrefix(prefix string, limit int) (out []string) {
	if len(prefix) < minMisspeltPrefix {
		return nil
	}
	for _, s := range v.Similar(prefix, maxSlips) {
		for _, end := range []int{len(prefix), len(prefix) + 1, len(prefix) - 1} {
			if end <= len(s.Word) && distance(prefix, s.Word[:end], 1) <= 1 {
				out = append(out, s.Word)
				break
			}
		}
		if len(out) == limit {
			break
		}
	}
	return out
}

// Corrections returns the words that may be meant by a misspelt one, the most
// likely first. Other forms of the same word are not among them.
func (v *Visible) Corrections(typed string) (out []string) {
	stem := german.Stem(typed)
	similar := slices.DeleteFunc(v.Similar(typed, maxSlips), func(s Similar) bool {
		return !IsMisspelling(typed, s.Word) || german.Stem(s.Word) == stem
	})
	slices.SortStableFunc(similar, func(a, b Similar) int {
		return cmp.Or(cmp.Compare(distance(typed, a.Word, 2), distance(typed, b.Word, 2)),
			cmp.Compare(moved(typed, a.Word), moved(typed, b.Word)), cmp.Compare(b.Texts, a.Texts))
	})
	for _, s := range similar {
		out = append(out, s.Word)
	}
	return out
}

// moved returns 0 for words of the same letters, which were only swapped, otherwise 1.
func moved(a, b string) int {
	letters := [2][]byte{[]byte(a), []byte(b)}
	for i := range letters {
		slices.Sort(letters[i])
	}
	if slices.Equal(letters[0], letters[1]) {
		return 0
	}
	return 1
}
