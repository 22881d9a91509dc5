package engine

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"
)

// impacts say which documents of a segment have a term in title or body, and the
// share of the term's maximum score that each of them gets, in 65,535ths, by the
// rank of the document in the set. That is as exact as a page of results can show,
// and takes two bytes.
type impacts struct {
	docs   *roaring.Bitmap
	shares []uint16
	top    uint16 // the highest share
}

const fullShare = math.MaxUint16

// noDoc is the number of no document.
const noDoc = math.MaxUint64

// readImpacts decodes the postings of a term in a segment, only those of documents
// within a set unless it is nil.
func readImpacts(s *segment, key termKey, means means, within *roaring.Bitmap) (*impacts, error) {
	titles, bodies := textFields(key.parts)
	type frequency struct {
		doc uint32
		tf  float64
	}
	var inTitle []frequency
	err := s.eachTF(titles, key.term, within, means[titles], func(doc uint32, tf float64) { inTitle = append(inTitle, frequency{doc, tf}) })
	if err != nil {
		return nil, err
	}
	out := &impacts{docs: roaring.New()}
	var docs []uint32
	add := func(doc uint32, title, body float64) {
		share := uint16(math.Round(fullShare * saturate(title, body)))
		docs, out.shares, out.top = append(docs, doc), append(out.shares, share), max(out.top, share)
	}
	addTitlesBefore := func(doc uint64) {
		for len(inTitle) > 0 && uint64(inTitle[0].doc) < doc {
			add(inTitle[0].doc, inTitle[0].tf, 0)
			inTitle = inTitle[1:]
		}
	}
	err = s.eachTF(bodies, key.term, within, means[bodies], func(doc uint32, tf float64) {
		addTitlesBefore(uint64(doc))
		title := 0.0
		if len(inTitle) > 0 && inTitle[0].doc == doc {
			title, inTitle = inTitle[0].tf, inTitle[1:]
		}
		add(doc, title, tf)
	})
	addTitlesBefore(noDoc)
	out.docs.AddMany(docs)
	return out, err
}

// eachTF calls fn for the documents that have a term in a field with its
// normalised frequency.
func (s *segment) eachTF(field, term string, within *roaring.Bitmap, mean float64, fn func(doc uint32, tf float64)) error {
	list, err := s.postings(field, term)
	if err != nil {
		return err
	}
	it := list.Iterator(true, true, false, nil)
	restrict(it, within)
	for {
		p, err := it.Next()
		if err != nil || p == nil {
			return err
		}
		fn(uint32(p.Number()), normalizedTF(p.Frequency(), lengthOf(p), mean))
	}
}

// textFields returns the fields of title and body as whole words, or as parts.
func textFields(parts bool) (title, body string) {
	if parts {
		return fieldTitleParts, fieldBodyParts
	}
	return FieldTitle, FieldBody
}

// threadTitleField returns the field of a reply's thread title as whole words, or
// as parts.
func threadTitleField(parts bool) string {
	if parts {
		return fieldThreadTitleParts
	}
	return fieldThreadTitle
}

// impactIterator adds up the scores of a term.
type impactIterator struct {
	*impacts
	factor float64 // of shares
	it     interface{ NextMany([]uint32) int }
	docs   [256]uint32
	at, n  int
	rank   int // of the first in docs
}

func newImpactIterator(i *impacts, factor float64) *impactIterator {
	return &impactIterator{impacts: i, factor: factor, it: i.docs.ManyIterator()}
}

// addScores adds the scores of the documents of a batch to the sums. Batches must
// come in the order of documents.
func (t *impactIterator) addScores(batch []uint32, sums []float64) {
	for i, doc := range batch {
		for t.at == t.n || t.docs[t.at] < doc {
			if t.at < t.n {
				t.at++
				continue
			}
			t.rank += t.n
			if t.at, t.n = 0, t.it.NextMany(t.docs[:]); t.n == 0 {
				return
			}
		}
		if t.docs[t.at] == doc {
			sums[i] += t.factor * float64(t.shares[t.rank+t.at])
		}
	}
}
