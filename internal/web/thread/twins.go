package thread

import (
	"net/http"

	"github.com/a-h/templ"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// alike are the kinds of what may already say what is asked.
var alike = []document.Kind{document.Answer, document.Article, document.Thread}

// threadTwins looks for what may already say what is asked. Whoever sends the form
// faster than anybody can read gets nothing.
func (s *server) threadTwins(c *page.Context, page *pages.Ask) (err error) {
	if c.TypedTooFast() > 0 {
		return nil
	}
	page.Twins, err = s.Twins.Of(c.Ctx(), c.Viewer(), page.Subject, page.Services, alike...)
	return err
}

// showTwins answers the script of the form for a question while its title is
// typed: with what is there already, and with the board and the services that
// the title names. Whoever types faster than anybody can read gets nothing.
func (s *server) showTwins(c *page.Context) error {
	if c.TypedTooFast() > 0 {
		return c.Render(http.StatusOK, templates.TwinsFound(templates.Twins{}))
	}
	found, err := s.Twins.Of(c.Ctx(), c.Viewer(), c.Query("titel"), "", alike...)
	if err != nil {
		return err
	}
	proposed, err := s.typedProposal(c, c.Query("titel"))
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, templ.Join(templates.TwinsFound(found), pages.ProposedFound(proposed)))
}
