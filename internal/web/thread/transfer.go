package thread

import (
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// merged leads from the address of a thread that was merged to where its question stands;
// for all others, and for who may not read that, it returns err.
func (s *server) merged(c *page.Context, id int64, err error) error {
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	post, missing := s.Forum.MergedInto(c.Ctx(), c.Viewer(), id)
	if missing != nil {
		return err
	}
	return s.toPost(c, post, "")
}

// addMoved puts lines about posts that came or went to their places on the page.
func addMoved(show *pages.Show, r forum.Reading, lines []forum.TransferLine) {
	first, last := (r.Page-1)*forum.PostsPerPage+1, r.Page*forum.PostsPerPage
	for _, l := range lines {
		if l.Position < first || l.Position > last && r.Page < r.Last {
			continue
		}
		at := slices.IndexFunc(r.Posts, func(p forum.Post) bool { return p.Position >= l.Position })
		if at < 0 {
			show.MovedEnd = append(show.MovedEnd, movedLine(l))
		} else {
			show.Entries[at].Moved = append(show.Entries[at].Moved, movedLine(l))
		}
	}
}

func movedLine(l forum.TransferLine) (m pages.Moved) {
	if l.Title != "" {
		m.Other.Text = l.Title
	}
	if l.Thread != 0 {
		m.Other.Href = path.Thread(l.Thread, l.Title)
	}
	if l.CanUndo {
		m.Undo = path.To(path.UndoTransfer, l.ID)
	}
	when, posts := templates.MomentText(l.At), templates.Plural(l.Posts, "Beitrag", "Beiträge")
	were := posts + " wurden"
	if l.Posts == 1 {
		were = posts + " wurde"
	}
	switch {
	case l.Came && l.Kind == forum.Merged && l.Title != "":
		m.Before, m.After = "Mit", "zusammengeführt am "+when+" von der Moderation."
	case l.Came && l.Kind == forum.Merged:
		m.Before = "Mit einem anderen Thema zusammengeführt am " + when + " von der Moderation."
	case l.Came && l.Title != "":
		m.Before, m.After = were+" am "+when+" von der Moderation aus", "hierher verschoben."
	case l.Came:
		m.Before = were + " am " + when + " von der Moderation aus einem anderen Thema hierher verschoben."
	default:
		m.Before = were + " am " + when + " von der Moderation in ein anderes Thema verschoben"
		if l.Kind == forum.SplitOff {
			m.Before = were + " am " + when + " von der Moderation in ein eigenes Thema verschoben"
		}
		if m.Before += ":"; l.Title == "" {
			m.Before = strings.TrimSuffix(m.Before, ":") + "."
		}
	}
	return m
}

// transferable returns the thread, if by may take posts out of it.
func (s *server) transferable(c *page.Context, id int64) (forum.Thread, error) {
	p, err := s.Forum.Choosable(c.Ctx(), c.Viewer(), id, 0, 0)
	return p.Thread, err
}

func (s *server) transferBase(c *page.Context, t forum.Thread, title string) templates.Base {
	base := c.Base(title, templates.SectionBoards, view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title},
		templates.Crumb{Href: path.To(path.ModerateThread, t.ID), Text: "Moderieren"}, templates.Crumb{Text: title})...)
	base.NoIndex = true
	return base
}

// toTransferred leads to the first of the posts.
func (s *server) toTransferred(c *page.Context, x forum.Transfer) error {
	thread := x.To
	if x.Back {
		thread = x.From
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), thread)
	if fault.Is(err, fault.NotFound) {
		return s.merged(c, thread, err)
	}
	if err != nil {
		return err
	}
	address := path.Thread(t.ID, t.Title)
	if n := forum.Page(x.First); !x.Back && n > 1 {
		address += "?seite=" + strconv.Itoa(n)
	}
	return c.Announce(address, transferred(x))
}

// transferred is the notice of what was done.
func transferred(x forum.Transfer) string {
	switch {
	case x.Kind == forum.Merged && x.Back:
		return "zusammengefuehrt-zurueck"
	case x.Back:
		return "verschoben-zurueck"
	case x.Kind == forum.Merged:
		return "zusammengefuehrt"
	case x.Kind == forum.SplitOff:
		return "abgeteilt"
	}
	return "verschoben"
}

// askUndoTransfer asks once more before posts go back.
func (s *server) askUndoTransfer(c *page.Context, id int64) error { return s.undoPage(c, id, nil) }

func (s *server) undoPage(c *page.Context, id int64, wrong templates.Problems) error {
	x, from, to, err := s.Forum.Transfer(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if x.Back {
		return s.toTransferred(c, x)
	}
	show := pages.UndoMove{Base: s.transferBase(c, to, "Verschieben rückgängig machen"), Action: path.To(path.UndoTransfer, id),
		Back: path.Thread(to.ID, to.Title), Confirm: board.OtherReaders(to.Board, from.Board), Problems: wrong}
	posts := templates.Plural(x.Posts, "Beitrag steht", "Beiträge stehen")
	switch x.Kind {
	case forum.Merged:
		show.Base = s.transferBase(c, to, "Zusammenführen rückgängig machen")
		show.Text = posts + " dann wieder im Thema „" + from.Title + "“. Was seither in „" + to.Title + "“ geschrieben wurde, bleibt dort."
	case forum.SplitOff:
		show.Text = posts + " dann wieder im Thema „" + from.Title + "“, an der alten Stelle. Was seither in „" + to.Title +
			"“ geschrieben wurde, kommt an dessen Ende mit."
	default:
		show.Text = posts + " dann wieder im Thema „" + from.Title + "“, an der alten Stelle."
	}
	return c.RenderForm(wrong, pages.UndoMovePage(show))
}

func (s *server) undoTransfer(c *page.Context, id int64) error {
	if err := s.Unread.Write(c.Ctx()); err != nil {
		return err
	}
	x, err := s.Acts.UndoTransfer(c.Ctx(), c.Viewer(), id, forum.Undo{Confirm: c.Ticked("bestaetigung")})
	if p, ok := page.Problems(err); ok {
		return s.undoPage(c, id, p)
	}
	if err != nil {
		return err
	}
	return s.toTransferred(c, x)
}
