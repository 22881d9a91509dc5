// Package usecase holds the few acts that change several domains in one
// transaction, and the few questions that only several domains together answer.
// It owns no table: it opens the transaction and calls functions of the domains
// that end in Tx.
package usecase

import "kommunalforum/internal/db"

// Acts holds the acts that change several domains.
type Acts struct{ db *db.DB }

// New returns the acts on d.
func New(d *db.DB) *Acts { return &Acts{db: d} }
