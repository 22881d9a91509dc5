package news

import (
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// markAllRead marks everything as read that was there when the form was shown.
func (s *server) markAllRead(c *page.Context) error {
	if err := s.Unread.MarkAll(c.Ctx(), c.Viewer(), c.FormNumber("kopf")); err != nil {
		return err
	}
	return c.SeeOther(path.WithNotice(path.News, "gelesen"))
}

// markBoardRead does so for a board.
func (s *server) markBoardRead(c *page.Context) error {
	b, err := s.Unread.MarkBoard(c.Ctx(), c.Viewer(), c.Param("slug"), c.FormNumber("kopf"))
	if err != nil {
		return err
	}
	return c.SeeOther(path.WithNotice(path.Board(b.Slug), "gelesen"))
}

// markUnreadFrom marks a post and all after it as unread, and leads to the board: the
// thread's page would mark them as read again.
func (s *server) markUnreadFrom(c *page.Context, id int64) error {
	place, err := s.Unread.MarkUnreadFrom(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return c.SeeOther(path.WithNotice(path.Board(place.Board), "ungelesen"))
}
