package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// Byline is who acted, in a line: the organisation alone where the person
// is not named.
func Byline(b account.Byline) string {
	if b.Name == "" {
		return b.OrganisationName()
	}
	return b.Name + ", " + b.Organisation.Name
}

func Author(b account.Byline) templates.Author {
	if b.IsAlias() {
		return templates.Author{Organisation: b.Alias.Words, Kind: "teilanonym"}
	}
	a := templates.Author{Name: b.Name, Function: b.Function, Organisation: b.Organisation.Name,
		Kind: b.Organisation.Kind.German(), Land: b.Organisation.State}
	if b.PersonID != 0 && b.Name != "" && b.Name != account.FormerMember {
		a.Href = path.Member(b.PersonID)
	}
	if b.Organisation.ID != 0 && b.Organisation.Named() {
		a.OrganisationHref = path.Organisation(b.Organisation.ID, b.Organisation.Name)
	}
	return a
}

func Moderators(list []board.Moderator) []templates.Moderator {
	var out []templates.Moderator
	for _, m := range list {
		shown := templates.Moderator{Name: m.Name, Organisation: m.Organisation.Name}
		if m.Name != "" {
			shown.Href = path.Member(m.PersonID)
		}
		out = append(out, shown)
	}
	return out
}
