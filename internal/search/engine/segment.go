package engine

import (
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// segment is a part of the index, in a file or not yet in one, as it was when the
// searcher began. It never changes, except that documents are marked as deleted.
// Documents go by their numbers in it.
type segment struct {
	id    uint64 // unique as long as the index is open
	file  segments.Segment
	first uint64          // number of its first document in the whole index
	dead  *roaring.Bitmap // deleted documents, nil for none
	dicts map[string]segments.TermDictionary
}

// segmentsOf returns the segments of a reader, which must stay open as long as
// they are used.
func segmentsOf(reader index.IndexReader) ([]*segment, error) {
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("the index is read by %T", reader)
	}
	var out []*segment
	first := uint64(0)
	for _, s := range snapshot.Segments() {
		out = append(out, &segment{id: s.Id(), file: s.Segment(), first: first, dead: s.Deleted(), dicts: map[string]segments.TermDictionary{}})
		first += s.Segment().Count()
	}
	return out, nil
}

// count returns the number of documents, including deleted ones.
func (s *segment) count() uint64 { return s.file.Count() }

// all returns the documents that are not deleted.
func (s *segment) all() *roaring.Bitmap {
	out := roaring.New()
	out.AddRange(0, s.count())
	s.drop(out)
	return out
}

// drop removes the deleted documents from a set.
func (s *segment) drop(docs *roaring.Bitmap) {
	if s.dead != nil {
		docs.AndNot(s.dead)
	}
}

func (s *segment) dictionary(field string) (segments.TermDictionary, error) {
	if d, ok := s.dicts[field]; ok {
		return d, nil
	}
	d, err := s.file.Dictionary(field)
	s.dicts[field] = d
	return d, err
}

func (s *segment) postings(field, term string) (segments.PostingsList, error) {
	d, err := s.dictionary(field)
	if err != nil {
		return nil, err
	}
	return d.PostingsList([]byte(term), nil, nil)
}

// noDocs is the empty set; like the sets of docs it must not be changed.
var noDocs = roaring.New()

// docs returns the documents that have the term in the field, including deleted
// ones. The set lies in the file and must not be changed.
func (s *segment) docs(field, term string) (*roaring.Bitmap, error) {
	list, err := s.postings(field, term)
	if err != nil {
		return nil, err
	}
	return docsOf(list), nil
}

func docsOf(list segments.PostingsList) *roaring.Bitmap {
	it, ok := list.Iterator(false, false, false, nil).(segments.OptimizablePostingsIterator)
	if !ok {
		return noDocs
	}
	if doc, ok := it.DocNum1Hit(); ok {
		return roaring.BitmapOf(uint32(doc))
	}
	if docs := it.ActualBitmap(); docs != nil {
		return docs
	}
	return noDocs
}

// restrict makes an iterator skip documents that are not within the set; nil
// leaves it as it is.
func restrict(it segments.PostingsIterator, within *roaring.Bitmap) {
	if narrow, ok := it.(segments.OptimizablePostingsIterator); ok && within != nil {
		if docs := narrow.ActualBitmap(); docs != nil {
			narrow.ReplaceActual(roaring.And(docs, within))
		}
	}
}

// lengthOf returns the length in words of the field that a posting belongs to:
// bleve keeps it exactly, but reports one over its square root.
func lengthOf(p segments.Posting) uint64 {
	if exact, ok := p.(interface{ NormUint64() uint64 }); ok {
		return exact.NormUint64()
	}
	norm := p.Norm()
	return uint64(math.Round(1 / (norm * norm)))
}

// each calls fn for the documents of all terms of a field, term by term.
func (s *segment) each(field string, fn func(term string, doc uint32)) error {
	return s.eachTerm(field, func(term string) func(uint32) {
		return func(doc uint32) { fn(term, doc) }
	})
}

// eachTerm calls fn for all terms of a field, and what it returns for the documents of
// the term.
func (s *segment) eachTerm(field string, fn func(term string) func(doc uint32)) error {
	d, err := s.dictionary(field)
	if err != nil {
		return err
	}
	terms := d.AutomatonIterator(nil, nil, nil)
	for {
		e, err := terms.Next()
		if err != nil || e == nil {
			return err
		}
		each := fn(e.Term)
		list, err := d.PostingsList([]byte(e.Term), nil, nil)
		if err != nil {
			return err
		}
		eachDoc(docsOf(list), each)
	}
}
