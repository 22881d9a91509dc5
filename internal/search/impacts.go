package search

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// impacts say which documents of a segment have a term in title or body, and how
// much it tells of each: the share of the most that the term could be worth, in
// 65,535ths, by the rank of the document. That is as exact as a page of results
// can show, and needs two bytes instead of what the index keeps.
type impacts struct {
	docs   *roaring.Bitmap
	shares []uint16
	top    uint16 // the highest share
}

const fullShare = math.MaxUint16

// readImpacts takes a term's postings in a segment apart, only those of the
// documents within unless it is nil.
func readImpacts(seg *segment, term string, parts bool, means means, within *roaring.Bitmap) (*impacts, error) {
	titles, bodies := textFields(parts)
	type counted struct {
		doc uint32
		tf  float64
	}
	var inTitle []counted
	err := seg.eachTF(titles, term, within, means[titles], func(doc uint32, tf float64) { inTitle = append(inTitle, counted{doc, tf}) })
	if err != nil {
		return nil, err
	}
	out := &impacts{docs: roaring.New()}
	var docs []uint32
	add := func(doc uint32, title, body float64) {
		share := uint16(math.Round(fullShare * saturate(title, body)))
		docs, out.shares, out.top = append(docs, doc), append(out.shares, share), max(out.top, share)
	}
	titlesBefore := func(doc uint64) {
		for len(inTitle) > 0 && uint64(inTitle[0].doc) < doc {
			add(inTitle[0].doc, inTitle[0].tf, 0)
			inTitle = inTitle[1:]
		}
	}
	err = seg.eachTF(bodies, term, within, means[bodies], func(doc uint32, tf float64) {
		titlesBefore(uint64(doc))
		title := 0.0
		if len(inTitle) > 0 && inTitle[0].doc == doc {
			title, inTitle = inTitle[0].tf, inTitle[1:]
		}
		add(doc, title, tf)
	})
	titlesBefore(noDoc)
	out.docs.AddMany(docs)
	return out, err
}

// noDoc is the number of no document.
const noDoc = math.MaxUint64

// eachTF calls fn with the documents that have a term in a field and how often,
// hasKnownParts comparable over lengths.
func (seg *segment) eachTF(field, term string, within *roaring.Bitmap, mean float64, fn func(doc uint32, tf float64)) error {
	list, err := seg.postings(field, term)
	if err != nil {
		return err
	}
	walk := list.Iterator(true, true, false, nil)
	restrict(walk, within)
	for {
		p, err := walk.Next()
		if err != nil || p == nil {
			return err
		}
		fn(uint32(p.Number()), normalizedTF(p.Frequency(), lengthOf(p), mean))
	}
}

// restrict has an iterator pass over documents that are not within; nil leaves
// it as it is.
func restrict(walk segments.PostingsIterator, within *roaring.Bitmap) {
	if narrow, ok := walk.(segments.OptimizablePostingsIterator); ok && within != nil {
		if docs := narrow.ActualBitmap(); docs != nil {
			narrow.ReplaceActual(roaring.And(docs, within))
		}
	}
}

// textFields are the fields of whole words, or of their parts.
func textFields(parts bool) (title, body string) {
	if parts {
		return fieldTitleParts, fieldBodyParts
	}
	return fieldTitle, fieldBody
}

// threadTitleField is the field of the title above a reply.
func threadTitleField(parts bool) string {
	if parts {
		return fieldThreadTitleParts
	}
	return fieldThreadTitle
}

// impactCache keeps the impacts of terms that are frequent in a segment: taking
// them apart is most of the work of a search, and segments never change.
type impactCache struct {
	mu    sync.Mutex
	kept  map[impactKey]*keptImpacts
	bytes int
	clock uint64
}

type impactKey struct {
	segment     uint64
	term        string
	parts       bool
	title, body float64 // the means that they were made with
}

type keptImpacts struct {
	*impacts
	bytes int
	used  uint64 // by the clock
}

// Limits of the cache.
const (
	maxCacheBytes = 64 << 20
	minCachedDocs = 256 // documents; rarer terms are quickly read
)

func impactKeyOf(seg *segment, term string, parts bool, means means) impactKey {
	titles, bodies := textFields(parts)
	return impactKey{seg.id, term, parts, means[titles], means[bodies]}
}

// find returns what is kept, nil when it is not.
func (c *impactCache) find(key impactKey) *impacts {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	kept := c.kept[key]
	if kept == nil {
		return nil
	}
	kept.used = c.clock
	return kept.impacts
}

// keep keeps impacts of all documents, unless they are few.
func (c *impactCache) keep(key impactKey, made *impacts) {
	if len(made.shares) < minCachedDocs {
		return
	}
	made.shares = slices.Clone(made.shares) // withoutFacet what it could still have grown
	made.docs.RunOptimize()
	size := 2*len(made.shares) + int(made.docs.GetSizeInBytes()) + 200
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[impactKey]*keptImpacts{}
	}
	if c.kept[key] != nil {
		return // somebody else was quicker
	}
	c.kept[key] = &keptImpacts{made, size, c.clock}
	if c.bytes += size; c.bytes > maxCacheBytes {
		c.shrink()
	}
}

// shrink forgets what was not asked for longest, until a quarter is free. What
// belongs to segments that were merged away is never asked for again.
func (c *impactCache) shrink() {
	keys := make([]impactKey, 0, len(c.kept))
	for k := range c.kept {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b impactKey) int { return cmp.Compare(c.kept[a].used, c.kept[b].used) })
	for _, k := range keys {
		if c.bytes <= maxCacheBytes*3/4 {
			return
		}
		c.bytes -= c.kept[k].bytes
		delete(c.kept, k)
	}
}
