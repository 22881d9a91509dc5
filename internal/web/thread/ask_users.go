package thread

import (
	"strconv"
	"strings"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/mention"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	pages "kommunalforum/templates/thread"
)

// askUsers fills in a question to the organisations on a list of the register of re-use:
// board and service, and mentions of those who offered to answer. Nothing is sent to them
// until the question is; then they hear of it as of any mention.
func (s *server) askUsers(c *page.Context, out *pages.Ask) error {
	id, err := path.ID(c.Query("nachnutzung"))
	if err != nil {
		return err
	}
	x, err := s.Catalogue.Service(c.Ctx(), id)
	if err != nil {
		return err
	}
	q, err := s.Reuse.Question(c.Ctx(), c.Viewer(), id, view.ReuseFilter(c))
	if err != nil {
		return err
	}
	out.Board, out.Services, out.Text = q.Slug, view.TypedServices([]catalogue.Service{x}), textTo(q, x)
	return nil
}

// textTo is with what a question to the users of a service begins.
func textTo(q reuse.Question, x catalogue.Service) string {
	text := "An alle, die „" + x.Name + "“ (OZG-ID " + strconv.FormatInt(x.ID, 10) + ") nutzen, einführen oder planen:\n\n"
	if len(q.Addressed) > 0 {
		text += "Im Nachnutzungsregister stehen als ansprechbar: " + strings.Join(addresses(q.Addressed), ", ") + ".\n\n"
	}
	return text
}

func addresses(people []mention.Addressee) (out []string) {
	for _, p := range people {
		words := "@" + p.Words
		if !strings.HasSuffix(p.Words, ")") {
			words += " (" + p.Organisation + ")"
		}
		out = append(out, words)
	}
	return out
}
