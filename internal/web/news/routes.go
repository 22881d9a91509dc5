// Package news shows what is new, and marks as read and unread.
package news

import (
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Forum     *forum.Forum
	Inquiries *inquiry.Inquiries
	Unread    *unread.Unread
}

// server serves the pages of this area.
type server struct {
	Deps
	kit *page.Kit
}

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{Deps: d, kit: k}
	members := k.Members()

	members.Get(path.News, s.showNews)
	members.Post(path.MarkAllRead, s.markAllRead)
	members.Post(path.MarkBoardRead, s.markBoardRead)
	members.Post(path.MarkUnreadFrom, page.WithID(s.markUnreadFrom))
}
