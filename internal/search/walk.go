package search

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/numeric"
	bleve "github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// entriesMost is how many entries of a list anybody can page to.
const entriesMost = HitsPerPage * PagesMost

// snapshot is the index as it stands at one moment. Numbers of documents mean
// something only within it.
type snapshot struct {
	store  *store
	reader index.IndexReader
}

// looking runs fn on a snapshot of the index.
func (s *store) looking(ctx context.Context, fn func(snapshot) error) error {
	err := guard(func() error {
		inner, err := s.index.Advanced()
		if err != nil {
			return err
		}
		reader, err := inner.Reader()
		if err != nil {
			return err
		}
		defer reader.Close()
		return fn(snapshot{s, reader})
	})
	if err == nil {
		return nil
	}
	if ctx.Err() == nil {
		s.doubt.Store(true)
	}
	return fmt.Errorf("search: %w", err)
}

// walked is what a walk over all texts of a question found.
type walked struct {
	total int      // texts
	texts []uint64 // their documents, in order; nil when there are more than countMost
	best  []entry  // the best entries, the best first
}

// entry is one line of a list: a thread by the best of its posts, or anything
// else by itself.
type entry struct {
	key   string // the entry's field in the index
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

// each calls fn for the texts of a question, by their documents, until it wants
// no more.
func (v snapshot) each(ctx context.Context, a ask, fn func(doc uint64, score float64) (more bool, err error)) error {
	searcher, err := a.query(v.store).Searcher(ctx, v.reader, v.store.index.Mapping(), bleve.SearcherOptions{})
	if err != nil {
		return err
	}
	defer searcher.Close()
	pool := &bleve.SearchContext{DocumentMatchPool: bleve.NewDocumentMatchPool(searcher.DocumentMatchPoolSize()+2, 0), IndexReader: v.reader}
	for n := 1; ; n++ {
		m, err := searcher.Next(pool)
		if err != nil || m == nil {
			return err
		}
		doc, score := m.IndexInternalID.Value(), m.Score
		pool.DocumentMatchPool.Put(m)
		if more, err := fn(doc, score); err != nil || !more {
			return err
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// walk looks at every text of a question and keeps up to most entries. A text
// is only asked which entry it belongs to when it is good enough for the list.
func (v snapshot) walk(ctx context.Context, a ask, most int) (out walked, err error) {
	keys, err := v.fields(fieldEntry, fieldKind)
	if err != nil {
		return out, err
	}
	times, err := v.fields(fieldAt)
	if err != nil {
		return out, err
	}
	list := ranking{known: map[string]*entry{}}
	err = v.each(ctx, a, func(doc uint64, rank float64) (more bool, err error) {
		if out.total++; out.total <= countMost {
			out.texts = append(out.texts, doc)
		}
		if most == 0 {
			return true, nil
		}
		tie := doc
		if a.newest {
			tie = ^doc
			if rank, err = times.number(doc); err != nil {
				return false, err
			}
		}
		if len(list.heap) == most && rank < list.heap[0].rank {
			return true, nil
		}
		e := &entry{doc: doc, rank: rank, tie: tie}
		err = keys.visit(doc, func(field string, value []byte) {
			if field == fieldEntry {
				e.key = string(value)
			} else if !a.newest && string(value) == string(Reply) {
				e.tie |= replyTie
			}
		})
		list.take(e, most)
		return true, err
	})
	if err != nil {
		return out, err
	}
	if out.total > countMost {
		out.texts = nil
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
	return out, nil
}

// some returns a few texts of a question, no matter which.
func (v snapshot) some(ctx context.Context, a ask, most int) (ids []string, err error) {
	err = v.each(ctx, a, func(doc uint64, _ float64) (more bool, err error) {
		id, err := v.id(doc)
		ids = append(ids, id)
		return len(ids) < most, err
	})
	return ids, err
}

// ids returns which documents stand for the entries.
func (v snapshot) ids(entries []entry) (out []string, err error) {
	for _, e := range entries {
		id, err := v.id(e.doc)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}

func (v snapshot) id(doc uint64) (string, error) {
	return v.reader.ExternalID(index.NewIndexInternalID(nil, doc))
}

// ranking keeps the best entries: a heap with the worst one on top.
type ranking struct {
	heap  []*entry
	known map[string]*entry
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

// fieldReader reads what documents have in some fields.
type fieldReader struct {
	values index.DocValueReader
	id     index.IndexInternalID // reused
}

func (v snapshot) fields(names ...string) (*fieldReader, error) {
	values, err := v.reader.DocValueReader(names)
	return &fieldReader{values: values}, err
}

func (r *fieldReader) visit(doc uint64, fn func(field string, value []byte)) error {
	r.id = index.NewIndexInternalID(r.id, doc)
	return r.values.VisitDocValues(r.id, fn)
}

// number reads a field of numbers, 0 for a document without one.
func (r *fieldReader) number(doc uint64) (n float64, err error) {
	err = r.visit(doc, func(_ string, value []byte) {
		// The same number is there in several precisions; this is the full one.
		if valid, shift := numeric.ValidPrefixCodedTermBytes(value); valid && shift == 0 {
			bits, err := numeric.PrefixCoded(value).Int64()
			if err == nil {
				n = numeric.Int64ToFloat64(bits)
			}
		}
	})
	return n, err
}
