// Package feed serves what is new on a board, about a service, in the FAQ, among the
// official answers and in a thread as feeds, and lets members make addresses of feeds
// that guests may not read.
//
// It promises: a feed at a public address holds what guests read, whoever asks; one at
// a private address what its owner reads at that moment; the text of a post that is
// not visible to all readers of its board stands in none.
package feed

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/config"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Config    config.Config
	Origin    string // random id of this forum, see event.LogTx
	Boards    *board.Boards
	Catalogue *catalogue.Catalogue
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Inquiries *inquiry.Inquiries
	Follows   *follow.Follows
	Search    *search.Search
	Tokens    *feedtoken.Tokens
}

// server serves the pages of this area.
type server struct {
	Deps
	kit     *page.Kit
	fetches *page.Limiter // of one private feed: readers ask every few minutes at most
}

// Mount mounts the feeds. Who may read what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k, fetches: page.NewLimiter(30, 20*time.Second)}
	public, open, members := k.Public(), k.Open(), k.Members()

	for _, f := range feed.Formats {
		public.Get(path.Feed(path.BoardPage, f.Name), s.public(f, s.boardAt))
		public.Get(path.Feed(path.ServicePage, f.Name), s.public(f, s.serviceAt))
		public.Get(path.Feed(path.FAQ, f.Name), s.public(f, s.articlesAt))
		public.Get(path.Feed(path.Answers, f.Name), s.public(f, s.answersAt))
		public.Get(path.Feed(path.ThreadPage, f.Name), s.public(f, s.threadAt))
		open.Get(path.Feed(path.PrivateFeed, f.Name), s.private(f))
	}
	members.Get(path.Feeds, s.showFeeds)
	members.Post(path.Feeds, k.Guarded(account.GuardFeed, s.createFeed))
	members.Post(path.ReplaceFeed, k.Guarded(account.GuardFeed, page.WithID(s.replaceFeed)))
	members.Post(path.RevokeFeed, page.WithID(s.revokeFeed))
}
