package db

import (
	"context"
	"sync"
)

// memory caches values computed from whole tables until the next commit, by this
// process or another.
type memory struct {
	mu      sync.Mutex
	version int64
	values  map[any]any
}

// maxCached bounds the number of values; beyond it all of them are dropped.
const maxCached = 2000

// Cached returns the value that compute returned for the key since the last commit
// before the request began (see Snapshot) or its own last Write, computing it if there
// is none. The key's type belongs to the caller, and the key holds everything besides
// the database that the value depends on. The value is shared and must not be changed.
// Compute must not call Cached.
func Cached[K comparable, V any](tx *Tx, key K, compute func(*Tx) (V, error)) (V, error) {
	v, err := tx.db.memory.of(tx, key, func(tx *Tx) (any, error) { return compute(tx) })
	if err != nil {
		var none V
		return none, err
	}
	return v.(V), nil
}

func (m *memory) of(tx *Tx, key any, compute func(*Tx) (any, error)) (any, error) {
	ctx := context.WithoutCancel(tx.ctx)
	now, err := tx.db.versionFor(ctx)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil || now > m.version || len(m.values) >= maxCached {
		m.version, m.values = max(m.version, now), map[any]any{}
	}
	if v, ok := m.values[key]; ok {
		return v, nil
	}
	// Read after the version: the value is at least as new.
	raw, err := tx.db.beginRead(ctx, tx.db.versions)
	if err != nil {
		return nil, err
	}
	defer raw.Rollback() // nothing was written
	v, err := compute(&Tx{raw: raw, ctx: tx.ctx, run: ctx, db: tx.db, Now: tx.Now})
	if err == nil {
		m.values[key] = v
	}
	return v, err
}
