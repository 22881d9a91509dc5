package web

import (
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/templates"
	inquiries "kommunalforum/templates/inquiry"
	threads "kommunalforum/templates/thread"
)

// twinsMost is how many are shown before a question is put.
const twinsMost = 5

// inquiryTwins looks for official answers and FAQ articles that may already say
// what is asked.
func (s *server) inquiryTwins(c *gin.Context, page *inquiries.Ask) (err error) {
	page.Twins, err = s.twinsOf(c, page.Subject, page.Services, search.Answer, search.Article)
	return err
}

// threadTwins looks for threads too.
func (s *server) threadTwins(c *gin.Context, page *threads.Ask) (err error) {
	page.Twins, err = s.twinsOf(c, page.Subject, page.Services, search.Answer, search.Article, search.Thread)
	return err
}

// twinsOf finds what already stands in the forum on a question with this title
// and these services: official answers on the same services, and what the
// search finds, kind by kind. They stop the form when they are close, not only
// near.
func (s *server) twinsOf(c *gin.Context, title, services string, kinds ...search.Kind) (t templates.Twins, err error) {
	by := s.viewer(c)
	seen := map[string]bool{}
	add := func(n templates.Note) {
		if !seen[n.Href] && len(t.Notes) < twinsMost {
			seen[n.Href] = true
			t.Notes = append(t.Notes, n)
		}
	}
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		ids, _, err := typedServices(tx, services)
		if err != nil {
			return err
		}
		for _, id := range ids {
			found, err := inquiry.AnswersOfService(tx, by, id, twinsMost)
			if err != nil {
				return err
			}
			for _, n := range answerNotes(found) {
				add(n)
			}
		}
		return nil
	})
	if err != nil || title == "" {
		return t, err
	}
	t.Stopped = len(t.Notes) > 0
	for _, kind := range kinds {
		found, err := s.Search.Search(ctx(c), by, search.Query{Text: title, Kind: kind})
		if fault.Is(err, fault.Unready) {
			continue // a slow search must not keep anybody from asking
		}
		if err != nil {
			return t, err
		}
		for _, h := range found.Hits[:min(2, len(found.Hits))] {
			t.Stopped = t.Stopped || !found.AnyWord
			add(templates.Note{Href: hitPath(h), Title: h.Title, Text: twinText(h)})
		}
	}
	return t, nil
}

// twinText says what was found: its kind, and of answers how they begin.
func twinText(h search.Hit) string {
	text := h.Kind.German()
	if h.State != "" {
		text += ", " + h.State
	}
	if h.Kind == search.Thread {
		return text
	}
	var b strings.Builder
	for _, span := range h.Excerpt {
		b.WriteString(span.Text)
	}
	return text + ": " + b.String()
}
