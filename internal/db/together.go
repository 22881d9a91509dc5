package db

import "context"

// Together runs reads that do not depend on each other, one after the other. Where the
// database is across a network, one goes on while another waits for its query, and what
// they ask at the same time takes one round trip. So none may hold a lock or wait for
// another. It returns the first error.
func (tx *Tx) Together(reads ...func(*Tx) error) error { return tx.db.together(tx, reads) }

// Together is Tx.Together for operations that open a Read under the context that they
// are given: all of them share one transaction. They must not write.
func (d *DB) Together(ctx context.Context, reads ...func(ctx context.Context) error) error {
	return d.Read(ctx, func(tx *Tx) error {
		within := make([]func(*Tx) error, len(reads))
		for i, read := range reads {
			within[i] = func(tx *Tx) error { return read(context.WithValue(ctx, togetherKey{}, tx)) }
		}
		return tx.Together(within...)
	})
}

// togetherKey is the key of the *Tx in which a Read under the context runs.
type togetherKey struct{}
