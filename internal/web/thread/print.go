package thread

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
	pages "kommunalforum/templates/thread"
)

// showPrint shows a whole thread as it is printed, a very long one in parts.
func (s *server) showPrint(c *page.Context, id int64) error {
	by := c.Viewer()
	if err := s.allowPrint(c); err != nil {
		return err
	}
	r, err := s.Forum.WholeThread(c.Ctx(), by, id, c.PageNumber())
	if err != nil {
		return s.merged(c, id, err)
	}
	t := r.Thread
	page := pages.Print{
		Base: c.Base(t.Title, templates.SectionBoards,
			view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Drucken"})...),
		State: view.State(t.State), Audience: t.Board.Audience.German(), Outdated: t.OutdatedReason,
		Citation: s.citation(t), Back: path.Thread(t.ID, t.Title),
		Pages: templates.Pages{Current: r.Page, Last: r.Last, Href: func(n int) string {
			return path.To(path.PrintThread, id) + "?seite=" + strconv.Itoa(n)
		}},
	}
	page.NoIndex, page.Canonical = true, s.Config.BaseURL.URL(path.Thread(t.ID, t.Title))
	if r.Last > 1 {
		first := (r.Page-1)*forum.PostsPerPrint + 1
		last := first + len(r.Posts) - 1
		page.Part = "Beiträge " + templates.Number(first) + " bis " + templates.Number(last) + " von " + templates.Number(t.LastPosition)
	}
	var official []answers.View
	if r.Page == 1 {
		status, err := s.Inquiries.ThreadStatus(c.Ctx(), by, id)
		if err != nil {
			return err
		}
		if len(status.Answers) > 0 {
			official = view.AnswerBlocks(c, status.Answers)
		}
	}
	if err := linkReferences(c, &r, official); err != nil {
		return err
	}
	if len(official) > 0 {
		page.Official = answers.Blocks(official)
	}
	for _, p := range r.Posts {
		e := pages.Entry{Post: postOf(by, r, p), Gone: view.Gone(p)}
		e.Post.Href = s.Config.BaseURL.URL(path.Post(p.ID))
		page.Entries = append(page.Entries, e)
	}
	return c.Render(http.StatusOK, pages.PrintPage(page))
}

// allowPrint counts what somebody prints, by member or by client address of guests: it is
// by far the largest page.
func (s *server) allowPrint(c *page.Context) error {
	if limit.IsUnlimited(c.Ctx()) {
		return nil
	}
	key := c.Client()
	if by := c.Viewer(); by.SignedIn() {
		key = "Mitglied " + strconv.FormatInt(by.ID, 10)
	}
	if _, wait := s.prints.Allow(key, c.Now()); wait > 0 {
		return fault.RateLimited(wait, "In kurzer Zeit wurden sehr viele Themen zum Drucken geöffnet.")
	}
	return nil
}
