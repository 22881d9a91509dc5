package thread

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
)

// supportThread says „Betrifft uns auch" for the viewer's organisation.
func (s *server) supportThread(c *page.Context) error {
	return s.voice(c, s.Forum.Support, "betrifft-thema")
}

// unsupportThread takes it back.
func (s *server) unsupportThread(c *page.Context) error {
	return s.voice(c, s.Forum.Unsupport, "betrifft-thema-nicht")
}

func (s *server) voice(c *page.Context, act func(context.Context, account.Viewer, int64) error, notice string) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if err := act(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return c.Announce(path.Thread(id, t.Title), notice)
}

// bandOf is the band of a thread: whom it concerns, and the viewer's choice.
func bandOf(by account.Viewer, r forum.Reading) (out templates.Support) {
	if r.Supporters.Organisations > 1 {
		out.Text, out.Href = view.Supporters(r.Supporters), path.To(path.Concerned, r.Thread.ID)
	}
	switch {
	case !r.Thread.CanSupport(by), r.Thread.AskedBy(by):
	case r.Supporters.Own:
		out.Action, out.Button = path.To(path.UnsupportThread, r.Thread.ID), "Betrifft uns doch nicht"
	default:
		out.Action, out.Button = path.To(path.SupportThread, r.Thread.ID), "Betrifft uns auch"
		out.Hint = "Je Organisation zählt eine Stimme. Sie zeigt, wie dringend die Frage ist."
	}
	return out
}
