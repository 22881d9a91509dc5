package thread

import (
	"net/http"
	"strconv"

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
	ask := templates.Confirm{Action: path.To(path.RevealAuthor, id), Back: path.Thread(id, t.Title)}
	what := "Diese Frage ist teilanonym gestellt."
	switch post := revealed(c); {
	case post != 0:
		p, at, err := s.Forum.Post(c.Ctx(), c.Viewer(), post)
		if err == nil && (at.ID != id || !p.Author.IsAlias()) {
			err = fault.Missing()
		}
		if err != nil {
			return err
		}
		what, ask.Back = "Dieser Beitrag ist teilanonym geschrieben.", path.Post(post)
		ask.Hidden = []templates.Link{{Href: "beitrag", Text: strconv.FormatInt(post, 10)}}
	case !t.SemiAnonymous():
		return fault.Missing()
	}
	ask.Heading, ask.Send = "Wer fragt?", "Zeigen, wer fragt"
	ask.Text = what + " Person und Organisation werden Ihnen einmal gezeigt; dass Sie nachgesehen " +
		"haben, steht mit dem Grund im Protokoll."
	ask.WithReason, ask.Reason, ask.Problems = true, c.FormText("grund"), wrong
	return s.confirmPage(c, t, ask)
}

// revealed is the post whose author a moderator wants to know, 0 for the question.
func revealed(c *page.Context) int64 {
	if id := c.FormNumber("beitrag"); id != 0 {
		return id
	}
	id, _ := strconv.ParseInt(c.Query("beitrag"), 10, 64) // what is no number is the question
	return id
}

// revealAuthor tells who asked. The answer is a page and no address, so that nobody
// comes back to it without a new look being recorded.
func (s *server) revealAuthor(c *page.Context, id int64) error {
	by := c.Viewer()
	post := revealed(c)
	who, err := s.Forum.RevealAuthor(c.Ctx(), by, id, post, c.FormText("grund"))
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
	as := t.Author.Alias.Words
	if post != 0 {
		p, _, err := s.Forum.Post(c.Ctx(), by, post)
		if err != nil {
			return err
		}
		as, back.Href = p.Author.Alias.Words, path.Post(post)
	}
	page := pages.RevealedAuthor{Thread: back, As: as, Facts: []templates.Fact{
		{Term: "Name", Text: who.Name}, {Term: "Funktion", Text: who.Function},
		{Term: "Organisation", Text: who.Organisation.Name}, {Term: "Land", Text: who.Organisation.State}}}
	page.Base = c.Base("Wer fragt?", templates.SectionBoards, view.BoardCrumbs(t.Board, back, templates.Crumb{Text: "Wer fragt?"})...)
	page.NoIndex = true
	return c.Render(http.StatusOK, pages.RevealedAuthorPage(page))
}
