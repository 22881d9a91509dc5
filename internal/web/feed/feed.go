package feed

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// guest is for whom public feeds are made, whoever asks for them.
var guest account.Viewer

// source is a feed before it becomes a document.
type source struct {
	feed.Feed
	board int64  // 0: no one in particular
	below string // local address below which its public documents stand; it never changes
}

// public serves a feed as guests read it.
func (s *server) public(f feed.Format, find func(*page.Context) (source, error)) page.Handler {
	return func(c *page.Context) error {
		found, err := find(c)
		if err != nil {
			return err
		}
		address := path.Feed(found.below, f.Name)
		if c.Request.URL.Path != address {
			return c.Moved(address)
		}
		document, err := s.write(c.Ctx(), f, found, address)
		if err != nil {
			return err
		}
		return c.SendFeed(f.Type, document)
	}
}

func (s *server) boardAt(c *page.Context) (source, error) {
	b, err := s.Boards.Board(c.Ctx(), guest, c.Param("slug"))
	if err != nil {
		return source{}, err
	}
	return s.board(c.Ctx(), guest, b)
}

func (s *server) serviceAt(c *page.Context) (source, error) {
	id, err := c.ID("id")
	if err != nil {
		return source{}, err
	}
	return s.service(c.Ctx(), guest, id)
}

func (s *server) articlesAt(c *page.Context) (source, error) { return s.articles(c.Ctx(), guest) }

func (s *server) answersAt(c *page.Context) (source, error) { return s.answers(c.Ctx(), guest) }

func (s *server) threadAt(c *page.Context) (source, error) {
	id, err := c.ID("id")
	if err != nil {
		return source{}, err
	}
	return s.thread(c.Ctx(), guest, id)
}

// private serves the feed of a token as its person reads it at this moment. A token
// that opens nothing is answered in one way, whether it was revoked or never made.
func (s *server) private(f feed.Format) page.Handler {
	return func(c *page.Context) error {
		token := c.Param("token")
		subject, as, err := s.Tokens.Open(c.Ctx(), token)
		if err != nil {
			return deadFeed(err)
		}
		if _, wait := s.fetches.Allow(token, c.Now()); wait > 0 {
			return tooOften(wait)
		}
		found, err := s.find(c.Ctx(), as, subject)
		if err != nil {
			return deadFeed(err)
		}
		if found.Changed, err = s.Tokens.LastChanged(c.Ctx(), token, found.Updated()); err != nil {
			return deadFeed(err)
		}
		document, err := s.write(c.Ctx(), f, found, path.Feed(path.To(path.PrivateFeed, token), f.Name))
		if err != nil {
			return err
		}
		return c.SendPrivateFeed(f.Type, document)
	}
}

// deadFeed answers an address that opens nothing.
func deadFeed(err error) error {
	return page.DeadLink(err, "Diese Feed-Adresse gilt nicht", "Sie ist unvollständig oder widerrufen, oder Sie dürfen den Inhalt nicht mehr "+
		"lesen. Ihre gültigen Feed-Adressen stehen in Ihrem Konto; dort legen Sie auch neue an.",
		templates.Link{Href: path.Feeds, Text: "Zu meinen Feed-Adressen"})
}

func tooOften(wait time.Duration) error {
	return fault.RateLimited(wait, "Dieser Feed wurde sehr oft abgerufen.")
}

// find returns what the subject's feed holds for by.
func (s *server) find(ctx context.Context, by account.Viewer, subject feedtoken.Subject) (source, error) {
	switch subject.Kind {
	case feedtoken.Board:
		b, err := s.Boards.ByID(ctx, by, subject.ID)
		if err != nil {
			return source{}, err
		}
		return s.board(ctx, by, b)
	case feedtoken.Service:
		return s.service(ctx, by, subject.ID)
	case feedtoken.FAQ:
		return s.articles(ctx, by)
	case feedtoken.Answers:
		return s.answers(ctx, by)
	case feedtoken.Thread:
		return s.thread(ctx, by, subject.ID)
	case feedtoken.Search:
		return s.search(ctx, by, subject.ID)
	}
	return source{}, fault.Missing()
}

// write makes the document at the local address. A feed in which there was never
// anything says that it has been so since its board was made, or the first one.
func (s *server) write(ctx context.Context, f feed.Format, found source, address string) ([]byte, error) {
	if len(found.Entries) == 0 {
		begun, err := s.Boards.Begun(ctx, found.board)
		if err != nil {
			return nil, err
		}
		found.Changed = latest(found.Changed, begun)
	}
	found.Self = s.Config.BaseURL.URL(address)
	found.Author = s.kit.Site(ctx).Name
	found.Title += " – " + found.Author
	return f.Write(found.Feed)
}
