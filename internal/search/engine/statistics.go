package engine

import (
	"context"

	segments "github.com/blevesearch/scorch_segment_api/v2"

	"kommunalforum/internal/board"
	"kommunalforum/internal/search/dictionary"
)

// countWords counts the words and the lengths of all that is in the index. Deleted
// documents do not count.
func (s *Store) countWords(ctx context.Context) (counts *dictionary.Counts, sums [dictionary.Audiences]lengths, docs uint64, err error) {
	counts = dictionary.NewCounts()
	err = guard(func() error {
		inner, err := s.index.Advanced()
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
			readers, err := countDocuments(seg, counts)
			if err != nil {
				return err
			}
			for _, field := range []string{FieldTitle, FieldBody} {
				if err := countField(ctx, seg, field, readers, counts); err != nil {
					return err
				}
			}
			if err := addLengths(seg, readers, &sums); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, sums, docs, err
}

// countDocuments counts the documents of a segment and returns who may read each
// of them.
func countDocuments(s *segment, counts *dictionary.Counts) ([]dictionary.Readers, error) {
	out := make([]dictionary.Readers, s.count())
	err := s.each(fieldACL, func(term string, doc uint32) {
		if s.dead == nil || !s.dead.Contains(doc) {
			out[doc] = counts.Readers(board.ACL(term))
		}
	})
	for _, r := range out {
		counts.AddDocument(r)
	}
	return out, err
}

// countField counts the words of a field in a segment.
func countField(ctx context.Context, s *segment, field string, readers []dictionary.Readers, counts *dictionary.Counts) error {
	d, err := s.dictionary(field)
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
		if !dictionary.Takes(e.Term) {
			continue
		}
		if list, err = d.PostingsList([]byte(e.Term), nil, list); err != nil {
			return err
		}
		n := counts.Word(e.Term)
		docsOf(list).Iterate(func(doc uint32) bool {
			n.Add(readers[doc])
			return true
		})
		counts.Keep(e.Term, n)
	}
}
