package inbox

import (
	"net/http"

	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// shown is how many entries of a part stand on the own page; the others stand on
// the page of the part.
const shown = 5

// showOwn shows the viewer's own page.
func (s *server) showOwn(c *page.Context) error {
	out := pages.Own{Base: c.Base("Meine Seite", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"},
		templates.Crumb{Text: "Meine Seite"}), Organisation: c.Viewer().Organisation.Name}
	out.NoIndex = true
	for _, part := range []func(*page.Context, *pages.Own) error{s.addWaiting, s.addQuestions, s.addReplies, s.addColleagues, s.addInquiries,
		s.addDrafts, s.addSuggestions, s.addReports, s.addBookmarks, s.addFollowed} {
		if err := part(c, &out); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, pages.OwnPage(out))
}

func (s *server) addQuestions(c *page.Context, out *pages.Own) error {
	list, err := s.Forum.OwnQuestions(c.Ctx(), c.Viewer(), forum.OwnFilter{Limit: shown})
	if err != nil {
		return err
	}
	out.AllAsked = allOf(path.OwnQuestions, "Alle meine Fragen", list.Next)
	out.Questions, err = s.questionRows(c, list.Rows)
	return err
}

func (s *server) addReplies(c *page.Context, out *pages.Own) error {
	list, err := s.Forum.OwnReplies(c.Ctx(), c.Viewer(), 0, shown)
	out.Replies = replyNotes(list.Rows)
	out.AllReplied = allOf(path.OwnReplies, "Alle meine Antworten", list.Next)
	return err
}

func (s *server) addColleagues(c *page.Context, out *pages.Own) error {
	rows, next, err := s.Forum.OfColleagues(c.Ctx(), c.Viewer(), 0, shown)
	if err != nil {
		return err
	}
	out.AllColleagues = allOf(path.OfColleagues, "Alle Fragen aus meiner Organisation", next)
	out.Colleagues, err = s.ownRows(c, rows)
	return err
}

func (s *server) addInquiries(c *page.Context, out *pages.Own) error {
	list, err := s.Inquiries.List(c.Ctx(), c.Viewer(), inquiry.ListFilter{Scope: inquiry.Own})
	for _, q := range list.Rows[:min(shown, len(list.Rows))] {
		out.Inquiries = append(out.Inquiries, inquiryNote(q, q.State.German()))
	}
	if len(list.Rows) > shown {
		out.AllInquiries = templates.Link{Href: path.OwnInquiries, Text: "Alle Fragen meiner Organisation an das Programmmanagement"}
	}
	return err
}

func (s *server) addSuggestions(c *page.Context, out *pages.Own) error {
	list, err := s.Suggested.Own(c.Ctx(), c.Viewer(), 0, shown)
	out.Suggestions = suggestionNotes(list.Rows)
	out.AllSuggestions = allOf(path.OwnSuggestions, "Alle meine Vorschläge", list.Next)
	return err
}

func (s *server) addReports(c *page.Context, out *pages.Own) error {
	list, err := s.Forum.OwnReports(c.Ctx(), c.Viewer(), 0, shown)
	out.Reports = reportNotes(list.Rows)
	out.AllReports = allOf(path.OwnReports, "Alle meine Meldungen", list.Next)
	return err
}

func (s *server) addBookmarks(c *page.Context, out *pages.Own) error {
	list, err := s.Bookmarks.List(c.Ctx(), c.Viewer(), 0, shown)
	for _, b := range list.Rows {
		note := templates.Note{Href: postHref(b), Title: postTitle(b), Text: b.Note}
		if note.Text == "" {
			note.Text = postFacts(b)
		}
		out.Bookmarks = append(out.Bookmarks, note)
	}
	if len(list.Rows) > 0 {
		out.AllBookmarks = templates.Link{Href: path.Bookmarks, Text: "Zur Merkliste"}
	}
	return err
}

func (s *server) addFollowed(c *page.Context, out *pages.Own) error {
	list, err := s.Acts.Following(c.Ctx(), c.Viewer(), follow.Filter{})
	for _, x := range list.Followed {
		if !x.Gone && len(out.Followed) < shown {
			out.Followed = append(out.Followed, templates.Link{Href: view.FollowedHref(x.Place), Text: x.Place.Title})
		}
	}
	out.AllFollowed = templates.Link{Href: path.Following, Text: "Alles, dem ich folge"}
	return err
}

// allOf leads to the whole of a part, if next says that there is more than the
// page shows.
func allOf(address, text string, next int64) templates.Link {
	if next == 0 {
		return templates.Link{}
	}
	return templates.Link{Href: address, Text: text}
}

// showQuestions shows a part of the viewer's questions; with ?ohne=loesung those
// that were answered and have no solution yet.
func (s *server) showQuestions(c *page.Context) error {
	filter := forum.OwnFilter{Unsolved: c.Query("ohne") == "loesung", After: c.FormNumber("ab"), Limit: forum.RowsPerPage}
	list, err := s.Forum.OwnQuestions(c.Ctx(), c.Viewer(), filter)
	if err != nil {
		return err
	}
	out := ownList(c, "Meine Fragen", path.OwnQuestions, filter.After, list.Next)
	out.Text = "Ihre Fragen mit ihrem Stand und ob jemand geantwortet hat."
	out.Tabs = []templates.Tab{{Href: path.OwnQuestions, Text: "Alle", Count: -1, Current: !filter.Unsolved},
		{Href: path.OwnUnsolved, Text: "Mit Antworten, ohne Lösung", Count: -1, Current: filter.Unsolved}}
	out.Empty = templates.Empty{Title: "Noch keine Fragen", Text: "Hier stehen Ihre Fragen, sobald Sie welche stellen.",
		Action: templates.Link{Href: path.Ask, Text: "Frage stellen"}}
	if filter.Unsolved {
		out.Start = path.OwnUnsolved
		if out.More != "" {
			out.More += "&ohne=loesung"
		}
		out.Empty = templates.Empty{Title: "Zurzeit keine", Text: "Hier stehen Ihre Fragen, auf die jemand geantwortet hat, solange keine " +
			"Antwort als Lösung markiert ist."}
	}
	if out.Rows, err = s.questionRows(c, list.Rows); err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// showReplies shows a part of the viewer's replies.
func (s *server) showReplies(c *page.Context) error {
	after := c.FormNumber("ab")
	list, err := s.Forum.OwnReplies(c.Ctx(), c.Viewer(), after, forum.RowsPerPage)
	if err != nil {
		return err
	}
	out := ownList(c, "Meine Antworten", path.OwnReplies, after, list.Next)
	out.Text = "Wo Sie geantwortet haben, und ob Ihre Antwort als Lösung gilt."
	out.Empty = templates.Empty{Title: "Noch keine Antworten", Text: "Hier stehen Ihre Antworten, sobald Sie welche schreiben.",
		Action: templates.Link{Href: path.Boards, Text: "Offene Fragen ansehen"}}
	out.Notes = replyNotes(list.Rows)
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// showSuggestions shows a part of what the viewer suggested for the FAQ.
func (s *server) showSuggestions(c *page.Context) error {
	after := c.FormNumber("ab")
	list, err := s.Suggested.Own(c.Ctx(), c.Viewer(), after, suggestion.RowsPerPage)
	if err != nil {
		return err
	}
	out := ownList(c, "Meine Vorschläge für die FAQ", path.OwnSuggestions, after, list.Next)
	out.Text = "Was Sie für die häufigen Fragen vorgeschlagen haben, Ihre Hinweise zu Artikeln, und was daraus geworden ist."
	out.Empty = templates.Empty{Title: "Noch keine Vorschläge", Text: "Unter jedem Beitrag und auf offiziellen Antworten steht „Für die FAQ " +
		"vorschlagen“.", Action: templates.Link{Href: path.FAQ, Text: "Zu den häufigen Fragen"}}
	out.Notes = suggestionNotes(list.Rows)
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// suggestionNotes shows own suggestions with their state.
func suggestionNotes(list []suggestion.Suggestion) (out []templates.Note) {
	for _, x := range list {
		text := "Vorschlag, "
		if x.Hint() {
			text = "Hinweis zu einem Artikel, "
		}
		out = append(out, templates.Note{Href: path.To(path.SuggestionPage, x.ID), Title: x.Title, Text: text + view.SuggestionState(x)})
	}
	return out
}

// showColleagues shows a part of the questions of the viewer's organisation.
func (s *server) showColleagues(c *page.Context) error {
	after := c.FormNumber("ab")
	rows, next, err := s.Forum.OfColleagues(c.Ctx(), c.Viewer(), after, forum.RowsPerPage)
	if err != nil {
		return err
	}
	out := ownList(c, "Fragen aus meiner Organisation", path.OfColleagues, after, next)
	out.Text = "Was andere aus Ihrer Organisation gefragt haben: " + c.Viewer().Organisation.Name + "."
	out.Empty = templates.Empty{Title: "Noch keine Fragen", Text: "Hier stehen die Fragen Ihrer Kolleginnen und Kollegen.",
		Action: templates.Link{Href: path.Colleagues, Text: "Kollegium einladen"}}
	if out.Rows, err = s.ownRows(c, rows); err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// ownRows shows threads of the viewer's organisation, which goes without saying.
func (s *server) ownRows(c *page.Context, list []forum.Row) ([]templates.Row, error) {
	news, err := s.Unread.Threads(c.Ctx(), c.Viewer(), view.ThreadIDs(list))
	out := view.ThreadRows(list, true, news)
	for i := range out {
		out[i].Author = templates.Author{}
	}
	return out, err
}

// questionRows shows own questions, with what is to be done.
func (s *server) questionRows(c *page.Context, list []forum.OwnQuestion) ([]templates.Row, error) {
	rows := make([]forum.Row, len(list))
	for i, q := range list {
		rows[i] = q.Row
	}
	out, err := s.ownRows(c, rows)
	if err != nil {
		return nil, err
	}
	for i, q := range list {
		switch {
		case q.Review != forum.Published:
			out[i].Note = reviewWords[q.Review]
		case q.Unsolved:
			out[i].Note = "es gibt Antworten"
		}
	}
	return out, nil
}

// reviewWords say how far moderators are with a first post.
var reviewWords = map[forum.Review]string{forum.Waiting: "wartet auf Freigabe", forum.Refused: "nicht freigegeben"}

// replyNotes shows own replies.
func replyNotes(list []forum.OwnReply) (out []templates.Note) {
	for _, r := range list {
		text := r.BoardName + " · " + templates.MomentText(r.At)
		if r.Count > 1 {
			text = r.BoardName + " · " + templates.Number(r.Count) + " Antworten, die letzte am " + templates.MomentText(r.At)
		}
		if r.Solution {
			text = "als Lösung markiert · " + text
		}
		out = append(out, templates.Note{Href: path.Post(r.PostID), Title: r.Title, Text: text})
	}
	return out
}

func inquiryNote(q inquiry.Row, text string) templates.Note {
	return templates.Note{Href: path.Inquiry(q.Number), Title: q.Title, Text: q.Number + " · " + text}
}
