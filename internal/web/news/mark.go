package news

import (
	"strconv"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// markAllRead marks everything as read that was there when the form was shown.
func (s *server) markAllRead(c *page.Context) error {
	head, err := headOf(c)
	if err != nil {
		return err
	}
	if err := s.Unread.MarkAll(c.Ctx(), c.Viewer(), head); err != nil {
		return err
	}
	return c.Announce(path.News, "gelesen")
}

// markBoardRead does so for a board.
func (s *server) markBoardRead(c *page.Context) error {
	head, err := headOf(c)
	if err != nil {
		return err
	}
	b, err := s.Unread.MarkBoard(c.Ctx(), c.Viewer(), c.Param("slug"), head)
	if err != nil {
		return err
	}
	return c.Announce(path.Board(b.Slug), "gelesen")
}

// markUnreadFrom marks a post and all after it as unread, and leads to the board: the
// thread's page would mark them as read again.
func (s *server) markUnreadFrom(c *page.Context, id int64) error {
	place, err := s.Unread.MarkUnreadFrom(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return c.Announce(path.Board(place.Board), "ungelesen")
}

// headOf reads up to where the page of the form showed what is new.
func headOf(c *page.Context) (int64, error) {
	head, err := strconv.ParseInt(c.FormText("kopf"), 10, 64)
	if err != nil || head < 0 {
		return 0, fault.Reject("Es ist nichts als gelesen markiert: Die Angabe, bis wohin Sie gelesen haben, fehlt. Bitte laden Sie die Seite neu " +
			"und versuchen Sie es noch einmal.")
	}
	return head, nil
}
