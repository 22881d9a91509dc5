package engine

import (
	"cmp"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// termCache keeps what segments have of terms: looking a term up in each segment and
// decoding its impacts is most of the work of a search, and segments never change. Nothing
// of it hangs on who searches.
type termCache struct {
	mu    sync.Mutex
	kept  map[cachedKey]*cachedTerm
	ids   []uint64 // segments of the newest searcher, so that all terms share one list
	bytes int
	clock uint64
}

type cachedKey struct {
	termKey
	title, body float64 // the mean lengths that impacts were computed with
}

// cachedTerm is a term in some segments. What it refers to is never changed, only replaced.
type cachedTerm struct {
	ids   []uint64       // of the segments, also of those without the term
	parts []*segmentTerm // by segment
	bytes int
	used  uint64 // by the clock
}

// segmentTerm is what a segment has of a term. The sets must not be changed.
type segmentTerm struct {
	docs          *roaring.Bitmap // that have it in title or body, including deleted ones
	inThreadTitle *roaring.Bitmap // the replies in threads with it in their titles
	impacts       *impacts        // of all the documents; nil until they are needed
}

// noTerm is what segments have of most terms.
var noTerm = &segmentTerm{docs: noDocs, inThreadTitle: noDocs, impacts: &impacts{docs: noDocs}}

const (
	maxCacheBytes = 48 << 20
	setOverhead   = 200 // bytes of a set that has nothing in it
)

func (t *segmentTerm) size() int {
	if t == noTerm {
		return 0
	}
	size := 2*setOverhead + int(t.docs.GetSizeInBytes()+t.inThreadTitle.GetSizeInBytes())
	if t.impacts != nil {
		size += 2 * len(t.impacts.shares)
	}
	return size
}

// use returns the ids of the segments, for find and keep.
func (c *termCache) use(all []*segment) []uint64 {
	ids := make([]uint64, len(all))
	for i, s := range all {
		ids[i] = s.id
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Equal(ids, c.ids) {
		c.ids = ids
	}
	return c.ids
}

// find returns what the cache has of a term by segment, nil for unknown ones.
func (c *termCache) find(key cachedKey, ids []uint64) []*segmentTerm {
	out := make([]*segmentTerm, len(ids))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	kept := c.kept[key]
	if kept == nil {
		return out
	}
	kept.used = c.clock
	if slices.Equal(kept.ids, ids) {
		copy(out, kept.parts)
		return out
	}
	for i, id := range ids {
		if at := slices.Index(kept.ids, id); at >= 0 {
			out[i] = kept.parts[at]
		}
	}
	return out
}

// keep replaces what the cache has of a term. Segments that were merged away are dropped
// with it.
func (c *termCache) keep(key cachedKey, ids []uint64, parts []*segmentTerm) {
	made := &cachedTerm{ids: ids, parts: slices.Clone(parts), bytes: setOverhead + len(key.term) + 8*len(parts)}
	for _, p := range parts {
		made.bytes += p.size()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[cachedKey]*cachedTerm{}
	}
	if old := c.kept[key]; old != nil {
		c.bytes -= old.bytes
	}
	made.used = c.clock
	c.kept[key] = made
	if c.bytes += made.bytes; c.bytes > maxCacheBytes {
		c.shrink()
	}
}

// shrink drops the least recently used terms until a quarter is free.
func (c *termCache) shrink() {
	keys := make([]cachedKey, 0, len(c.kept))
	for k := range c.kept {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b cachedKey) int { return cmp.Compare(c.kept[a].used, c.kept[b].used) })
	for _, k := range keys {
		if c.bytes <= maxCacheBytes*3/4 {
			return
		}
		c.bytes -= c.kept[k].bytes
		delete(c.kept, k)
	}
}

// readTerm looks a term up in a segment. The result does not lie in the segment's file, which
// may be gone before the cache is.
func readTerm(s *segment, key termKey) (*segmentTerm, error) {
	docs, err := s.docsWith(key)
	if err != nil {
		return nil, err
	}
	inTitle, err := s.docs(threadTitleField(key.parts), key.term)
	if err != nil {
		return nil, err
	}
	if docs.IsEmpty() && inTitle.IsEmpty() {
		return noTerm, nil
	}
	return &segmentTerm{docs: ownSet(docs), inThreadTitle: ownSet(inTitle)}, nil
}

// ownSet returns a copy of a set that lies in no file.
func ownSet(docs *roaring.Bitmap) *roaring.Bitmap {
	if docs.IsEmpty() {
		return noDocs
	}
	out := docs.Clone()
	out.CloneCopyOnWriteContainers()
	out.SetCopyOnWrite(false) // or copying the copy would write to it
	return out
}
