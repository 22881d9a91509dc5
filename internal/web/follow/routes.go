// Package follow is where members choose what they follow, and see all of it.
package follow

import (
	"kommunalforum/internal/follow"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Acts    *usecase.Acts
	Follows *follow.Follows
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

	members.Post(path.Follow, s.follow)
	members.Get(path.Following, s.showFollowing)
	members.Post(path.EndFollowing, s.endFollowing)
	members.Post(path.UndoEnding, s.undoEnding)
	members.Post(path.FollowSetting, s.saveSetting)
	members.Post(path.SaveSearch, s.saveSearch)
	members.Get(path.SavedSearches, s.showSearches)
	members.Get(path.SavedSearch, page.WithID(s.openSearch))
	members.Post(path.ForgetSearch, page.WithID(s.forgetSearch))
}
