package web

import (
	"net/http"

	"github.com/a-h/templ"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	inquiries "kommunalforum/templates/inquiry"
	threads "kommunalforum/templates/thread"
)

// maxTwins is how many are shown before a question is put.
const maxTwins = 5

// inquiryTwins looks for official answers and FAQ articles that may already say
// what is asked. Whoever sends the form faster than anybody can read gets nothing.
func (s *server) inquiryTwins(c *page.Context, page *inquiries.Ask) (err error) {
	if s.typedTooFast(c) > 0 {
		return nil
	}
	page.Twins, err = s.twinsOf(c, page.Subject, page.Services, document.Answer, document.Article)
	return err
}

// threadTwins looks for threads too.
func (s *server) threadTwins(c *page.Context, page *threads.Ask) (err error) {
	if s.typedTooFast(c) > 0 {
		return nil
	}
	page.Twins, err = s.twinsOf(c, page.Subject, page.Services, document.Answer, document.Article, document.Thread)
	return err
}

// twinsOf finds what already stands in the forum on a question with this title
// and these services: official answers on the same services, and what is similar
// to the title. They stop the form when they are close, not only near.
func (s *server) twinsOf(c *page.Context, title, services string, kinds ...document.Kind) (t templates.Twins, err error) {
	by := c.Viewer()
	seen := map[string]bool{}
	add := func(n templates.Note) {
		if !seen[n.Href] && len(t.Notes) < maxTwins {
			seen[n.Href] = true
			t.Notes = append(t.Notes, n)
		}
	}
	ids, _, err := s.Catalogue.TypedServices(c.Ctx(), services, forum.MaxServices)
	if err != nil {
		return t, err
	}
	official, err := s.Inquiries.AnswersOfServices(c.Ctx(), by, maxTwins, ids...)
	if err != nil {
		return t, err
	}
	for _, n := range view.AnswerNotes(official) {
		add(n)
	}
	if title == "" {
		return t, nil
	}
	t.Stopped = len(t.Notes) > 0
	found, err := s.Search.Similar(c.Ctx(), by, title, maxTwins, kinds...)
	for _, twin := range found {
		t.Stopped = t.Stopped || twin.Close
		add(templates.Note{Href: view.HitPath(twin.Hit), Title: twin.Title, Text: twinText(twin.Hit)})
	}
	return t, err
}

// showTwins answers the script of the form for a question while its title is
// typed: with what is there already, and with the board and the services that
// the title names. Whoever types faster than anybody can read gets nothing.
func (s *server) showTwins(c *page.Context) error {
	if s.typedTooFast(c) > 0 {
		return c.Render(http.StatusOK, templates.TwinsFound(templates.Twins{}))
	}
	found, err := s.twinsOf(c, c.Query("titel"), "", document.Answer, document.Article, document.Thread)
	if err != nil {
		return err
	}
	proposed, err := s.typedProposal(c, c.Query("titel"))
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, templ.Join(templates.TwinsFound(found), threads.ProposedFound(proposed)))
}

// showInquiryTwins answers the script of the form for programme management.
func (s *server) showInquiryTwins(c *page.Context) error {
	var found templates.Twins
	if s.typedTooFast(c) == 0 {
		var err error
		if found, err = s.twinsOf(c, c.Query("titel"), "", document.Answer, document.Article); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, templates.TwinsFound(found))
}

// twinText says what was found: its kind, and of answers the short answer.
func twinText(h search.Hit) string {
	text := h.Kind.German()
	if h.State != "" {
		text += ", " + h.State
	}
	if h.Short != "" {
		text += ": " + h.Short
	}
	return text
}
