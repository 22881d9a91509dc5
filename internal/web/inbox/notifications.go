package inbox

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/event"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// onlyUnread is the value of ?nur= that leaves out what was read.
const onlyUnread = "ungelesen"

// showInbox shows what the viewer was told, grouped by place.
func (s *server) showInbox(c *page.Context) error {
	by, only := c.Viewer(), c.Query("nur")
	filter := notify.Filter{Unread: only == onlyUnread, Before: c.FormNumber("ab"), Seen: s.Unread.Pending(c.Ctx(), by.ID)}
	in, err := s.Notify.Inbox(c.Ctx(), by, filter)
	if err != nil {
		return err
	}
	out := pages.Inbox{Base: c.Base("Mitteilungen", templates.SectionNone, ownCrumbs(templates.Crumb{Text: "Mitteilungen"})...),
		First: filter.Before == 0, Start: inboxPath(filter.Unread, 0)}
	out.NoIndex, out.Settings = true, templates.Link{Href: path.NoticeSettings, Text: "Einstellen, was auch per E-Mail kommt"}
	out.Tabs = []templates.Tab{{Href: path.Inbox, Text: "Alle", Count: -1, Current: !filter.Unread},
		{Href: inboxPath(true, 0), Text: "Ungelesen", Count: -1, Current: filter.Unread}}
	for _, g := range in.Groups {
		out.Entries = append(out.Entries, entryOf(g, in.Newest, filter.Unread))
	}
	if out.Viewer.Unread > 0 {
		out.MarkAll = pages.Mark{Action: path.MarkTold, Button: "Alle als gelesen markieren", Upto: in.Newest, Only: filterOf(filter.Unread)}
	}
	if in.Next != 0 {
		out.More = inboxPath(filter.Unread, in.Next)
	}
	out.Empty = templates.Empty{Title: "Noch keine Mitteilungen", Text: "Hier steht, wenn jemand auf Ihre Fragen antwortet, Ihre Antwort als " +
		"Lösung gilt, das Programmmanagement antwortet oder nachfragt, und was es dort Neues gibt, wo Sie folgen."}
	if filter.Unread {
		out.Empty = templates.Empty{Title: "Alles gelesen", Text: "Neue Mitteilungen erscheinen hier, bis Sie sie lesen.",
			Action: templates.Link{Href: path.Inbox, Text: "Alle Mitteilungen"}}
	}
	return c.Render(http.StatusOK, pages.InboxPage(out))
}

// inboxPath is the address of a part of the inbox.
func inboxPath(unread bool, before int64) string {
	ab := ""
	if before != 0 {
		ab = strconv.FormatInt(before, 10)
	}
	return path.WithQuery(path.Inbox, "nur", filterOf(unread), "ab", ab)
}

func filterOf(unread bool) string {
	if unread {
		return onlyUnread
	}
	return ""
}

// entryOf shows what the viewer was told about a place; newest is the newest
// notification that the page knows.
func entryOf(e notify.Entry, newest int64, unread bool) pages.Entry {
	out := pages.Entry{ID: string(e.Place.Kind) + "-" + strconv.FormatInt(e.Place.ID, 10), What: whatOf(e), Title: e.Title, Unread: e.Unread,
		Mark: pages.Mark{Action: path.MarkTold, Button: "Als gelesen markieren", Kind: string(e.Place.Kind), ID: e.Place.ID, Upto: newest,
			Only: filterOf(unread)}}
	if !e.Unread {
		out.Mark.Action, out.Mark.Button = path.UnmarkTold, "Als ungelesen markieren"
	}
	for _, l := range e.Lines {
		out.Lines = append(out.Lines, pages.Line{Href: hrefOf(e, l), Text: l.German(), At: l.At, Unread: l.Unread > 0, Search: l.Search()})
	}
	out.Href, out.Comfort = out.Lines[0].Href, e.Lines[0].Comfort()
	return out
}

// whatOf is the word for the kind of place.
func whatOf(e notify.Entry) string {
	switch e.Place.Kind {
	case notify.Thread, notify.LostThread:
		return "Thema"
	case notify.Inquiry:
		return "Frage an das Programmmanagement, " + e.Number
	case notify.Answer:
		return "Offizielle Antwort, " + e.Number
	case notify.Article:
		return "Häufige Frage"
	case notify.Suggestion:
		if e.Lines[0].AboutHint() {
			return "Hinweis zu einem FAQ-Artikel"
		}
		return "Vorschlag für die FAQ"
	case notify.Consulting:
		return "Beteiligung"
	case notify.Service:
		return "OZG-Leistung, Nachnutzung"
	case notify.Report:
		return "Meldung an die Moderation"
	case notify.LostBoards:
		return "Bereiche"
	}
	return "Bereich"
}

// hrefOf leads to what a line is about: in a thread to the post.
func hrefOf(e notify.Entry, l notify.Line) string {
	switch e.Place.Kind {
	case notify.Thread:
		switch {
		case l.Kind == notify.Review:
			return path.FirstPosts
		case l.Act == string(event.NoteRemoved):
			return path.To(path.Concerned, e.Place.ID)
		case l.Kind == notify.Reported:
			return path.To(path.ReportedPost, l.Item)
		case l.Item != 0 && l.Position > 0: // a hit that is a new thread names no post
			return path.Post(l.Item)
		}
		return path.Thread(e.Place.ID, e.Title)
	case notify.Inquiry:
		return path.Inquiry(e.Number)
	case notify.Answer:
		return path.To(path.LatestAnswer, e.Number)
	case notify.Article:
		return path.Article(e.Place.ID, e.Title)
	case notify.Suggestion:
		return path.To(path.SuggestionPage, e.Place.ID)
	case notify.Consulting:
		return path.Consultation(e.Place.ID, e.Title)
	case notify.Service:
		return path.To(path.Reuse, e.Place.ID)
	case notify.Board:
		return path.Board(e.Number)
	case notify.Unattended:
		return path.To(path.EditBoard, e.Number)
	case notify.Report:
		return path.To(path.OwnReport, e.Place.ID)
	}
	return "" // what the viewer can no longer read
}

// markTold marks as read what the viewer was told, about one place or about all,
// as far as the page knew of it.
func (s *server) markTold(c *page.Context) error {
	upto := c.FormNumber("bis")
	if upto < 1 {
		return fault.Reject("Bitte markieren Sie mit den Schaltflächen auf der Seite Ihrer Mitteilungen.")
	}
	if err := s.Unread.MarkTold(c.Ctx(), c.Viewer(), placeOf(c), upto); err != nil {
		return err
	}
	return c.SeeOther(inboxPath(c.FormText("nur") == onlyUnread, 0))
}

// unmarkTold marks the newest thing that the viewer was told about a place as
// unread.
func (s *server) unmarkTold(c *page.Context) error {
	back := inboxPath(c.FormText("nur") == onlyUnread, 0)
	if err := s.Unread.UnmarkTold(c.Ctx(), c.Viewer(), placeOf(c)); err != nil {
		return c.Removed(err, back, "")
	}
	return c.SeeOther(back)
}

// placeOf reads a place from the form; the zero value stands for all.
func placeOf(c *page.Context) notify.Place {
	return notify.Place{Kind: notify.PlaceKind(c.FormText("art")), ID: c.FormNumber("nummer")}
}
