package view

import (
	"kommunalforum/internal/board"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

func BoardGroup(b board.Board) string {
	if b.Kind == board.Subject {
		return "Themenfelder des OZG"
	}
	return "Über das OZG hinaus"
}

func BoardCrumbs(b board.Board, more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: path.Boards, Text: "Bereiche"}, {Href: path.Board(b.Slug), Text: b.Name}}, more...)
}
