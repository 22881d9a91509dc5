package saved

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/search"
)

// NewUnrested returns a watcher that does not rest after a search.
func NewUnrested(d *db.DB, accounts *account.Accounts, s *search.Search) *Watcher {
	return NewResting(d, accounts, s, func(context.Context, time.Duration) {})
}

// NewResting returns a watcher that calls rest after a search.
func NewResting(d *db.DB, accounts *account.Accounts, s *search.Search, rest func(context.Context, time.Duration)) *Watcher {
	w := New(d, accounts, s)
	w.rest = rest
	return w
}
