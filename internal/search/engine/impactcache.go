package engine

import (
	"cmp"
	"slices"
	"sync"
)

// impactCache keeps the impacts of terms that are frequent in a segment: decoding
// them is most of the work of a search, and segments never change.
type impactCache struct {
	mu    sync.Mutex
	kept  map[impactKey]*keptImpacts
	bytes int
	clock uint64
}

type impactKey struct {
	segment uint64
	termKey
	title, body float64 // the mean lengths that they were computed with
}

type keptImpacts struct {
	*impacts
	bytes int
	used  uint64 // by the clock
}

const (
	maxCacheBytes = 64 << 20
	minCachedDocs = 256 // rarer terms are quickly read
)

func impactKeyOf(s *segment, key termKey, means means) impactKey {
	titles, bodies := textFields(key.parts)
	return impactKey{s.id, key, means[titles], means[bodies]}
}

// find returns the cached impacts, nil if there are none.
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

// keep caches the impacts of all documents with a term, unless these are few.
func (c *impactCache) keep(key impactKey, made *impacts) {
	if len(made.shares) < minCachedDocs {
		return
	}
	made.shares = slices.Clone(made.shares) // without spare capacity
	made.docs.RunOptimize()
	size := 2*len(made.shares) + int(made.docs.GetSizeInBytes()) + 200
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = map[impactKey]*keptImpacts{}
	}
	if c.kept[key] != nil {
		return // another search was quicker
	}
	c.kept[key] = &keptImpacts{made, size, c.clock}
	if c.bytes += size; c.bytes > maxCacheBytes {
		c.shrink()
	}
}

// shrink drops the least recently used impacts until a quarter is free. Those of
// segments that were merged away are never used again.
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
