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
// else by itself.
type entry struct {
	key   uint64 // see entryKey
	doc   uint64 // its best text
	rank  float64
	tie   uint64 // among equals the least comes first
	place int    // in the heap
}

// replyTie is the tie of replies beside the number of the document: where two
// texts of a thread are equally good, the question stands for it.
const replyTie = 1 << 63

// after reports whether e stands below f.
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
	list := &ranking{look: l, newest: a.newest, most: most, known: map[uint64]*entry{}}
	if a.newest {
		err = l.newest(texts, list)
	} else {
		err = l.best(texts, list)
	}
	for _, e := range list.heap {
		out.best = append(out.best, *e)
	}
	slices.SortFunc(out.best, func(a, b entry) int {
		if a.after(&b) {
			return 1
		}
		return -1
	})
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
// word, no matter which.
func (l *look) having(word string, most int) (ids []string, err error) {
	t, err := l.term(termKey{term: word})
	if err != nil {
		return nil, err
	}
	for number, docs := range t.docs {
		found := roaring.And(docs, l.admitted[number])
		for walk := found.Iterator(); walk.HasNext() && len(ids) < most; {
			id, err := l.reader.ExternalID(index.NewIndexInternalID(nil, l.number(number, walk.Next())))
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
	}
	return ids, nil
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
}

// full reports whether the list has as many entries as it takes.
func (r *ranking) full() bool { return len(r.heap) >= r.most }

// takes reports whether a text of the rank may come in.
func (r *ranking) takes(rank float64) bool {
	return r.most > 0 && (!r.full() || rank >= r.heap[0].rank)
}

// offer takes a document of a segment in if it is good enough.
func (r *ranking) offer(segment int, doc uint32, rank float64) error {
	column, err := r.store.columns.of(r.segments[segment], r.segments)
	if err != nil {
		return err
	}
	number := r.number(segment, doc)
	e := &entry{key: column.entries[doc], doc: number, rank: rank, tie: number}
	if r.newest {
		e.tie = ^number
	} else if kind := column.facets[fieldKind]; kind.names[kind.of[doc]] == string(Reply) {
		e.tie |= replyTie
	}
	r.take(e, r.most)
	return nil
}

// take takes in an entry, or a better text of one that is there already.
func (r *ranking) take(e *entry, most int) {
	if old := r.known[e.key]; old != nil {
		if old.after(e) {
			old.doc, old.rank, old.tie = e.doc, e.rank, e.tie
			heap.Fix(r, old.place)
		}
		return
	}
	if len(r.heap) == most {
		if e.after(r.heap[0]) {
			return
		}
		delete(r.known, r.heap[0].key)
		heap.Pop(r)
	}
	r.known[e.key] = e
	heap.Push(r, e)
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
