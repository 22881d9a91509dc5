package thread

import (
	"net/http"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/moderation"
)

// showModerationDesk shows moderators what waits for them.
func (s *server) showModerationDesk(c *page.Context) error {
	by := c.Viewer()
	if !by.ModeratesSomewhere() {
		return fault.Forbid("Diese Seite ist der Moderation vorbehalten.")
	}
	page := pages.Desk{Base: c.Base("Moderation", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"},
		templates.Crumb{Text: "Moderation"})}
	page.NoIndex = true
	var err error
	if page.Tasks, err = s.moderationTasks(c); err != nil {
		return err
	}
	for _, list := range []struct {
		rows    *[]templates.Row
		more    *string
		overdue bool
	}{{&page.Pressing, &page.MorePressing, false}, {&page.Overdue, &page.MoreOverdue, true}} {
		rows, more, err := s.candidates(c, forum.CandidatePage{Overdue: list.overdue, Limit: candidatesOnDesk})
		if err != nil {
			return err
		}
		*list.rows = rows
		if more > 0 {
			*list.more = candidatesAddress(list.overdue, 0)
		}
	}
	page.OverdueAfter = s.escalateAfter(c.Ctx())
	boards, err := s.Boards.List(c.Ctx(), by)
	if err != nil {
		return err
	}
	for _, b := range boards {
		if b.CanModerate(by) {
			page.Boards = append(page.Boards, templates.Link{Href: path.Board(b.Slug), Text: b.Name})
		}
	}
	return c.Render(http.StatusOK, pages.DeskPage(page))
}

// moderationTasks leads to what moderators work off, with how much there is.
func (s *server) moderationTasks(c *page.Context) ([]templates.Card, error) {
	by := c.Viewer()
	waiting, err := s.Forum.CountWaiting(c.Ctx(), by)
	if err != nil {
		return nil, err
	}
	reported, err := s.Forum.CountReported(c.Ctx(), by)
	if err != nil {
		return nil, err
	}
	articles, err := s.FAQ.Work(c.Ctx(), by)
	if err != nil {
		return nil, err
	}
	tasks := []templates.Card{
		{Href: path.FirstPosts, Title: "Erste Beiträge", Text: "Die ersten Beiträge neuer Mitglieder durchsehen, wo ein Bereich das verlangt.",
			Facts: []string{templates.Plural(waiting, "Beitrag wartet", "Beiträge warten")}},
		{Href: path.Reports, Title: "Meldungen", Text: "Über Beiträge entscheiden, die Mitglieder gemeldet haben.",
			Facts: []string{templates.Plural(reported, "Beitrag wartet", "Beiträge warten")}},
		{Href: path.FAQ, Title: "Häufige Fragen", Text: "Entwürfe fertigstellen, fällige Artikel prüfen.",
			Facts: []string{templates.Plural(articles.Drafts, "Entwurf", "Entwürfe") + ", " + templates.Number(articles.ToReview) + " zu prüfen"}},
	}
	_, mentions, err := s.Privacy.Mentions(c.Ctx(), by)
	if mentions > 0 {
		tasks = append(tasks, templates.Card{Href: path.Mentions, Title: "Namen ehemaliger Mitglieder",
			Text:  "Texte ansehen, in denen jemand mit Namen vorkommt, der das Forum verlassen hat.",
			Facts: []string{templates.Plural(mentions, "Text wartet", "Texte warten")}})
	}
	return tasks, err
}
