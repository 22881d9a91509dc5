package inbox

import (
	"strconv"

	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// addWaiting gathers what waits for the viewer, matter by matter.
func (s *server) addWaiting(c *page.Context, out *pages.Own) error {
	for _, matter := range []func(*page.Context) (pages.Group, error){s.waitingInquiries, s.dueBookmarks, s.consultations, s.unsolved, s.escalatable,
		s.unpublished, s.vouchings, s.desk, s.moderation, s.articles} {
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
		g.Notes = append(g.Notes, templates.Note{Href: postHref(b), Title: postTitle(b), Text: text,
			Act: templates.NoteAct{Action: path.To(path.ReminderDone, b.PostID), Button: "Erledigt"}})
	}
	if len(list) > shown {
		g.More = templates.Link{Href: path.Bookmarks, Text: "Zur Merkliste"}
	}
	return g, err
}

// consultations are open ones on which the viewer's organisation has taken no position yet.
func (s *server) consultations(c *page.Context) (g pages.Group, err error) {
	g.Title = "Beteiligungen ohne Stellungnahme Ihrer Organisation"
	list, err := s.Consulted.Waiting(c.Ctx(), c.Viewer(), shown+1)
	for _, e := range list[:min(shown, len(list))] {
		g.Notes = append(g.Notes, templates.Note{Href: path.Consultation(e.ID, e.Title), Title: e.Title,
			Text: "Bis einschließlich " + e.EndsOn.German() + ", " + view.DaysLeft(e.DaysLeft) + " · " + e.Board.Name})
	}
	if len(list) > shown {
		g.More = templates.Link{Href: path.Consultations, Text: "Alle Beteiligungen"}
	}
	return g, err
}

// unsolved are own questions that others answered and that have no solution yet.
func (s *server) unsolved(c *page.Context) (g pages.Group, err error) {
	g.Title = "Antworten auf Ihre Fragen"
	list, err := s.Forum.OwnQuestions(c.Ctx(), c.Viewer(), forum.OwnFilter{Waiting: true, Limit: shown})
	for _, q := range list.Rows {
		g.Notes = append(g.Notes, templates.Note{Href: path.Thread(q.ID, q.Title), Title: q.Title,
			Text: "Hilft Ihnen eine Antwort, markieren Sie sie bitte als Lösung.",
			Act:  templates.NoteAct{Action: path.To(path.DismissAnswers, q.ID), Button: "Noch hilft keine Antwort", Upto: q.Newest}})
	}
	g.More = allOf(path.OwnUnsolved, "Alle Fragen mit Antworten, ohne Lösung", list.Next)
	return g, err
}

// escalatable are own questions without a solution for long, which their asker may put
// to programme management.
func (s *server) escalatable(c *page.Context) (g pages.Group, err error) {
	g.Title = "Lange ohne Lösung"
	rows, err := s.Acts.Escalatable(c.Ctx(), c.Viewer(), shown)
	for _, t := range rows {
		g.Notes = append(g.Notes, templates.Note{Href: path.Thread(t.ID, t.Title), Title: t.Title, Text: "Gefragt am " +
			templates.DayText(t.CreatedAt), More: templates.Link{Href: path.To(path.Escalate, t.ID), Text: "An das Programmmanagement weitergeben"}})
	}
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
	if err != nil {
		return g, err
	}
	if work.ToReview > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.FAQToReview, Title: templates.Plural(work.ToReview, "Artikel ist", "Artikel sind") +
			" zu prüfen", Text: "Das Datum der nächsten Prüfung ist erreicht."})
	}
	suggested, err := s.Suggested.CountOpen(c.Ctx(), c.Viewer())
	if suggested > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.Suggestions, Title: templates.Plural(suggested, "Vorschlag wartet", "Vorschläge warten") +
			" auf die FAQ-Redaktion", Text: "Mitglieder schlagen Artikel vor oder geben Hinweise zu welchen, die nicht mehr stimmen."})
	}
	if others := work.Drafts - len(drafts); others > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.FAQDrafts, Title: templates.Plural(others, "weiterer Entwurf", "weitere Entwürfe"),
			Text: "Aus den Bereichen, in denen Sie Artikel bearbeiten."})
	}
	return g, err
}

// desk is what waits for the viewer as a programme manager.
func (s *server) desk(c *page.Context) (g pages.Group, err error) {
	if !c.Viewer().Programme() {
		return g, nil
	}
	g.Title = "Schreibtisch"
	work, err := s.Inquiries.Work(c.Ctx(), c.Viewer())
	if err != nil {
		return g, err
	}
	if work.New > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.DeskIn(string(inquiry.Received)), Text: "Noch hat sie niemand übernommen.",
			Title: templates.Plural(work.New, "neue Frage", "neue Fragen") + " an das Programmmanagement"})
	}
	if work.ToRelease > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.DeskIn(string(inquiry.ForRelease)), Title: templates.Plural(work.ToRelease,
			"Antwort wartet", "Antworten warten") + " auf Freigabe", Text: "Freigeben kann, wer nicht selbst mitgeschrieben hat."})
	}
	tasks, err := s.Inquiries.Tasks(c.Ctx(), c.Viewer(), shown+1)
	for _, x := range tasks[:min(shown, len(tasks))] {
		g.Notes = append(g.Notes, templates.Note{Href: path.Inquiry(x.Number), Title: x.Title,
			Text: x.Number + " · " + x.State.German() + " · " + dueText(x)})
	}
	if len(tasks) > shown {
		g.More = templates.Link{Href: path.OwnDesk, Text: "Alles, was Ihnen zugewiesen ist"}
	}
	return g, err
}

// dueText says until when an inquiry is to be answered.
func dueText(x inquiry.Task) string {
	switch {
	case x.Stopped:
		return "die Frist ruht"
	case x.Overdue:
		return "überfällig seit " + x.Due.German()
	}
	return "Frist bis " + x.Due.German()
}

// moderation is what waits for the viewer as a moderator: applications, first posts and
// reports.
func (s *server) moderation(c *page.Context) (g pages.Group, err error) {
	if !c.Viewer().ModeratesSomewhere() {
		return g, nil
	}
	g.Title = "Moderation"
	applications, err := s.Joining.CountQueue(c.Ctx(), c.Viewer())
	if err != nil {
		return g, err
	}
	if applications > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.Applications, Title: templates.Plural(applications, "Aufnahme wartet",
			"Aufnahmen warten") + " auf Entscheidung", Text: "Bis dahin können diese Personen nicht mitmachen."})
	}
	n, err := s.Forum.CountWaiting(c.Ctx(), c.Viewer())
	if n > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.FirstPosts, Title: templates.Plural(n, "erster Beitrag wartet", "erste Beiträge warten") +
			" auf Freigabe", Text: "Andere lesen sie erst nach der Freigabe."})
	}
	if err != nil {
		return g, err
	}
	n, err = s.Forum.CountReported(c.Ctx(), c.Viewer())
	if n > 0 {
		g.Notes = append(g.Notes, templates.Note{Href: path.Reports, Title: templates.Plural(n, "gemeldeter Beitrag wartet",
			"gemeldete Beiträge warten") + " auf Entscheidung", Text: "Mitglieder haben der Moderation geschrieben, was damit nicht stimmt."})
	}
	return g, err
}
