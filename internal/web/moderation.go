package web

import (
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/moderation"
)

// showModerationDesk shows moderators what waits for them.
func (s *server) showModerationDesk(c *page.Context) error {
	by := c.Viewer()
	if !by.ModeratesSomewhere() {
		return fault.Forbid("Diese Seite ist der Moderation vorbehalten.")
	}
	page := pages.Desk{Base: c.Base("Moderation", templates.SectionNone, templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Moderation"})}
	page.NoIndex = true
	articles, err := s.FAQ.Overview(c.Ctx(), by)
	if err != nil {
		return err
	}
	page.Tasks = append(page.Tasks, templates.Card{Href: "/faq", Title: "Häufige Fragen", Text: "Entwürfe fertigstellen, fällige Artikel prüfen.",
		Facts: []string{templates.Plural(articles.Drafts, "Entwurf", "Entwürfe") + ", " + templates.Number(articles.ToReview) + " zu prüfen"}})
	if _, waiting, err := s.Privacy.Mentions(c.Ctx(), by); err != nil {
		return err
	} else if waiting > 0 {
		page.Tasks = append(page.Tasks, templates.Card{Href: path.Mentions, Title: "Namen ehemaliger Mitglieder", Text: "Texte ansehen, in denen jemand mit Namen vorkommt, der das Forum verlassen hat.",
			Facts: []string{templates.Plural(waiting, "Text wartet", "Texte warten")}})
	}
	err = s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		if page.Pressing, err = pressingRows(tx, by); err != nil {
			return err
		}
		waiting, err := forum.CountWaitingTx(tx, by)
		if err != nil {
			return err
		}
		page.Tasks = append([]templates.Card{{Href: path.FirstPosts, Title: "Erste Beiträge", Text: "Die ersten Beiträge neuer Mitglieder durchsehen, wo ein Bereich das verlangt.",
			Facts: []string{templates.Plural(waiting, "Beitrag wartet", "Beiträge warten")}}}, page.Tasks...)
		boards, err := board.ListedTx(tx, by)
		for _, b := range boards {
			if b.CanModerate(by) {
				page.Boards = append(page.Boards, templates.Link{Href: path.Board(b.Slug), Text: b.Name})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.DeskPage(page))
}

// pressingRows lists the threads that concern many and that nobody passed on.
func pressingRows(tx *db.Tx, by account.Viewer) ([]templates.Row, error) {
	rows, err := forum.PressingTx(tx, by)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	passed, err := inquiry.PassedOnTx(tx, ids)
	open := rows[:0]
	for _, r := range rows {
		if !passed[r.ID] {
			open = append(open, r)
		}
	}
	return view.ThreadRows(open, true), err
}
