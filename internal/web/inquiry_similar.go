package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// similarMost is how many answers are offered before a question is sent.
const similarMost = 4

// findSimilar offers official answers and FAQ articles that may already say
// what is asked: on the same services, and what the search finds for the title.
// close reports that they are worth reading first, and not only near.
func (s *server) findSimilar(c *gin.Context, page *pages.Ask) (close bool, err error) {
	by := s.viewer(c)
	seen := map[string]bool{}
	add := func(n templates.Note) {
		if !seen[n.Href] && len(page.Similar) < similarMost {
			seen[n.Href] = true
			page.Similar = append(page.Similar, n)
		}
	}
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		services, _, err := typedServices(tx, page.Services)
		if err != nil {
			return err
		}
		for _, id := range services {
			found, err := inquiry.AnswersOfService(tx, by, id, similarMost)
			if err != nil {
				return err
			}
			for _, n := range answerNotes(found) {
				add(n)
			}
		}
		return nil
	})
	if err != nil || page.Subject == "" {
		return len(page.Similar) > 0, err
	}
	close = len(page.Similar) > 0
	for _, kind := range []search.Kind{search.Answer, search.Article} {
		found, err := s.Search.Search(ctx(c), by, search.Query{Text: page.Subject, Kind: kind})
		if fault.Is(err, fault.Unready) {
			continue // a slow search must not keep anybody from asking
		}
		if err != nil {
			return false, err
		}
		for i, h := range found.Hits {
			if i == similarMost/2 {
				break
			}
			close = close || !found.AnyWord
			add(templates.Note{Href: hitPath(h), Title: h.Title, Text: h.Kind.German()})
		}
	}
	return close, nil
}
