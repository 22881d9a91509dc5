package search

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"kommunalforum/internal/search/document"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// maxEntries is how many entries of a list anybody can page to.
const maxEntries = HitsPerPage * MaxPages

// withSearcher opens a look into the index for the words and conditions of an ask,
// and runs fn on it.
func (st *store) withSearcher(ctx context.Context, req request, fn func(*searcher) error) error {
	err := guard(func() error {
		s, err := st.newSearcher(ctx, req)
		if err != nil {
			return err
		}
		defer s.close()
		return fn(s)
	})
	if err == nil {
		return nil
	}
	if ctx.Err() == nil {
		st.suspect.Store(true)
	}
	return fmt.Errorf("search: %w", err)
}

// collector is what a walk over the texts of a question found.
type ranking struct {
	total int // texts
	texts matches
	best  []entry // the best entries, the best first
}

// EntryID is one line of a list: a thread by the best of its posts, or anything
// else by itself. Its order hangs on what it is, never on the numbers that the
// index gives documents: those depend on all other documents.
type entry struct {
	key       uint64 // findVisible Key
	doc       uint64 // its best text
	id        int64  // docNumber of that text in the database, 0 until it is needed
	reply     bool   // it is a reply
	sortKey   float64
	tieBreak  uint64 // among equals the least comes first
	heapIndex int    // in the heap
}

// ranksBelow reports whether e stands below f, another entry.
func (e *entry) ranksBelow(f *entry) bool {
	if c := cmp.Compare(e.sortKey, f.sortKey); c != 0 {
		return c < 0
	}
	return e.tieBreak > f.tieBreak
}

// sortKey finds the best entries of texts, up to so many. A text is only asked which
// EntryID it belongs to when it is good enough for the list.
func (s *searcher) rank(req request, texts matches, most int) (out ranking, err error) {
	out.total, out.texts = texts.count(), texts
	list := newCollector(s, req.newest, most)
	if req.newest {
		err = s.rankByDate(texts, list)
	} else {
		err = s.rankByScore(texts, list)
	}
	out.best = list.sorted()
	return out, err
}

// top returns which documents stand for the best entries that an ask finds.
func (s *searcher) top(req request, most int) ([]string, error) {
	texts, err := s.match(req)
	if err != nil {
		return nil, err
	}
	found, err := s.rank(req, texts, most)
	if err != nil {
		return nil, err
	}
	return s.docIDs(found.best)
}

// top returns the same for an ask of its own.
func (st *store) top(ctx context.Context, req request, most int) (ids []string, err error) {
	err = st.withSearcher(ctx, req, func(s *searcher) error {
		ids, err = s.top(req, most)
		return err
	})
	return ids, err
}

// withWord returns a few documents of those that may be found which have a whole
// word, in their titles if there are any: those of the entries with the lowest
// keys.
func (s *searcher) withWord(word string, most int) ([]string, error) {
	list := newCollector(s, false, most)
	for _, field := range []string{fieldTitle, fieldBody} {
		for number, seg := range s.segments {
			docs, err := seg.docs(field, word)
			if err != nil {
				return nil, err
			}
			if err := list.collectAll(number, docs); err != nil {
				return nil, err
			}
		}
		if len(list.heap) > 0 {
			break
		}
	}
	return s.docIDs(list.sorted())
}

// docIDs returns which documents stand for the entries.
func (s *searcher) docIDs(entries []entry) (out []string, err error) {
	for _, e := range entries {
		id, err := s.reader.ExternalID(index.NewIndexInternalID(nil, e.doc))
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// collector keeps the best entries: a heap with the worst one on top.
type collector struct {
	*searcher
	newest bool // by age, otherwise by score
	size   int
	heap   []*entry
	byKey  map[uint64]*entry
	column *column // words the segment with the number
	number int
}

func newCollector(s *searcher, newest bool, most int) *collector {
	return &collector{searcher: s, newest: newest, size: most, byKey: map[uint64]*entry{}, number: -1}
}

// sorted returns the entries, the best first.
func (c *collector) sorted() (out []entry) {
	for _, e := range c.heap {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b entry) int {
		if a.ranksBelow(&b) {
			return 1
		}
		return -1
	})
	return out
}

// full reports whether the list has as many entries as it takes.
func (c *collector) full() bool { return len(c.heap) >= c.size }

// accepts reports whether a text of the rank may come in.
func (c *collector) accepts(rank float64) bool {
	return c.size > 0 && (!c.full() || rank >= c.heap[0].sortKey)
}

// collectAll offers documents of a segment as equals, if they may be found.
func (c *collector) collectAll(segment int, docs *roaring.Bitmap) error {
	if !docs.Intersects(c.filtered[segment]) {
		return nil
	}
	for walk := roaring.And(docs, c.filtered[segment]).Iterator(); walk.HasNext(); {
		if err := c.collect(segment, walk.Next(), 0); err != nil {
			return err
		}
	}
	return nil
}

// collect takes a document of a segment in if it is good enough.
func (c *collector) collect(segment int, doc uint32, rank float64) (err error) {
	if c.number != segment {
		if c.column, err = c.store.columns.of(c.segments[segment], c.segments); err != nil {
			return err
		}
		c.number = segment
	}
	key := c.column.entries[doc]
	tie := key
	if c.newest {
		tie = ^key
	}
	if c.full() && rank == c.heap[0].sortKey && tie > c.heap[0].tieBreak {
		return nil
	}
	kind := c.column.facets[fieldKind]
	return c.insert(&entry{key: key, doc: c.searcher.docNumber(segment, doc), sortKey: rank, tieBreak: tie, reply: kind.values[kind.codes[doc]] == string(document.Reply)})
}

// insert takes in an entry, or a better text of one that is there already.
func (c *collector) insert(e *entry) error {
	if old := c.byKey[e.key]; old != nil {
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
		delete(c.byKey, c.heap[0].key)
		heap.Pop(c)
	}
	c.byKey[e.key] = e
	heap.Push(c, e)
	return nil
}

// better reports whether e is the better one of two texts of an entry. Among
// equals the question stands for a thread, then the first reply; by age it is the
// last one.
func (c *collector) better(e, old *entry) (bool, error) {
	if e.sortKey != old.sortKey || e.reply != old.reply {
		return cmp.Or(cmp.Compare(e.sortKey, old.sortKey), c.compareReplies(e.reply, old.reply)) > 0, nil
	}
	for _, x := range []*entry{e, old} {
		if x.id > 0 {
			continue
		}
		id, err := c.reader.ExternalID(index.NewIndexInternalID(nil, x.doc))
		if err != nil {
			return false, err
		}
		_, x.id = document.ParseID(id)
	}
	return (e.id < old.id) != c.newest, nil
}

// compareReplies compares a question with a reply of equal rank.
func (c *collector) compareReplies(reply, old bool) int {
	if reply == old {
		return 0
	}
	if reply == c.newest {
		return 1
	}
	return -1
}

func (c *collector) Len() int           { return len(c.heap) }
func (c *collector) Less(i, j int) bool { return c.heap[i].ranksBelow(c.heap[j]) }
func (c *collector) Swap(i, j int) {
	c.heap[i], c.heap[j] = c.heap[j], c.heap[i]
	c.heap[i].heapIndex, c.heap[j].heapIndex = i, j
}

func (c *collector) Push(x any) {
	e := x.(*entry)
	e.heapIndex = len(c.heap)
	c.heap = append(c.heap, e)
}

func (c *collector) Pop() any {
	last := c.heap[len(c.heap)-1]
	c.heap = c.heap[:len(c.heap)-1]
	return last
}
