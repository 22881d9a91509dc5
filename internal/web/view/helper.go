package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/web/path"
	pages "kommunalforum/templates/member"
)

// MaxHelpers is how many people stand beside a board or a service.
const MaxHelpers = 5

// Helpers shows some who know their way around, and where all of them are.
// Guests get none.
func Helpers(by account.Viewer, list []profile.Member, more string) pages.Helpers {
	if !by.SignedIn() {
		return pages.Helpers{}
	}
	out := pages.Helpers{More: more, Own: path.OwnProfile}
	for _, m := range list {
		out.List = append(out.List, pages.Helper{Href: path.Member(m.ID), Name: m.Name, You: m.ID == by.ID, Organisation: m.Organisation.Name})
	}
	return out
}
