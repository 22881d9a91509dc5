package db

import (
	"context"
	"sync"
	"time"
)

// memory caches values computed from whole tables until a commit changes one of these,
// by this process or another.
type memory struct {
	mu     sync.Mutex
	since  time.Time // the oldest value may be of
	values map[any]cachedValue
}

type cachedValue struct {
	value any
	basis *Basis
}

// Limits of the values; beyond them all are dropped.
const (
	maxCached  = 2000
	cachedLife = time.Minute
)

// Cached returns the value that compute returned for the key since the last commit
// before the request began (see Snapshot) or its own last Write that changed what was read
// for it, computing it if there is none. The key's type belongs to the caller, and the key holds everything besides
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
	if m.values == nil || len(m.values) >= maxCached || tx.Now.Sub(m.since).Abs() > cachedLife {
		m.since, m.values = tx.Now, map[any]cachedValue{}
	}
	if c, ok := m.values[key]; ok && tx.db.Holds(c.basis) {
		tx.basis.addAll(c.basis)
		return c.value, nil
	}
	// Read after the version: the value is at least as new.
	raw, err := tx.db.beginRead(ctx, tx.db.versions)
	if err != nil {
		return nil, err
	}
	defer raw.Rollback() // nothing was written
	basis := &Basis{at: now}
	v, err := compute(&Tx{raw: raw, ctx: tx.ctx, run: ctx, db: tx.db, basis: basis, Now: tx.Now})
	if err == nil {
		m.values[key] = cachedValue{v, basis}
	}
	tx.basis.addAll(basis)
	return v, err
}
