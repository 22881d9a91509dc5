package engine

import (
	"github.com/RoaringBitmap/roaring/v2"
)

// Filter is a condition that documents meet or not.
type Filter interface {
	// docs returns the documents of a segment that meet the condition, perhaps
	// with deleted ones. The set must not be changed.
	docs(s *Searcher, number int) (*roaring.Bitmap, error)
}

// Term returns the condition that a field has a term.
func Term(field, term string) Filter { return termFilter{field, term} }

// Any returns the condition that at least one of the filters holds; without
// filters nothing meets it.
func Any(filters ...Filter) Filter { return anyFilter(filters) }

// Written returns the condition that a document was written at from or later and
// before to, both in Unix seconds. Documents without a time never meet it.
func Written(from, to float64) Filter { return writtenFilter{from, to} }

// Phrase returns the condition that a field has the terms in this order; "" stands
// for any word.
func Phrase(field string, terms []string) Filter { return phraseFilter{field, terms} }

type termFilter struct{ field, term string }

func (f termFilter) docs(s *Searcher, number int) (*roaring.Bitmap, error) {
	return s.segments[number].docs(f.field, f.term)
}

type anyFilter []Filter

func (f anyFilter) docs(s *Searcher, number int) (*roaring.Bitmap, error) {
	var all []*roaring.Bitmap
	for _, filter := range f {
		docs, err := s.filter(number, filter)
		if err != nil {
			return nil, err
		}
		all = append(all, docs)
	}
	return roaring.FastOr(all...), nil
}

type writtenFilter struct{ from, to float64 }

func (f writtenFilter) docs(s *Searcher, number int) (*roaring.Bitmap, error) {
	return s.writtenBetween(s.segments[number], f.from, f.to)
}

type phraseFilter struct {
	field string
	terms []string
}

func (f phraseFilter) docs(s *Searcher, number int) (*roaring.Bitmap, error) {
	return s.segments[number].phrase(f.field, f.terms)
}

// filter returns the documents of a segment that meet a condition, perhaps with
// deleted ones. The set must not be changed.
func (s *Searcher) filter(number int, f Filter) (*roaring.Bitmap, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	return f.docs(s, number)
}

// findVisible sets which documents the viewer may read. Document frequencies are
// counted within them, so that no score and no order depends on anything else.
func (s *Searcher) findVisible() error {
	for number, seg := range s.segments {
		docs, err := s.filter(number, s.req.Scope.filter())
		if err != nil {
			return err
		}
		docs = docs.Clone()
		seg.drop(docs)
		for _, b := range s.req.Scope.Narrowed {
			not, err := seg.docs(FieldBoard, IDTerm(b))
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		if len(s.req.Exclude) > 0 {
			not, err := seg.file.DocNumbers(s.req.Exclude)
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		s.visible = append(s.visible, docs)
		s.visibleDocs += docs.GetCardinality()
	}
	return nil
}

// applyFilters sets which of the visible documents meet the conditions of the
// request, apart from its facets.
func (s *Searcher) applyFilters() error {
	for number, docs := range s.visible {
		if len(s.req.Must)+len(s.req.MustNot)+len(s.req.Only) > 0 {
			docs = docs.Clone()
		}
		if len(s.req.Only) > 0 {
			only, err := s.segments[number].file.DocNumbers(s.req.Only)
			if err != nil {
				return err
			}
			docs.And(only)
		}
		for _, f := range s.req.Must {
			only, err := s.filter(number, f)
			if err != nil {
				return err
			}
			docs.And(only)
		}
		for _, f := range s.req.MustNot {
			not, err := s.filter(number, f)
			if err != nil {
				return err
			}
			docs.AndNot(not)
		}
		s.filtered = append(s.filtered, docs)
	}
	return nil
}
