package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// dictionary holds the words of an index by their groups of three letters, to
// find those that are near a word: misspelt, inflected, made of the same parts.
// It does for queries what a field of n-grams would, without one in the index.
type dictionary struct {
	docs   uint64 // documents in the index when it was made
	terms  []string
	counts []uint32            // documents with the term
	mass   []float32           // sum of the weights of a term's groups
	lists  map[string][]uint32 // which terms have the group
	spare  sync.Pool           // of *[]float32, one for each term, all zero
}

// Limits of the dictionary and of looking up in it.
const (
	gramLength    = 3
	dictLeast     = 4       // letters of a word
	dictLongest   = 40      // bytes of a word
	dictMost      = 400_000 // words; when there are more, the rare ones are left out
	gramMost      = 100_000 // words with a group; more say nothing
	likenessLeast = .15
)

// near is a word of the index that is like one that was asked for.
type near struct {
	term     string
	count    uint32
	likeness float64 // 0 to 1
}

// spell makes the dictionary of all words in titles and bodies.
func (s *store) spell(ctx context.Context) error {
	d, err := s.readDictionary(ctx)
	if err == nil {
		s.grams.Store(d)
	}
	return err
}

func (s *store) readDictionary(ctx context.Context) (d *dictionary, err error) {
	err = guard(func() error {
		inner, err := s.index.Advanced()
		if err != nil {
			return err
		}
		reader, err := inner.Reader()
		if err != nil {
			return err
		}
		defer reader.Close()
		counts := map[string]uint32{}
		for _, field := range []string{fieldTitle, fieldBody} {
			if err := readTerms(ctx, reader, field, counts); err != nil {
				return err
			}
		}
		docs, err := reader.DocCount()
		if err != nil {
			return err
		}
		d = newDictionary(counts)
		d.docs = docs
		return nil
	})
	return d, err
}

func readTerms(ctx context.Context, reader index.IndexReader, field string, counts map[string]uint32) error {
	dict, err := reader.FieldDict(field)
	if err != nil {
		return err
	}
	defer dict.Close()
	for n := 0; ; n++ {
		e, err := dict.Next()
		if err != nil || e == nil {
			return err
		}
		if n%10_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(e.Term) >= dictLeast && len(e.Term) <= dictLongest && !strings.ContainsAny(e.Term, "0123456789.§-") {
			counts[strings.Clone(e.Term)] = max(counts[e.Term], uint32(e.Count))
		}
	}
}

func newDictionary(counts map[string]uint32) *dictionary {
	for least := uint32(2); len(counts) > dictMost; least *= 2 {
		for term, n := range counts {
			if n < least {
				delete(counts, term)
			}
		}
	}
	d := &dictionary{lists: map[string][]uint32{}}
	for term := range counts {
		d.terms = append(d.terms, term)
	}
	slices.Sort(d.terms)
	d.counts = make([]uint32, len(d.terms))
	d.mass = make([]float32, len(d.terms))
	for i, term := range d.terms {
		d.counts[i] = counts[term]
		for _, g := range grams(term) {
			d.lists[g] = append(d.lists[g], uint32(i))
		}
	}
	for i, term := range d.terms {
		for _, g := range grams(term) {
			d.mass[i] += d.weight(g)
		}
	}
	d.spare.New = func() any {
		shared := make([]float32, len(d.terms))
		return &shared
	}
	return d
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

// weight says how much a group tells: little when many words have it.
func (d *dictionary) weight(gram string) float32 {
	return float32(math.Log(1 + float64(len(d.terms)+1)/float64(len(d.lists[gram])+1)))
}

// count returns how many documents have the word, as of when the dictionary was
// made.
func (d *dictionary) count(word string) int {
	if i, ok := slices.BinarySearch(d.terms, word); ok {
		return int(d.counts[i])
	}
	return 0
}

// near returns the words that are most like a word, not the word itself, the
// most alike first.
func (d *dictionary) near(word string, most int) []near {
	if len(word) < dictLeast || len(word) > dictLongest || most <= 0 {
		return nil
	}
	spare := d.spare.Get().(*[]float32)
	defer d.spare.Put(spare)
	shared := *spare
	var touched []uint32
	var own float32
	for _, g := range grams(word) {
		w := d.weight(g)
		own += w
		list := d.lists[g]
		if len(list) > gramMost {
			continue
		}
		for _, i := range list {
			if shared[i] == 0 {
				touched = append(touched, i)
			}
			shared[i] += w
		}
	}
	best := nearest{most: most}
	for _, i := range touched {
		part := float64(shared[i] / own)
		whole := float64(shared[i] / d.mass[i])
		shared[i] = 0
		if part < best.least() || d.terms[i] == word { // whole is at most 1
			continue
		}
		best.add(near{d.terms[i], d.counts[i], part * math.Sqrt(math.Sqrt(whole))})
	}
	return best.sorted()
}

// nearest gathers the words that are most alike.
type nearest struct {
	most  int
	words []near
	from  float64 // likeness of the last one that belongs to them, once there are enough
}

func (n *nearest) least() float64 { return max(likenessLeast, n.from) }

func (n *nearest) add(word near) {
	if word.likeness < n.least() {
		return
	}
	if n.words = append(n.words, word); len(n.words) >= 4*n.most {
		n.words = n.sorted()
		n.from = n.words[n.most-1].likeness
	}
}

// sorted returns at most as many as are wanted, the most alike first.
func (n *nearest) sorted() []near {
	slices.SortFunc(n.words, func(a, b near) int {
		return cmp.Or(cmp.Compare(b.likeness, a.likeness), strings.Compare(a.term, b.term))
	})
	return n.words[:min(len(n.words), n.most)]
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

// meant returns the words of the index that unknown words are probably slips of.
func (s *store) meant(words []word) (out []string) {
	d := s.grams.Load()
	if d == nil {
		return nil
	}
	for _, w := range words {
		if unknown(s.german, d, w) {
			out = append(out, d.meant(s.german, w.term)...)
		}
	}
	return out
}
