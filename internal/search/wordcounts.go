package search

import (
	"context"
	"math"
	"slices"
	"strings"

	segments "github.com/blevesearch/scorch_segment_api/v2"

	"kommunalforum/internal/board"
)

// wordCounts says which words stand in the texts of an index, and in how many, by
// who may read them. Deleted texts do not count.
type wordCounts struct {
	words  map[string]*wordCount
	docs   [audiences]uint64
	boards map[board.ACL]uint16 // numbers of the restricted boards
}

// wordCount is that of a word; a text with it in title and body counts twice.
type wordCount struct {
	open   [audiences]uint32
	boards []boardCount
}

// readership says who may read a document.
type readership struct {
	exists   bool // it is not deleted
	open     bool // an audience may read it, otherwise a restricted board
	audience audience
	board    uint16
}

// countEntries makes the statistics of all that is in the index.
func (st *store) countWords(ctx context.Context) (words wordCounts, sums [audiences]lengths, docs uint64, err error) {
	words = wordCounts{words: map[string]*wordCount{}, boards: map[board.ACL]uint16{}}
	err = guard(func() error {
		inner, err := st.index.Advanced()
		if err != nil {
			return err
		}
		snapshot, err := inner.Reader()
		if err != nil {
			return err
		}
		defer snapshot.Close()
		if docs, err = snapshot.DocCount(); err != nil {
			return err
		}
		all, err := segmentsOf(snapshot)
		if err != nil {
			return err
		}
		for _, seg := range all {
			readers, err := words.readers(seg)
			if err != nil {
				return err
			}
			for _, field := range []string{fieldTitle, fieldBody} {
				if err := words.read(ctx, seg, field, readers); err != nil {
					return err
				}
			}
			if err := sumLengths(seg, readers, &sums); err != nil {
				return err
			}
		}
		return nil
	})
	return words, sums, docs, err
}

// readers returns who may read each document of the segment, and counts them.
func (n *wordCounts) readers(seg *segment) ([]readership, error) {
	out := make([]readership, seg.count())
	err := seg.each(fieldACL, func(term string, doc uint32) {
		if seg.dead == nil || !seg.dead.Contains(doc) {
			out[doc] = n.reader(board.ACL(term))
		}
	})
	for _, r := range out {
		for a := r.audience; r.open && a < audiences; a++ {
			n.docs[a]++
		}
	}
	return out, err
}

func (n *wordCounts) reader(acl board.ACL) readership {
	for a := range audiences {
		if a.reads(acl) {
			return readership{exists: true, open: true, audience: a}
		}
	}
	number, ok := n.boards[acl]
	if !ok && len(n.boards) < math.MaxUint16 {
		number = uint16(len(n.boards))
		n.boards[acl] = number
	}
	return readership{exists: ok || len(n.boards) > int(number), board: number}
}

// countEntries counts the words of a field in a segment.
func (n *wordCounts) read(ctx context.Context, seg *segment, field string, readers []readership) error {
	d, err := seg.dictionary(field)
	if err != nil {
		return err
	}
	terms := d.AutomatonIterator(nil, nil, nil)
	var list segments.PostingsList
	for i := 0; ; i++ {
		e, err := terms.Next()
		if err != nil || e == nil {
			return err
		}
		if i%10_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(e.Term) < minWordLetters || len(e.Term) > maxWordBytes || strings.ContainsAny(e.Term, "0123456789.§-") {
			continue
		}
		if list, err = d.PostingsList([]byte(e.Term), nil, list); err != nil {
			return err
		}
		c, known := n.words[e.Term]
		if !known {
			c = &wordCount{}
		}
		docsOf(list).Iterate(func(doc uint32) bool {
			c.add(readers[doc])
			return true
		})
		if !known && !c.empty() {
			n.words[strings.Clone(e.Term)] = c
		}
	}
}

func (c *wordCount) empty() bool { return c.open == [audiences]uint32{} && len(c.boards) == 0 }

// addScores counts a text by who may read it.
func (c *wordCount) add(r readership) {
	switch {
	case !r.exists:
	case r.open:
		for a := r.audience; a < audiences; a++ {
			c.open[a]++
		}
	default:
		for i := range c.boards {
			if c.boards[i].board == r.board {
				c.boards[i].texts++
				return
			}
		}
		c.boards = append(c.boards, boardCount{r.board, 1})
	}
}

// dropRare leaves rare words out where there are too many, of each audience and of
// forEachID restricted board by its own number of words.
func (n *wordCounts) dropRare() {
	for a := range audiences {
		dropRarest(maxAudienceWords, n.words, func(c *wordCount) *uint32 { return &c.open[a] })
	}
	words := make([]int, len(n.boards))
	for _, c := range n.words {
		for _, b := range c.boards {
			words[b.board]++
		}
	}
	for number := range words {
		if words[number] <= maxBoardWords {
			continue
		}
		dropRarest(maxBoardWords, n.words, func(c *wordCount) *uint32 {
			for i := range c.boards {
				if c.boards[i].board == uint16(number) {
					return &c.boards[i].texts
				}
			}
			return nil
		})
	}
	for term, c := range n.words {
		if c.boards = slices.DeleteFunc(c.boards, func(b boardCount) bool { return b.texts == 0 }); c.empty() {
			delete(n.words, term)
		}
	}
}

// dropRarest sets counts to 0, the lowest first, until at most so many are left.
func dropRarest(most int, words map[string]*wordCount, count func(*wordCount) *uint32) {
	for least := uint32(1); ; least *= 2 {
		left := 0
		for _, c := range words {
			if n := count(c); n != nil && *n > 0 {
				if *n < least {
					*n = 0
					continue
				}
				left++
			}
		}
		if left <= most {
			return
		}
	}
}
