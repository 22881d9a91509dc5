package view

import (
	"kommunalforum/internal/follow"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/path"
)

// FollowedHref returns where a place is shown; the list for one that is not seen.
func FollowedHref(p usecase.Place) string {
	switch p.Kind {
	case follow.Board:
		return path.Board(p.Slug)
	case follow.Thread:
		return path.Thread(p.ID, p.Title)
	case follow.Service:
		return path.Service(p.ID)
	case follow.Inquiry:
		return path.Inquiry(p.Key)
	case follow.Article:
		return path.Article(p.ID, p.Title)
	case follow.Organisation:
		return path.Organisation(p.ID, p.Title)
	case follow.Search:
		return path.SearchAgain(p.Key)
	}
	return path.Following
}
