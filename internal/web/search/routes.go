// Package search shows what was found, and completes what is typed.
package search

import (
	"time"

	"kommunalforum/internal/library"
	"kommunalforum/internal/search"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Search  *search.Search
	Library *library.Documents
}

// server serves the pages of this area.
type server struct {
	Deps
	kit       *page.Kit
	members   *page.Limiter // searches per member
	newcomers *page.Limiter // the same for new members
	guests    *page.Limiter // searches per client address of guests
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{
		Deps:      d,
		kit:       k,
		members:   page.NewLimiter(60, 2*time.Second),
		newcomers: page.NewLimiter(40, 3*time.Second),
		guests:    page.NewLimiter(120, 500*time.Millisecond),
	}
	open := k.Open()

	open.Get(path.Search, s.showSearch)
	open.Get(path.CompleteSearch, s.completeSearch)
}
