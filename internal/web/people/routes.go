// Package people shows organisations, districts and members.
package people

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/picture"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Directory *directory.Directory
	Boards    *board.Boards
	Catalogue *catalogue.Catalogue
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Follows   *follow.Follows
	Inquiries *inquiry.Inquiries
	Profiles  *profile.Profiles
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
	open, members := k.Open(), k.Members()

	open.Get(path.Organisations, s.showOrganisations)
	open.Get(path.OrganisationPage, page.WithID(s.showOrganisation))
	open.Get(path.DistrictPage, s.showDistrict)
	members.Get(path.Members, s.showMembers)
	members.Get(path.MemberPage, page.WithID(s.showMember))
	open.Get(path.PortraitFile, page.WithID(s.showPortrait))
	members.Get(path.OwnProfile, s.editProfile)
	members.Post(path.OwnProfile, s.saveProfile)
	members.Upload(path.OwnPortrait, picture.MaxBytes, s.savePortrait)
	members.Post(path.RemovePortrait, s.removePortrait)
}
