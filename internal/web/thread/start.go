package thread

import (
	"net/http"

	"kommunalforum/internal/faq"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/start"
)

// Rows on the start page.
const (
	newestThreads  = 8
	newestAnswers  = 3
	newestArticles = 3
	busiestBoards  = 6
)

// showStart says what this is and what is new.
func (s *server) showStart(c *page.Context) error {
	page := pages.Start{Base: c.Base("", templates.SectionNone), Claim: s.Settings.Site(c.Ctx()).Claim, Carriers: s.Settings.Site(c.Ctx()).Carriers}
	page.Description = "Fragen stellen, Erfahrungen teilen, Antworten finden: von Kommunen für Kommunen, mit offiziellen Antworten des " +
		"Programmmanagements."
	figures, err := s.Directory.Figures(c.Ctx())
	if err != nil {
		return err
	}
	page.Stats = []templates.Stat{
		{Count: figures.Members, Text: plural(figures.Members, "Mitglied", "Mitglieder")},
		{Count: figures.Organisations, Text: plural(figures.Organisations, "Organisation", "Organisationen")},
		{Count: figures.States, Text: plural(figures.States, "Land", "Länder")},
	}
	if err := s.addNewest(c, &page); err != nil {
		return err
	}
	if c.Viewer().SignedIn() {
		page.More = templates.Link{Href: path.News, Text: "Was ist neu?"}
	}
	if page.Boards, err = s.busiestCards(c, busiestBoards); err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.StartPage(page))
}

// addNewest shows the newest threads, official answers and FAQ articles.
func (s *server) addNewest(c *page.Context, page *pages.Start) error {
	by := c.Viewer()
	newest, err := s.Forum.Newest(c.Ctx(), by, newestThreads)
	if err != nil {
		return err
	}
	news, err := s.Unread.Threads(c.Ctx(), c.Viewer(), view.ThreadIDs(newest))
	if err != nil {
		return err
	}
	page.Newest = view.ThreadRows(newest, true, news)
	for i, r := range newest {
		page.Newest[i].At, page.Newest[i].AtLabel = r.CreatedAt, "gefragt"
	}
	latest, err := s.Inquiries.LatestAnswers(c.Ctx(), by, newestAnswers)
	if err != nil {
		return err
	}
	page.Answers = view.AnswerNotes(latest)
	articles, err := s.FAQ.List(c.Ctx(), by, faq.Filter{Limit: newestArticles})
	page.Articles = view.ArticleNotes(articles.Entries)
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
