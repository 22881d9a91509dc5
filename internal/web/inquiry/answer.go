package inquiry

import (
	"fmt"
	"net/http"

	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
)

// answerPage renders a version of an official answer.
func (s *server) answerPage(c *page.Context, version int) error {
	p, err := s.Inquiries.AnswerPage(c.Ctx(), c.Viewer(), c.Param("number"), version)
	if err != nil {
		return err
	}
	address := path.Answer(p.Number, p.Version)
	if c.Request.URL.Path != address {
		return c.Moved(address)
	}
	c.Settle(notify.Answer, p.AnswerID)
	page := answers.Show{
		Base:     c.Base(p.Question, templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Text: p.Number})...),
		View:     answers.View{Question: p.Question, Official: view.Official(p.AnswerVersion)},
		Audience: releaseText(p.Audience),
		Services: view.ServiceTags(p.Services),
		Facts: []templates.Fact{
			{Term: "Nummer", Text: p.Number},
			{Term: "Fassung", Text: fmt.Sprintf("%d vom %s", p.Version, templates.DayText(p.ReleasedAt))},
			{Term: "Antwortende Stelle", Text: p.Body},
			{Term: "Bereich", Text: p.Board.Name, Href: path.Board(p.Board.Slug)},
		},
		Citation: fmt.Sprintf("%s: %s Offizielle Antwort %s, Fassung %d vom %s. %s",
			p.Body, p.Question, p.Number, p.Version, templates.DayText(p.ReleasedAt), s.Config.BaseURL.URL(address)),
	}
	if err := c.LinkReferences(view.OfficialTexts(&page.View.Official)...); err != nil {
		return err
	}
	page.View.Official.Facts = append(page.View.Official.Facts, view.AnswerForUs(c, p.AnswerVersion))
	page.Description = markdown.Excerpt(p.Short, 160)
	page.NoIndex = p.Audience != board.ToPublic || p.Outdated()
	if p.Newest > p.Version {
		page.Newer = templates.Link{Href: path.Answer(p.Number, p.Newest), Text: fmt.Sprintf("Zur Fassung %d", p.Newest)}
	}
	for _, v := range p.Versions {
		text := fmt.Sprintf("Fassung %d vom %s", v.Version, templates.DayText(v.ReleasedAt))
		if v.Version == p.Version {
			text += " (diese Seite)"
		}
		page.Versions = append(page.Versions, templates.Link{Href: path.Answer(v.Number, v.Version), Text: text})
	}
	if p.Inquiry {
		page.Inquiry = templates.Link{Href: path.Inquiry(p.Number), Text: "Vorgang " + p.Number}
	}
	if c.Viewer().SignedIn() && p.Newest == p.Version && p.Audience != inquiry.ToAsker && !p.Outdated() {
		page.Suggest = templates.Link{Href: path.To(path.SuggestAnswer, p.Number), Text: "Für die FAQ vorschlagen"}
	}
	return c.Render(http.StatusOK, answers.ShowPage(page))
}
