package inbox

import (
	"strconv"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// addWaiting gathers what waits for the viewer, matter by matter.
func (s *server) addWaiting(c *page.Context, out *pages.Own) error {
	for _, matter := range []func(*page.Context) (pages.Group, error){s.waitingInquiries, s.dueBookmarks, s.unsolved, s.unpublished, s.vouchings,
		s.articles, s.firstPosts} {
		group, err := matter(c)
		if err != nil {
			return err
		}
		if len(group.Notes) > 0 {
			group.ID = "wartet-" + strconv.Itoa(len(out.Waiting)+1)
			out.Waiting = append(out.Waiting, group)
		}
	}
	return nil
}

// waitingInquiries are inquiries of the viewer's side with an open Rückfrage.
func (s *server) waitingInquiries(c *page.Context) (g pages.Group, err error) {
	g.Title = "Rückfragen des Programmmanagements"
	rows, err := s.Inquiries.Waiting(c.Ctx(), c.Viewer(), shown+1)
	for _, q := range rows[:min(shown, len(rows))] {
		g.Notes = append(g.Notes, inquiryNote(q, "Ihre Rückmeldung fehlt"))
	}
	if len(rows) > shown {
		g.More = templates.Link{Href: path.OwnInquiries, Text: "Alle Fragen meiner Organisation"}
	}
	return g, err
}

// dueBookmarks are bookmarks whose day of reminder has come.
func (s *server) dueBookmarks(c *page.Context) (g pages.Group, err error) {
	g.Title = "Erinnerungen"
	list, err := s.Bookmarks.DueOf(c.Ctx(), c.Viewer(), shown+1)
	for _, b := range list[:min(shown, len(list))] {
		text := "Erinnerung vom " + b.RemindOn.German()
		if b.Note != "" {
			text += ": " + b.Note
		}
		g.Notes = append(g.Notes, templates.Note{Href: path.Post(b.PostID), Title: b.Title, Text: text})
	}
	if len(list) > shown {
		g.More = templates.Link{Href: path.Bookmarks, Text: "Zur Merkliste"}
	}
	return g, err
}

// unsolved are own questions that others answered and that have no solution yet.
func (s *server) unsolved(c *page.Context) (g pages.Group, err error) {
	g.Title = "Antworten auf Ihre Fragen"
	list, err := s.Forum.OwnQuestions(c.Ctx(), c.Viewer(), forum.OwnFilter{Unsolved: true, Limit: shown})
	for _, q := range list.Rows {
		g.Notes = append(g.Notes, templates.Note{Href: path.Thread(q.ID, q.Title), Title: q.Title,
			Text: "Hilft Ihnen eine Antwort, markieren Sie sie bitte als Lösung."})
	}
	g.More = allOf(path.OwnUnsolved, "Alle Fragen mit Antworten, ohne Lösung", list.Next)
	return g, err
}

// unpublished are the viewer's own first posts that others do not read yet.
func (s *server) unpublished(c *page.Context) (g pages.Group, err error) {
	g.Title = "Noch nicht veröffentlicht"
	u, err := s.Forum.Unpublished(c.Ctx(), c.Viewer())
	for _, t := range u.Questions {
		g.Notes = append(g.Notes, templates.Note{Href: path.Thread(t.ID, t.Title), Title: t.Title, Text: "Frage, " + reviewWords[t.Review]})
	}
	for _, h := range u.Replies {
		g.Notes = append(g.Notes, templates.Note{Href: path.Thread(h.ThreadID, h.Title) + "#wartend-" + strconv.FormatInt(h.ID, 10),
			Title: h.Title, Text: "Antwort, " + reviewWords[h.State]})
	}
	return g, err
}

// vouchings are people who name the viewer as their colleague.
func (s *server) vouchings(c *page.Context) (g pages.Group, err error) {
	g.Title = "Kollegium"
	n, err := s.Joining.CountVouchings(c.Ctx(), c.Viewer())
	if n > 0 {
		g.Notes = []templates.Note{{Href: path.Colleagues, Title: templates.Plural(n, "Anfrage wartet", "Anfragen warten") + " auf Ihre Antwort",
			Text: "Jemand hat Sie als Kollegin oder Kollegen genannt."}}
	}
	return g, err
}

// articles are the viewer's FAQ drafts, and how much the viewer's boards have to
// review.
func (s *server) articles(c *page.Context) (g pages.Group, err error) {
	g.Title = "Häufige Fragen"
	drafts, err := s.FAQ.OwnDrafts(c.Ctx(), c.Viewer(), shown)
	if err != nil {
		return g, err
	}
	for _, x := range drafts {
		g.Notes = append(g.Notes, templates.Note{Href: path.Article(x.ID, x.Title), Title: x.Title, Text: "Ihr Entwurf · " + x.Board.Name})
	}
	work, err := s.FAQ.Work(c.Ctx(), c.Viewer())
	if work.ToReview > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.FAQToReview, Title: templates.Plural(work.ToReview, "Artikel ist", "Artikel sind") +
			" zu prüfen", Text: "Das Datum der nächsten Prüfung ist erreicht."})
	}
	if work.Drafts > len(drafts) {
		g.More = templates.Link{Href: path.FAQDrafts, Text: "Alle Entwürfe"}
	}
	return g, err
}

// firstPosts are those that wait for the viewer as a moderator.
func (s *server) firstPosts(c *page.Context) (g pages.Group, err error) {
	if !c.Viewer().ModeratesSomewhere() {
		return g, nil
	}
	g.Title = "Moderation"
	n, err := s.Forum.CountWaiting(c.Ctx(), c.Viewer())
	if n > 0 {
		g.Notes = []templates.Note{{Href: path.FirstPosts, Title: templates.Plural(n, "erster Beitrag wartet", "erste Beiträge warten") +
			" auf Freigabe", Text: "Andere lesen sie erst nach der Freigabe."}}
	}
	return g, err
}
