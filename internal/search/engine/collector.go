package engine

import (
	"cmp"
	"container/heap"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"kommunalforum/internal/search/document"
)

// Entry is one line of a list: a thread, represented by the best of its posts, or
// anything else by itself. The order of entries depends on what they are, never on
// the numbers of documents in the index, which depend on all other documents.
type Entry struct {
	Key       uint64 // of the entry, see document.Key
	number    uint32 // of the entry, see columnCache
	doc       uint64 // number of the best document in the whole index
	id        int64  // number of its row, 0 until it is needed
	reply     bool   // it is a reply
	score     float64
	tie       uint64 // among equal scores the lowest comes first
	heapIndex int
}

// ranksBelow reports whether e comes after another entry.
func (e *Entry) ranksBelow(other *Entry) bool {
	if c := cmp.Compare(e.score, other.score); c != 0 {
		return c < 0
	}
	return e.tie > other.tie
}

// collector keeps the best entries in a heap with the worst one on top.
type collector struct {
	*Searcher
	newest bool // the score is the time
	size   int
	heap   []*Entry
	byKey  map[uint64]*Entry
	column *column // of the segment with the number
	number int
}

func newCollector(s *Searcher, newest bool, size int) *collector {
	return &collector{Searcher: s, newest: newest, size: size, byKey: map[uint64]*Entry{}, number: -1}
}

// sorted returns the entries, the best first.
func (c *collector) sorted() (out []Entry) {
	for _, e := range c.heap {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Entry) int {
		if a.ranksBelow(&b) {
			return 1
		}
		return -1
	})
	return out
}

func (c *collector) full() bool { return len(c.heap) >= c.size }

// accepts reports whether a document with the score may get in.
func (c *collector) accepts(score float64) bool {
	return c.size > 0 && (!c.full() || score >= c.heap[0].score)
}

// collectAll collects the documents of a segment that meet the conditions, with
// equal scores.
func (c *collector) collectAll(segment int, docs *roaring.Bitmap) error {
	if !docs.Intersects(c.filtered[segment]) {
		return nil
	}
	for it := roaring.And(docs, c.filtered[segment]).Iterator(); it.HasNext(); {
		if err := c.collect(segment, it.Next(), 0); err != nil {
			return err
		}
	}
	return nil
}

// collect adds a document of a segment if it is good enough.
func (c *collector) collect(segment int, doc uint32, score float64) (err error) {
	if c.number != segment {
		if c.column, err = c.Searcher.column(segment); err != nil {
			return err
		}
		c.number = segment
	}
	key := c.column.key(doc)
	tie := key
	if c.newest {
		tie = ^key
	}
	if c.full() && score == c.heap[0].score && tie > c.heap[0].tie {
		return nil
	}
	return c.insert(&Entry{Key: key, number: c.column.entries[doc], doc: c.docNumber(segment, doc), score: score, tie: tie,
		reply: c.column.part(doc)})
}

// insert adds an entry, or replaces the one of the same key if this one is better.
func (c *collector) insert(e *Entry) error {
	if old := c.byKey[e.Key]; old != nil {
		better, err := c.better(e, old)
		if better {
			e.heapIndex = old.heapIndex
			*old = *e
			heap.Fix(c, old.heapIndex)
		}
		return err
	}
	if c.full() {
		if e.ranksBelow(c.heap[0]) {
			return nil
		}
		delete(c.byKey, c.heap[0].Key)
		heap.Pop(c)
	}
	c.byKey[e.Key] = e
	heap.Push(c, e)
	return nil
}

// better reports whether e represents its entry better than old. Among equal
// scores the question represents a thread, then the first reply; by time it is the
// last post.
func (c *collector) better(e, old *Entry) (bool, error) {
	if e.score != old.score || e.reply != old.reply {
		return cmp.Or(cmp.Compare(e.score, old.score), c.compareReplies(e.reply, old.reply)) > 0, nil
	}
	for _, x := range []*Entry{e, old} {
		if x.id > 0 {
			continue
		}
		id, err := c.docID(x.doc)
		if err != nil {
			return false, err
		}
		_, x.id = document.ParseID(id)
	}
	return (e.id < old.id) != c.newest, nil
}

// compareReplies orders a question and a reply of equal score.
func (c *collector) compareReplies(reply, old bool) int {
	if reply == old {
		return 0
	}
	if reply == c.newest {
		return 1
	}
	return -1
}

// Len, Less, Swap, Push and Pop are those of heap.Interface.
func (c *collector) Len() int           { return len(c.heap) }
func (c *collector) Less(i, j int) bool { return c.heap[i].ranksBelow(c.heap[j]) }
func (c *collector) Swap(i, j int) {
	c.heap[i], c.heap[j] = c.heap[j], c.heap[i]
	c.heap[i].heapIndex, c.heap[j].heapIndex = i, j
}

func (c *collector) Push(x any) {
	e := x.(*Entry)
	e.heapIndex = len(c.heap)
	c.heap = append(c.heap, e)
}

func (c *collector) Pop() any {
	last := c.heap[len(c.heap)-1]
	c.heap = c.heap[:len(c.heap)-1]
	return last
}
