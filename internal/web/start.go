package web

import (
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
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
	by := c.Viewer()
	page := pages.Start{Base: c.Base("", templates.SectionNone), Claim: s.Settings.Site().Claim, Carriers: s.Settings.Site().Carriers}
	page.Description = "Fragen stellen, Erfahrungen teilen, Antworten finden: von Kommunen für Kommunen, mit offiziellen Antworten des Programmmanagements."
	err := s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		figures, err := account.CountFiguresTx(tx)
		if err != nil {
			return err
		}
		page.Stats = []templates.Stat{
			{Count: figures.Members, Text: plural(figures.Members, "Mitglied", "Mitglieder")},
			{Count: figures.Organisations, Text: plural(figures.Organisations, "Organisation", "Organisationen")},
			{Count: figures.States, Text: plural(figures.States, "Land", "Länder")},
		}
		newest, err := forum.NewestTx(tx, by, newestThreads)
		if err != nil {
			return err
		}
		page.Newest = view.ThreadRows(newest, true)
		for i, r := range newest {
			page.Newest[i].At, page.Newest[i].AtLabel = r.CreatedAt, "gefragt"
		}
		latest, err := inquiry.LatestAnswersTx(tx, by, newestAnswers)
		if err != nil {
			return err
		}
		page.Answers = view.AnswerNotes(latest)
		articles, err := faq.ListedTx(tx, by, faq.Filter{}, newestArticles)
		if err != nil {
			return err
		}
		page.Articles = view.ArticleNotes(articles.Entries)
		page.Boards, err = busiestCards(tx, by, busiestBoards)
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.StartPage(page))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
