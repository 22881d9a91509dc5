package search

import (
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// segment is a file of the index, or what is not yet in one, as it was when the
// searcher began. It never changes but for documents that are marked as deleted.
// Documents go by their numbers in it.
type segment struct {
	id    uint64 // for as long as the index is open
	file  segments.Segment
	first uint64          // docNumber of its first document in the whole index
	dead  *roaring.Bitmap // nil for none
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

// countEntries is the number of its documents, deleted ones among them.
func (seg *segment) count() uint64 { return seg.file.Count() }

// allWords returns the documents that are not deleted.
func (seg *segment) all() *roaring.Bitmap {
	out := roaring.New()
	out.AddRange(0, seg.count())
	seg.drop(out)
	return out
}

// drop takes the deleted documents out.
func (seg *segment) drop(docs *roaring.Bitmap) {
	if seg.dead != nil {
		docs.AndNot(seg.dead)
	}
}

func (seg *segment) dictionary(field string) (segments.TermDictionary, error) {
	if d, ok := seg.dicts[field]; ok {
		return d, nil
	}
	d, err := seg.file.Dictionary(field)
	seg.dicts[field] = d
	return d, err
}

func (seg *segment) postings(field, term string) (segments.PostingsList, error) {
	d, err := seg.dictionary(field)
	if err != nil {
		return nil, err
	}
	return d.PostingsList([]byte(term), nil, nil)
}

// noDocs is a set of no documents; like those of docs it must not be changed.
var noDocs = roaring.New()

// visibleDocs returns the documents that have the term in the field, deleted ones among
// them. The set lies in the file and must not be changed.
func (seg *segment) docs(field, term string) (*roaring.Bitmap, error) {
	list, err := seg.postings(field, term)
	if err != nil {
		return nil, err
	}
	return docsOf(list), nil
}

func docsOf(list segments.PostingsList) *roaring.Bitmap {
	walk, ok := list.Iterator(false, false, false, nil).(segments.OptimizablePostingsIterator)
	if !ok {
		return noDocs
	}
	if doc, ok := walk.DocNum1Hit(); ok {
		return roaring.BitmapOf(uint32(doc))
	}
	if docs := walk.ActualBitmap(); docs != nil {
		return docs
	}
	return noDocs
}

// lengthOf returns how many words the field has in which a posting stands: bleve
// keeps it as it is, and tells one over its square root.
func lengthOf(p segments.Posting) uint64 {
	if exact, ok := p.(interface{ NormUint64() uint64 }); ok {
		return exact.NormUint64()
	}
	norm := p.Norm()
	return uint64(math.Round(1 / (norm * norm)))
}
