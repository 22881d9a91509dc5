package inquiry

import (
	"net/http"

	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// answered are the kinds of what may already say what programme management is
// asked.
var answered = []document.Kind{document.Answer, document.Article}

// inquiryTwins looks for what may already say what is asked. Whoever sends the
// form faster than anybody can read gets nothing.
func (s *server) inquiryTwins(c *page.Context, page *pages.Ask) (err error) {
	if c.TypedTooFast() > 0 {
		return nil
	}
	page.Twins, err = s.Twins.Of(c.Ctx(), c.Viewer(), page.Subject, page.Services, answered...)
	return err
}

// showInquiryTwins answers the script of the form for programme management.
func (s *server) showInquiryTwins(c *page.Context) error {
	var found templates.Twins
	if c.TypedTooFast() == 0 {
		var err error
		if found, err = s.Twins.Of(c.Ctx(), c.Viewer(), c.Query("titel"), "", answered...); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, templates.TwinsFound(found))
}
