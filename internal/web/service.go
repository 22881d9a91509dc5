package web

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/service"
)

// threadsAtService is how many threads a service's page shows.
const threadsAtService = 20

// showService shows an OZG service with what the forum knows about it.
func (s *server) showService(c *page.Context) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	by := c.Viewer()
	var page pages.Show
	err = s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		x, err := catalogue.FindServiceTx(tx, id)
		if err != nil {
			return err
		}
		page = pages.Show{
			Base: c.Base(x.Name, templates.SectionServices,
				templates.Crumb{Href: "/leistungen", Text: "Leistungen"}, templates.Crumb{Text: x.Name}),
			Facts: []templates.Fact{
				{Term: "OZG-ID", Text: strconv.FormatInt(x.ID, 10)},
				{Term: "Themenfeld", Text: x.AreaName, Href: path.Board(x.AreaSlug)},
				{Term: "Lage", Text: x.SituationName},
			},
			AskHref: "/fragen?bereich=" + x.AreaSlug,
		}
		singles, err := catalogue.SingleServicesTx(tx, id)
		if err != nil {
			return err
		}
		for _, l := range singles {
			page.Singles = append(page.Singles, pages.Single{Key: l.Key, Name: l.Name, Type: l.Type, Laws: l.Laws})
		}
		official, err := inquiry.AnswersOfServiceTx(tx, by, id, answersListed)
		if err != nil {
			return err
		}
		page.Answers = view.AnswerNotes(official)
		articles, err := faq.ListedTx(tx, by, faq.Filter{Service: id}, faq.RowsPerPage)
		if err != nil {
			return err
		}
		page.Articles = view.ArticleNotes(articles.Entries)
		threads, err := forum.WithServiceTx(tx, by, id, threadsAtService)
		if err != nil {
			return err
		}
		page.Threads = view.ThreadRows(threads, true)
		helpers, err := profile.InServiceTx(tx, by, id, view.MaxHelpers)
		page.Helpers = view.Helpers(by, helpers, path.WithQuery(path.Members, "leistung", strconv.FormatInt(id, 10)))
		return err
	})
	if err != nil {
		return err
	}
	page.Canonical = s.Config.BaseURL.URL(path.Service(id))
	if c.Request.URL.Path != path.Service(id) {
		return c.Moved(path.Service(id))
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}
