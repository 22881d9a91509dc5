package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

func revealAuthorPath(id int64) string { return "/thema/" + strconv.FormatInt(id, 10) + "/wer-fragt" }

// askRevealAuthor asks a moderator for the reason before it is told who asked
// semi-anonymously.
func (s *server) askRevealAuthor(c *gin.Context) error { return s.revealAuthorPage(c, nil) }

func (s *server) revealAuthorPage(c *gin.Context, wrong templates.Problems) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(ctx(c), s.viewer(c), id)
	if err != nil {
		return err
	}
	if !t.CanModerate(s.viewer(c)) {
		return fault.Forbid("Das kann nur die Themenfeldmoderation.")
	}
	if !t.Disguised() {
		return fault.Missing()
	}
	return s.confirmPage(c, t, templates.Confirm{Heading: "Wer fragt?", Action: revealAuthorPath(id), Send: "Zeigen, wer fragt", Back: threadPath(id, t.Title),
		Text:       "Diese Frage ist teilanonym gestellt. Person und Organisation werden Ihnen einmal gezeigt; dass Sie nachgesehen haben, steht mit dem Grund im Protokoll.",
		WithReason: true, Reason: formText(c, "grund"), Problems: wrong})
}

// revealAuthor tells who asked. The answer is a page and no address, so that nobody
// comes back to it without a new look being recorded.
func (s *server) revealAuthor(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	by := s.viewer(c)
	who, err := s.Forum.RevealAuthor(ctx(c), by, id, formText(c, "grund"))
	if p, ok := problems(err); ok {
		return s.revealAuthorPage(c, p)
	}
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(ctx(c), by, id)
	if err != nil {
		return err
	}
	back := templates.Link{Href: threadPath(id, t.Title), Text: t.Title}
	page := pages.RevealedAuthor{Thread: back, As: t.Author.Organisation.Name, Facts: []templates.Fact{
		{Term: "Name", Text: who.Name}, {Term: "Funktion", Text: who.Function},
		{Term: "Organisation", Text: who.Organisation.Name}, {Term: "Land", Text: who.Organisation.State}}}
	page.Base = s.base(c, "Wer fragt?", templates.SectionBoards, boardCrumbs(t.Board, back, templates.Crumb{Text: "Wer fragt?"})...)
	page.NoIndex = true
	return s.render(c, http.StatusOK, pages.RevealedAuthorPage(page))
}
