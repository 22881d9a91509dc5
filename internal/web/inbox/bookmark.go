package inbox

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inbox"
)

// showBookmarks shows a part of the Merkliste.
func (s *server) showBookmarks(c *page.Context) error {
	after := c.FormNumber("ab")
	list, err := s.Bookmarks.List(c.Ctx(), c.Viewer(), after, bookmark.RowsPerPage)
	if err != nil {
		return err
	}
	out := ownList(c, "Merkliste", path.Bookmarks, after, list.Next)
	out.Text = "Beiträge, die Sie sich gemerkt haben. Davon erfährt niemand sonst."
	out.Empty = templates.Empty{Title: "Noch leer", Text: "Unter jedem Beitrag steht „Merken“. Gemerkte Beiträge finden Sie hier wieder, " +
		"mit einer Notiz und einer Erinnerung, wenn Sie möchten."}
	for _, b := range list.Rows {
		row := pages.Bookmark{Href: postHref(b), Title: postTitle(b), Facts: postFacts(b), Note: b.Note, Due: b.Due(),
			EditHref: path.To(path.EditBookmark, b.PostID), Remove: path.To(path.RemoveBookmark, b.PostID)}
		if b.RemindOn != "" {
			row.Reminder = "Erinnerung am " + b.RemindOn.German()
		}
		out.Bookmarks = append(out.Bookmarks, row)
	}
	return c.Render(http.StatusOK, pages.ListPage(out))
}

// postHref is the address of a post, or of its placeholder; "" where the
// thread may not be read.
func postHref(b bookmark.Bookmark) string {
	if b.Loss == bookmark.Unreadable {
		return ""
	}
	return path.Post(b.PostID)
}

// postTitle names a post by the title of its thread, or says that it is lost.
func postTitle(b bookmark.Bookmark) string {
	switch b.Loss {
	case bookmark.Kept:
		return b.Title
	case bookmark.Withdrawn:
		return "Beitrag zurückgezogen"
	}
	return "Beitrag nicht mehr sichtbar"
}

// postFacts says whose post a bookmark leads to, and on which board; of a lost post in
// which thread it stood, where that may be known.
func postFacts(b bookmark.Bookmark) string {
	what := "Antwort"
	switch {
	case b.Loss == bookmark.Unreadable:
		return ""
	case b.Loss != bookmark.Kept:
		return b.Title + " · " + b.Board
	case b.Question:
		what = "Frage"
	case b.Solution:
		what = "Lösung"
	}
	return what + " von " + view.Byline(b.Author) + " · " + b.Board
}

// addBookmark puts a post on the Merkliste and leads back to it.
func (s *server) addBookmark(c *page.Context, id int64) error {
	if err := s.Bookmarks.Add(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	p, err := s.Forum.PlaceOf(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return c.Announce(view.PlaceHref(p, id), "gemerkt")
}

// editBookmark shows the form for note and reminder.
func (s *server) editBookmark(c *page.Context, id int64) error {
	b, err := s.Bookmarks.Find(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return s.bookmarkForm(c, b, bookmark.Input{Note: b.Note, RemindOn: b.RemindOn.German()}, nil)
}

// saveBookmark keeps note and reminder.
func (s *server) saveBookmark(c *page.Context, id int64) error {
	in := bookmark.Input{Note: c.FormText("notiz"), RemindOn: c.FormText("erinnerung")}
	err := s.Bookmarks.Save(c.Ctx(), c.Viewer(), id, in)
	wrong, bad := page.Problems(err)
	if !bad {
		if err != nil {
			return err
		}
		if strings.TrimSpace(in.Note+in.RemindOn) == "" {
			return c.Announce(path.Bookmarks, "gemerkt-ohne")
		}
		return c.Announce(path.Bookmarks, "gemerkt-geaendert")
	}
	b, err := s.Bookmarks.Find(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return s.bookmarkForm(c, b, in, wrong)
}

func (s *server) bookmarkForm(c *page.Context, b bookmark.Bookmark, in bookmark.Input, wrong templates.Problems) error {
	title := "Beitrag merken"
	if b.ID != 0 {
		title = "Notiz und Erinnerung"
	}
	out := pages.EditBookmark{Base: c.Base(title, templates.SectionNone, ownCrumbs(
		templates.Crumb{Href: path.Bookmarks, Text: "Merkliste"}, templates.Crumb{Text: title})...),
		Post: templates.Link{Href: postHref(b), Text: postTitle(b)}, Facts: postFacts(b), Action: path.To(path.EditBookmark, b.PostID),
		Note: in.Note, MaxNote: bookmark.MaxNote, RemindOn: in.RemindOn, Earliest: string(catalogue.DateOf(c.Now()).AddDays(1)), Problems: wrong}
	out.NoIndex = true
	if b.ID != 0 {
		out.Remove = path.To(path.RemoveBookmark, b.PostID)
	}
	return c.RenderForm(wrong, pages.EditBookmarkPage(out))
}

// removeBookmark takes a post off the Merkliste.
func (s *server) removeBookmark(c *page.Context, id int64) error {
	return c.Removed(s.Bookmarks.Remove(c.Ctx(), c.Viewer(), id), path.Bookmarks, "nicht-gemerkt")
}

// endReminder takes the reminder from a bookmark.
func (s *server) endReminder(c *page.Context, id int64) error {
	return c.Removed(s.Bookmarks.Done(c.Ctx(), c.Viewer(), id), path.OwnPage, "erinnerung-erledigt")
}

// dismissAnswers lets a question of the viewer wait for them no more until somebody
// answers again.
func (s *server) dismissAnswers(c *page.Context, id int64) error {
	upto := c.FormNumber("bis")
	if upto < 1 {
		return fault.Reject("Bitte nutzen Sie die Schaltfläche auf Ihrer Seite.")
	}
	if err := s.Forum.DismissAnswers(c.Ctx(), c.Viewer(), id, int(min(upto, 1<<30))); err != nil {
		return err
	}
	return c.Announce(path.OwnPage, "keine-hilft")
}

// ownList is a list of what is the viewer's own, from the entry after on; next
// leads to its next part.
func ownList(c *page.Context, heading, address string, after, next int64) pages.List {
	out := pages.List{Base: c.Base(heading, templates.SectionNone, ownCrumbs(templates.Crumb{Text: heading})...), Heading: heading,
		First: after == 0, Start: address}
	out.NoIndex = true
	if next != 0 {
		out.More = path.WithQuery(address, "ab", strconv.FormatInt(next, 10))
	}
	return out
}

func ownCrumbs(more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: path.OwnPage, Text: "Meine Seite"}}, more...)
}
