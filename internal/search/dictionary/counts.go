package dictionary

import (
	"math"
	"slices"
	"strings"

	"kommunalforum/internal/board"
)

// Counts says in how many texts of an index each word occurs, by who may read
// them. A document with the word in title and body counts as two texts.
type Counts struct {
	words  map[string]*Count
	texts  [Audiences]uint64
	boards map[board.ACL]uint16 // numbers of the restricted boards
}

// Count is the number of texts with one word.
type Count struct {
	open   [Audiences]uint32 // that an audience may read
	boards []boardCount      // of restricted boards
}

// Readers says who may read a document. The zero value is for documents that do
// not exist.
type Readers struct {
	Exists   bool
	Open     bool     // Audience and all beyond it may read it; otherwise only those admitted to a board
	Audience Audience // the first one
	board    uint16
}

// NewCounts returns counts of no texts.
func NewCounts() *Counts {
	return &Counts{words: map[string]*Count{}, boards: map[board.ACL]uint16{}}
}

// Readers returns who may read documents with the keyword. Beyond 65,535
// restricted boards, documents of further ones are taken for missing.
func (c *Counts) Readers(acl board.ACL) Readers {
	for a := range Audiences {
		if a.reads(acl) {
			return Readers{Exists: true, Open: true, Audience: a}
		}
	}
	number, ok := c.boards[acl]
	if !ok && len(c.boards) < math.MaxUint16 {
		number = uint16(len(c.boards))
		c.boards[acl] = number
	}
	return Readers{Exists: ok || len(c.boards) > int(number), board: number}
}

// AddDocument counts a document.
func (c *Counts) AddDocument(r Readers) {
	for a := r.Audience; r.Open && a < Audiences; a++ {
		c.texts[a]++
	}
}

// Takes reports whether the dictionary keeps such words: not those that are very
// short or long, and nothing with digits or punctuation.
func Takes(word string) bool {
	return len(word) >= minWordLength && len(word) <= maxWordLength && !strings.ContainsAny(word, "0123456789.§-")
}

// Word returns the count of a word, a new one if it was not counted yet.
func (c *Counts) Word(word string) *Count {
	if n := c.words[word]; n != nil {
		return n
	}
	return &Count{}
}

// Keep stores the count of a word unless it is zero. The word may lie in memory
// that is reused.
func (c *Counts) Keep(word string, n *Count) {
	if c.words[word] == nil && !n.zero() {
		c.words[strings.Clone(word)] = n
	}
}

// Add counts a text with the word.
func (n *Count) Add(r Readers) {
	switch {
	case !r.Exists:
	case r.Open:
		for a := r.Audience; a < Audiences; a++ {
			n.open[a]++
		}
	default:
		for i := range n.boards {
			if n.boards[i].board == r.board {
				n.boards[i].texts++
				return
			}
		}
		n.boards = append(n.boards, boardCount{r.board, 1})
	}
}

func (n *Count) zero() bool { return n.open == [Audiences]uint32{} && len(n.boards) == 0 }

// dropRare drops the rarest words of each audience and of each restricted board
// that has too many.
func (c *Counts) dropRare() {
	for a := range Audiences {
		c.dropRarest(maxAudienceWords, func(n *Count) *uint32 { return &n.open[a] })
	}
	words := make([]int, len(c.boards))
	for _, n := range c.words {
		for _, b := range n.boards {
			words[b.board]++
		}
	}
	for number := range words {
		if words[number] <= maxBoardWords {
			continue
		}
		c.dropRarest(maxBoardWords, func(n *Count) *uint32 {
			for i := range n.boards {
				if n.boards[i].board == uint16(number) {
					return &n.boards[i].texts
				}
			}
			return nil
		})
	}
	for word, n := range c.words {
		if n.boards = slices.DeleteFunc(n.boards, func(b boardCount) bool { return b.texts == 0 }); n.zero() {
			delete(c.words, word)
		}
	}
}

// dropRarest sets counts to 0, the lowest first, until at most limit are left.
func (c *Counts) dropRarest(limit int, of func(*Count) *uint32) {
	for least := uint32(1); ; least *= 2 {
		left := 0
		for _, n := range c.words {
			if x := of(n); x != nil && *x > 0 {
				if *x < least {
					*x = 0
					continue
				}
				left++
			}
		}
		if left <= limit {
			return
		}
	}
}
