package thread

import (
	"net/http"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// askRevealAuthor asks a moderator for the reason before it is told who asked
// semi-anonymously.
func (s *server) askRevealAuthor(c *page.Context) error { return s.revealAuthorPage(c, nil) }

func (s *server) revealAuthorPage(c *page.Context, wrong templates.Problems) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !t.CanModerate(c.Viewer()) {
		return forum.ErrNotModerator
	}
	if !t.SemiAnonymous() {
		return fault.Missing()
	}
	return s.confirmPage(c, t, templates.Confirm{Heading: "Wer fragt?", Action: path.To(path.RevealAuthor, id), Send: "Zeigen, wer fragt",
		Back: path.Thread(id, t.Title),
		Text: "Diese Frage ist teilanonym gestellt. Person und Organisation werden Ihnen einmal gezeigt; dass Sie nachgesehen " +
			"haben, steht mit dem Grund im Protokoll.",
		WithReason: true, Reason: c.FormText("grund"), Problems: wrong})
}

// revealAuthor tells who asked. The answer is a page and no address, so that nobody
// comes back to it without a new look being recorded.
func (s *server) revealAuthor(c *page.Context, id int64) error {
	by := c.Viewer()
	who, err := s.Forum.RevealAuthor(c.Ctx(), by, id, c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.revealAuthorPage(c, p)
	}
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	back := templates.Link{Href: path.Thread(id, t.Title), Text: t.Title}
	page := pages.RevealedAuthor{Thread: back, As: t.Author.Alias.Words, Facts: []templates.Fact{
		{Term: "Name", Text: who.Name}, {Term: "Funktion", Text: who.Function},
		{Term: "Organisation", Text: who.Organisation.Name}, {Term: "Land", Text: who.Organisation.State}}}
	page.Base = c.Base("Wer fragt?", templates.SectionBoards, view.BoardCrumbs(t.Board, back, templates.Crumb{Text: "Wer fragt?"})...)
	page.NoIndex = true
	return c.Render(http.StatusOK, pages.RevealedAuthorPage(page))
}
