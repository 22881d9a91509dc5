package thread

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
	threads "kommunalforum/templates/thread"
)

// addOfficial says what programme management has to do with a thread: its
// official answers, the inquiry behind it, or how to escalate it.
func (s *server) addOfficial(c *page.Context, r forum.Reading, found inquiry.ThreadStatus, official []answers.View, page *threads.Show) {
	by, t := c.Viewer(), r.Thread
	if len(official) > 0 {
		page.Official = answers.Blocks(official)
	}
	if rows := found.Inquiries; len(rows) > 0 {
		page.Inquiry = templates.Link{Href: path.Inquiry(rows[0].Number), Text: rows[0].Number + " (" + rows[0].State.German() + ")"}
	}
	if found.Pending || !t.Own(by) && !t.CanEscalate(by, false) {
		return
	}
	days := s.escalateAfter(c.Ctx())
	overdue := t.Overdue(c.Now(), days)
	if t.CanEscalate(by, overdue) {
		page.Escalate = templates.Link{Href: path.To(path.Escalate, t.ID), Text: "An das Programmmanagement weitergeben"}
	}
	page.Threshold = whyEscalate(by, r, overdue, days)
}

// whyEscalate says to those who may put the question to programme management why now,
// and to who asked semi-anonymously why only others may; "" while there is no reason.
func whyEscalate(by account.Viewer, r forum.Reading, overdue bool, days int) string {
	t := r.Thread
	unsolved := "Diese Frage ist seit mindestens " + templates.Plural(days, "Arbeitstag", "Arbeitstagen") + " ohne Lösung."
	switch {
	case r.PastThreshold() && t.CanEscalate(by, overdue):
		return view.Supporters(r.Supporters) + " haben diese Frage. Sie ist noch offen: Geben Sie sie an das Programmmanagement weiter?"
	case !overdue:
		return ""
	case t.CanEscalate(by, true) && t.Own(by):
		return unsolved + " Sie können sie an das Programmmanagement weitergeben; das Formular ist schon ausgefüllt."
	case t.CanEscalate(by, true):
		return unsolved + " Geben Sie sie an das Programmmanagement weiter?"
	case t.SemiAnonymous():
		return unsolved + " Die Moderation hat sie jetzt in ihrer Liste und kann sie an das Programmmanagement weitergeben. Sie selbst können " +
			"es nicht, weil dort stünde, wer es war."
	}
	return ""
}
