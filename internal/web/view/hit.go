package view

import (
	"strconv"

	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/path"
)

// HitPath returns the address of a hit; a file leads to its post.
func HitPath(h search.Hit) string {
	switch h.Kind {
	case document.Thread:
		return path.Thread(h.ID, h.Title)
	case document.Reply:
		return path.Post(h.ID)
	case document.File:
		return path.Post(h.Post)
	case document.Article, document.ArticleFile:
		return path.Article(h.Whole, h.Title)
	case document.Library, document.Page:
		return path.LibraryDocument(h.Whole, h.Title)
	case document.Consultation:
		address := path.Consultation(h.Consultation, h.Title)
		if h.Section > 0 {
			address = path.To(path.ConsultationPage, h.Consultation) + "#abschnitt-" + strconv.Itoa(h.Section)
		}
		return address
	case document.Answer, document.AnswerFile:
		return path.Answer(h.Number, h.Version)
	}
	return path.Service(h.ID)
}
