package thread

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/library"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/service"
)

// threadsAtService is how many threads a service's page shows.
const threadsAtService = 20

// showService shows an OZG service with what the forum knows about it.
func (s *server) showService(c *page.Context, id int64) error {
	x, err := s.Catalogue.Service(c.Ctx(), id)
	if err != nil {
		return err
	}
	if c.Request.URL.Path != path.Service(id) {
		return c.Moved(path.Service(id))
	}
	page := pages.Show{
		Base: c.Base(x.Name, templates.SectionServices,
			templates.Crumb{Href: path.Services, Text: "Leistungen"}, templates.Crumb{Text: x.Name}),
		Facts: []templates.Fact{
			{Term: "OZG-ID", Text: strconv.FormatInt(x.ID, 10)},
			{Term: "Themenfeld", Text: x.AreaName, Href: path.Board(x.AreaSlug)},
			{Term: "Lebens- oder Unternehmenslage", Text: x.SituationName},
		},
		AskHref: path.WithQuery(path.Ask, "bereich", x.AreaSlug),
	}
	page.Canonical = s.Config.BaseURL.URL(path.Service(id))
	page.Feed = view.Feed(c.Viewer(), feedtoken.Subject{Kind: feedtoken.Service, ID: id}, path.Service(id), x.Name, view.Part)
	singles, err := s.Catalogue.SingleServices(c.Ctx(), id)
	if err != nil {
		return err
	}
	page.Facts = append(page.Facts, view.ServiceForUs(c.Viewer(), singles)...)
	for _, l := range singles {
		page.Singles = append(page.Singles, pages.Single{Key: l.Key, Name: l.Name, Type: l.Type, Laws: l.Laws})
	}
	if err := s.addKnown(c, id, &page); err != nil {
		return err
	}
	if err := s.addReuse(c, id, &page); err != nil {
		return err
	}
	place := follow.Subject{Kind: follow.Service, ID: id}
	if page.Follow, err = view.FollowBlock(c.Ctx(), s.Follows, c.Viewer(), place); err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// entriesAtService is how many entries of the register a service's page shows.
const entriesAtService = 5

// addReuse shows who uses the service: to members the organisations that are nearest to
// theirs, to guests their number.
func (s *server) addReuse(c *page.Context, service int64, page *pages.Show) error {
	figures, err := s.Reuse.Figures(c.Ctx(), service)
	if err != nil {
		return err
	}
	page.Reuse = pages.Reuse{Href: path.To(path.Reuse, service), Figures: view.ReuseFigures(figures)}
	if !c.Viewer().SignedIn() || figures.Total() == 0 {
		return nil
	}
	list, err := s.Reuse.List(c.Ctx(), c.Viewer(), service, reuse.Filter{})
	for _, e := range list.Entries[:min(entriesAtService, len(list.Entries))] {
		page.Reuse.Nearest = append(page.Reuse.Nearest, view.ReuseRow(c.Viewer(), e, false))
	}
	return err
}

// addKnown shows what the forum knows about a service: answers, articles,
// threads, and people who can help.
func (s *server) addKnown(c *page.Context, service int64, page *pages.Show) error {
	by := c.Viewer()
	official, err := s.Inquiries.AnswersOfServices(c.Ctx(), by, view.MaxAnswers, service)
	if err != nil {
		return err
	}
	page.Answers = view.AnswerNotes(official)
	articles, err := s.FAQ.List(c.Ctx(), by, faq.Filter{Service: service})
	if err != nil {
		return err
	}
	page.Articles = view.ArticleNotes(articles.Entries)
	documents, err := s.Library.List(c.Ctx(), by, library.Filter{Service: service, Limit: view.MaxDocuments})
	if err != nil {
		return err
	}
	page.Documents = view.DocumentEntries(documents.Entries)
	if documents.Next.ID != 0 {
		page.MoreDocuments = path.WithQuery(path.Library, "leistung", strconv.FormatInt(service, 10))
	}
	threads, err := s.Forum.WithService(c.Ctx(), by, service, threadsAtService)
	if err != nil {
		return err
	}
	news, err := s.Unread.Threads(c.Ctx(), c.Viewer(), view.ThreadIDs(threads))
	if err != nil {
		return err
	}
	page.Threads = view.ThreadRows(threads, true, news)
	helpers, err := s.Profiles.InService(c.Ctx(), by, service, view.MaxHelpers)
	page.Helpers = view.Helpers(by, helpers, path.WithQuery(path.Members, "leistung", strconv.FormatInt(service, 10)))
	return err
}
