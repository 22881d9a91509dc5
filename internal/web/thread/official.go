package thread

import (
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
	threads "kommunalforum/templates/thread"
)

// addOfficial says what programme management has to do with a thread: its
// official answers, the inquiry behind it, or how to escalate it.
func (s *server) addOfficial(c *page.Context, r forum.Reading, page *threads.Show) error {
	by, t := c.Viewer(), r.Thread
	found, err := s.Inquiries.ThreadStatus(c.Ctx(), by, t.ID)
	if err != nil {
		return err
	}
	if len(found.Answers) > 0 {
		page.Official = answers.Blocks(view.AnswerBlocks(found.Answers))
	}
	if rows := found.Inquiries; len(rows) > 0 {
		page.Inquiry = templates.Link{Href: path.Inquiry(rows[0].Number), Text: rows[0].Number + " (" + rows[0].State.German() + ")"}
	}
	if found.Pending || !t.CanEscalate(by) {
		return nil
	}
	page.Escalate = templates.Link{Href: path.To(path.Escalate, t.ID), Text: "An das Programmmanagement weitergeben"}
	if r.PastThreshold() {
		page.Threshold = view.Supporters(r.Supporters) + " haben diese Frage. Sie ist noch offen: Geben Sie sie an das Programmmanagement weiter?"
	}
	return nil
}
