package search

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
)

// entriesMost is how many entries of a list anybody can page to.
const entriesMost = HitsPerPage * PagesMost

// looking opens a look into the index for the words and conditions of an ask,
// and runs fn on it.
func (s *store) looking(ctx context.Context, a ask, fn func(*look) error) error {
	err := guard(func() error {
		l, err := s.openLook(ctx, a)
		if err != nil {
			return err
		}
		defer l.close()
		return fn(l)
	})
	if err == nil {
		return nil
	}
	if ctx.Err() == nil {
		s.doubt.Store(true)
	}
	return fmt.Errorf("search: %w", err)
}

// walked is what a walk over the texts of a question found.
type walked struct {
	total int // texts
	texts result
	best  []entry // the best entries, the best first
}

// entry is one line of a list: a thread by the best of its posts, or anything
// else by itself. Its order hangs on what it is, never on the numbers that the
// index gives documents: those depend on all other documents.
type entry struct {
	key   uint64 // see entryKey
	doc   uint64 // its best text
	id    int64  // number of that text in the database, 0 until it is needed
	reply bool   // it is a reply
	rank  float64
	tie   uint64 // among equals the least comes first
	place int    // in the heap
}

// after reports whether e stands below f, another entry.
func (e *entry) after(f *entry) bool {
	if c := cmp.Compare(e.rank, f.rank); c != 0 {
		return c < 0
	}
	return e.tie > f.tie
}

// walk finds the best entries of texts, up to so many. A text is only asked which
// entry it belongs to when it is good enough for the list.
func (l *look) walk(a ask, texts result, most int) (out walked, err error) {
	out.total, out.texts = texts.total(), texts
	list := newRanking(l, a.newest, most)
	if a.newest {
		err = l.newest(texts, list)
	} else {
		err = l.best(texts, list)
	}
	out.best = list.sorted()
	return out, err
}

// top returns which documents stand for the best entries that an ask finds.
func (l *look) top(a ask, most int) ([]string, error) {
	texts, err := l.result(a)
	if err != nil {
		return nil, err
	}
	found, err := l.walk(a, texts, most)
	if err != nil {
		return nil, err
	}
	return l.ids(found.best)
}

// best returns the same for an ask of its own.
func (s *store) best(ctx context.Context, a ask, most int) (ids []string, err error) {
	err = s.looking(ctx, a, func(l *look) error {
		ids, err = l.top(a, most)
		return err
	})
	return ids, err
}

// having returns a few documents of those that may be found which have a whole
// word, in their titles if there are any: those of the entries with the lowest
// keys.
func (l *look) having(word string, most int) ([]string, error) {
	list := newRanking(l, false, most)
	for _, field := range []string{fieldTitle, fieldBody} {
		for number, s := range l.segments {
			docs, err := s.docs(field, word)
			if err != nil {
				return nil, err
			}
			if err := list.offerAll(number, docs); err != nil {
				return nil, err
			}
		}
		if len(list.heap) > 0 {
			break
		}
	}
	return l.ids(list.sorted())
}

// ids returns which documents stand for the entries.
func (l *look) ids(entries []entry) (out []string, err error) {
	for _, e := range entries {
		id, err := l.reader.ExternalID(index.NewIndexInternalID(nil, e.doc))
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

// ranking keeps the best entries: a heap with the worst one on top.
type ranking struct {
	*look
	newest bool // by age, otherwise by score
	most   int
	heap   []*entry
	known  map[uint64]*entry
	column *column // of the segment with the number
	number int
}

func newRanking(l *look, newest bool, most int) *ranking {
	return &ranking{look: l, newest: newest, most: most, known: map[uint64]*entry{}, number: -1}
}

// sorted returns the entries, the best first.
func (r *ranking) sorted() (out []entry) {
	for _, e := range r.heap {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b entry) int {
		if a.after(&b) {
			return 1
		}
		return -1
	})
	return out
}

// full reports whether the list has as many entries as it takes.
func (r *ranking) full() bool { return len(r.heap) >= r.most }

// takes reports whether a text of the rank may come in.
func (r *ranking) takes(rank float64) bool {
	return r.most > 0 && (!r.full() || rank >= r.heap[0].rank)
}

// offerAll offers documents of a segment as equals, if they may be found.
func (r *ranking) offerAll(segment int, docs *roaring.Bitmap) error {
	if !docs.Intersects(r.admitted[segment]) {
		return nil
	}
	for walk := roaring.And(docs, r.admitted[segment]).Iterator(); walk.HasNext(); {
		if err := r.offer(segment, walk.Next(), 0); err != nil {
			return err
		}
	}
	return nil
}

// offer takes a document of a segment in if it is good enough.
func (r *ranking) offer(segment int, doc uint32, rank float64) (err error) {
	if r.number != segment {
		if r.column, err = r.store.columns.of(r.segments[segment], r.segments); err != nil {
			return err
		}
		r.number = segment
	}
	key := r.column.entries[doc]
	tie := key
	if r.newest {
		tie = ^key
	}
	if r.full() && rank == r.heap[0].rank && tie > r.heap[0].tie {
		return nil
	}
	kind := r.column.facets[fieldKind]
	return r.take(&entry{key: key, doc: r.look.number(segment, doc), rank: rank, tie: tie, reply: kind.names[kind.of[doc]] == string(Reply)})
}

// take takes in an entry, or a better text of one that is there already.
func (r *ranking) take(e *entry) error {
	if old := r.known[e.key]; old != nil {
		better, err := r.better(e, old)
		if better {
			e.place = old.place
			*old = *e
			heap.Fix(r, old.place)
		}
		return err
	}
	if r.full() {
		if e.after(r.heap[0]) {
			return nil
		}
		delete(r.known, r.heap[0].key)
		heap.Pop(r)
	}
	r.known[e.key] = e
	heap.Push(r, e)
	return nil
}

// better reports whether e is the better one of two texts of an entry. Among
// equals the question stands for a thread, then the first reply; by age it is the
// last one.
func (r *ranking) better(e, old *entry) (bool, error) {
	if e.rank != old.rank || e.reply != old.reply {
		return cmp.Or(cmp.Compare(e.rank, old.rank), r.sooner(e.reply, old.reply)) > 0, nil
	}
	for _, x := range []*entry{e, old} {
		if x.id > 0 {
			continue
		}
		id, err := r.reader.ExternalID(index.NewIndexInternalID(nil, x.doc))
		if err != nil {
			return false, err
		}
		_, x.id = splitID(id)
	}
	return (e.id < old.id) != r.newest, nil
}

// sooner compares a question with a reply of equal rank.
func (r *ranking) sooner(reply, old bool) int {
	if reply == old {
		return 0
	}
	if reply == r.newest {
		return 1
	}
	return -1
}

func (r *ranking) Len() int           { return len(r.heap) }
func (r *ranking) Less(i, j int) bool { return r.heap[i].after(r.heap[j]) }
func (r *ranking) Swap(i, j int) {
	r.heap[i], r.heap[j] = r.heap[j], r.heap[i]
	r.heap[i].place, r.heap[j].place = i, j
}

func (r *ranking) Push(x any) {
	e := x.(*entry)
	e.place = len(r.heap)
	r.heap = append(r.heap, e)
}

func (r *ranking) Pop() any {
	last := r.heap[len(r.heap)-1]
	r.heap = r.heap[:len(r.heap)-1]
	return last
}
