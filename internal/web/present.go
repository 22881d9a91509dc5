package web

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// The functions here turn values of the domains into those of the templates.

func authorOf(b account.Byline) templates.Author {
	if b.Disguised() {
		return templates.Author{Organisation: b.Organisation.Name, Kind: "teilanonym"}
	}
	a := templates.Author{Name: b.Name, Function: b.Function, Organisation: b.Organisation.Name,
		Kind: b.Organisation.Kind.German(), Land: b.Organisation.State}
	if b.PersonID != 0 && b.Name != "" && b.Name != account.Former {
		a.Href = path.Member(b.PersonID)
	}
	if b.Organisation.ID != 0 && b.Organisation.Named() {
		a.OrganisationHref = path.Organisation(b.Organisation.ID, b.Organisation.Name)
	}
	return a
}

func stateOf(s forum.State) templates.State { return templates.State(s.German()) }

// rowsOf shows threads in a list; the board's name stands beside those of
// several boards.
func rowsOf(rows []forum.Row, withBoard bool) []templates.Row {
	out := make([]templates.Row, len(rows))
	for i, r := range rows {
		out[i] = templates.Row{State: stateOf(r.State), Href: path.Thread(r.ID, r.Title), Title: r.Title, Author: authorOf(r.Author),
			At: r.LastPostAt, AtLabel: "letzter Beitrag", Replies: r.Replies, Supporters: several(r.Supporters), Pinned: r.Pinned, Locked: r.Locked}
		out[i].Author.Name, out[i].Author.Function = "", "" // the list names organisations
		if withBoard {
			out[i].Board = r.BoardName
		}
	}
	return out
}

// several is n where it is worth telling: that a question concerns who asked
// it goes without saying.
func several(n int) int {
	if n < 2 {
		return 0
	}
	return n
}

func boardCrumbs(b board.Board, more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: "/bereiche", Text: "Themenfelder"}, {Href: path.Board(b.Slug), Text: b.Name}}, more...)
}

func moderatorsOf(list []board.Moderator) []templates.Moderator {
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
