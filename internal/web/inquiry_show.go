package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/support"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// showInquiry shows an inquiry with everything that the viewer may see of it.
func (s *server) showInquiry(c *gin.Context) error {
	p, err := s.Inquiries.Show(ctx(c), s.viewer(c), c.Param("number"))
	if err != nil {
		return err
	}
	return s.inquiryPage(c, http.StatusOK, p, pages.Write{Once: newOnce()}, pages.Desk{NoteOnce: newOnce()})
}

// inquiryPage renders an inquiry with the given state of its forms.
func (s *server) inquiryPage(c *gin.Context, status int, p inquiry.Page, form pages.Write, desk pages.Desk) error {
	by := s.viewer(c)
	page := pages.Show{
		Base:     s.base(c, p.Title, templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Text: p.Number})...),
		Number:   p.Number,
		State:    inquiryState(p.State),
		Next:     p.State.Next(),
		Services: serviceTags(p.Services),
		Audience: inquiryAudience(p.Inquiry),
		Outline:  p.Access == inquiry.Outline,
		AskedAt:  p.AskedAt,
		Body:     p.HTML, Background: p.Background,
		Author:     authorOf(account.Byline{Organisation: p.Organisation}),
		Facts:      inquiryFacts(p),
		Steps:      stepsOf(by, p.Steps),
		Write:      writeForm(by, p, form),
		Similar:    inquiryLinks(p.Similar),
		Merged:     inquiryLinks(p.Merged),
		Support:    supportOf(by, p),
		Supporters: organisationLines(p.SupportedBy),
	}
	page.NoIndex = true
	if p.Asker.Name != "" {
		page.Author = authorOf(p.Asker)
	}
	for i, v := range p.Answers {
		if i == 0 { // older ones are linked from it
			page.Answers = append(page.Answers, answerBlock(v))
		}
	}
	page.Messages = messagesOf(p)
	if p.MergedInto != nil {
		page.MergedInto = inquiryLinks([]inquiry.Row{*p.MergedInto})
	}
	if p.ThreadID != 0 {
		// Whether the viewer may see the thread, the forum says.
		if t, err := s.Forum.Thread(ctx(c), by, p.ThreadID); err == nil {
			page.Thread = templates.Link{Href: threadPath(t.ID, t.Title), Text: t.Title}
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	if p.Own(by) && p.State.Open() {
		page.Withdraw = &pages.Withdraw{Href: inquiryPath(p.Number) + "/zurueckziehen", Text: "Frage zurückziehen"}
	}
	if p.Desk != nil {
		page.Desk = deskOf(by, p, desk)
	}
	return s.render(c, status, pages.ShowPage(page))
}

func messagesOf(p inquiry.Page) (out []pages.Message) {
	for _, m := range p.Messages {
		out = append(out, pages.Message{Kind: m.Kind.German(), Author: authorOf(m.From), Desk: m.Kind.Desk(), At: m.At, Body: m.HTML})
	}
	return out
}

func inquiryFacts(p inquiry.Page) []templates.Fact {
	facts := []templates.Fact{
		{Term: "Nummer", Text: p.Number},
		{Term: "Themenfeld", Text: p.Board.Name, Href: boardPath(p.Board.Slug)},
		{Term: "Gestellt", Text: templates.MomentText(p.AskedAt)},
	}
	if p.State.Open() && p.Due != "" {
		due := p.Due.German()
		switch {
		case p.Stopped:
			due = "ruht"
		case p.Overdue():
			due += " (überschritten)"
		}
		facts = append(facts, templates.Fact{Term: "Frist", Text: due})
	}
	facts = append(facts, templates.Fact{Term: "Zuständige Stelle", Text: p.CompetentBody})
	if p.Escalated.Name != "" {
		facts = append(facts, templates.Fact{Term: "Weitergegeben von", Text: bylineText(p.Escalated)})
	}
	return facts
}

// writeForm is the form for the asking side: the response to a Rückfrage, or
// the Nachfrage after the answer. Without either it is empty.
func writeForm(by account.Viewer, p inquiry.Page, w pages.Write) pages.Write {
	switch {
	case p.Can(by, inquiry.ActRespond):
		w.Action, w.Heading, w.Label, w.Send = inquiryPath(p.Number)+"/rueckmeldung", "Ihre Rückmeldung", "Rückmeldung", "Rückmeldung senden"
		w.Hint = "Beantworten Sie hier die Rückfrage. Danach läuft die Frist weiter."
	case p.Can(by, inquiry.ActFollowUp):
		w.Action, w.Heading, w.Label, w.Send = inquiryPath(p.Number)+"/nachfrage", "Nachfrage", "Nachfrage", "Nachfrage senden"
		w.Hint = "Ist etwas offen geblieben? Sie können bis zum " + p.FollowUpUntil().German() + " einmal nachfragen."
	default:
		return pages.Write{}
	}
	return w
}

func supportOf(by account.Viewer, p inquiry.Page) templates.Support {
	out := templates.Support{Text: templates.Plural(p.Weight, "Organisation betroffen", "Organisationen betroffen")}
	if p.Access == inquiry.Whole {
		out.Text = voicesOf(p.Supporters)
	}
	switch {
	case p.CanSupport(by):
		out.Action, out.Button = inquiryPath(p.Number)+"/betrifft-uns", "Betrifft uns auch"
		out.Hint = "Ihre Organisation liest dann alles mit und zählt zu den betroffenen."
	case p.CanUnsupport(by):
		out.Action, out.Button = inquiryPath(p.Number)+"/betrifft-uns-nicht", "Betrifft uns doch nicht"
	}
	return out
}

// voicesOf says whom something concerns: „37 Organisationen in 9 Ländern, …".
func voicesOf(v support.Supporters) string {
	text := templates.Plural(v.Organisations, "Organisation", "Organisationen")
	if v.States > 0 {
		text += " in " + templates.Plural(v.States, "Land", "Ländern")
	}
	if v.Inhabitants > 0 {
		text += ", " + templates.Plural(v.Inhabitants, "Einwohner", "Einwohner")
	}
	return text
}

// writeInquiry sends a message of the asking side and shows the page again
// where it did not work or a preview was asked for.
func (s *server) writeInquiry(c *gin.Context, notice string, send func(inquiry.MessageInput) error) error {
	number := c.Param("number")
	form := pages.Write{Once: onceOf(c), Text: c.Request.PostFormValue("text")}
	again := func() error {
		p, err := s.Inquiries.Show(ctx(c), s.viewer(c), number)
		if err != nil {
			return err
		}
		return s.inquiryPage(c, statusOf(form.Problems), p, form, pages.Desk{NoteOnce: newOnce()})
	}
	if formText(c, "aktion") == "vorschau" {
		form.Preview, form.Problems = preview(c, form.Text)
		return again()
	}
	err := send(inquiry.MessageInput{Text: form.Text, Once: form.Once})
	if p, ok := problems(err); ok && ofForm(p, "text") {
		form.Problems, form.Once = p, keyAfter(err, form.Once)
		return again()
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(inquiryPath(number), notice))
}

func (s *server) respondInquiry(c *gin.Context) error {
	return s.writeInquiry(c, "rueckmeldung", func(in inquiry.MessageInput) error {
		return s.Inquiries.Respond(ctx(c), s.viewer(c), c.Param("number"), in)
	})
}

func (s *server) followUpInquiry(c *gin.Context) error {
	return s.writeInquiry(c, "nachfrage", func(in inquiry.MessageInput) error {
		return s.Inquiries.FollowUp(ctx(c), s.viewer(c), c.Param("number"), in)
	})
}

func (s *server) supportInquiry(c *gin.Context) error {
	if err := s.Inquiries.Support(ctx(c), s.viewer(c), c.Param("number")); err != nil {
		return err
	}
	return seeOther(c, withNotice(inquiryPath(c.Param("number")), "betrifft"))
}

func (s *server) unsupportInquiry(c *gin.Context) error {
	if err := s.Inquiries.Unsupport(ctx(c), s.viewer(c), c.Param("number")); err != nil {
		return err
	}
	return seeOther(c, withNotice(inquiriesPath, "betrifft-nicht"))
}

// askWithdrawInquiry asks once more before the question is taken back.
func (s *server) askWithdrawInquiry(c *gin.Context) error {
	by := s.viewer(c)
	p, err := s.Inquiries.Show(ctx(c), by, c.Param("number"))
	if err != nil {
		return err
	}
	if !p.Own(by) {
		return fault.Forbid("Zurückziehen kann die Frage nur, wer sie gestellt hat.")
	}
	page := pages.Act{
		Base:    s.base(c, "Frage zurückziehen", templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Href: inquiryPath(p.Number), Text: p.Number}, templates.Crumb{Text: "Zurückziehen"})...),
		Heading: "Frage zurückziehen", Inquiry: p.Number + " · " + p.Title,
		Lead:   "Die Frage wird dann nicht mehr beantwortet.",
		Action: inquiryPath(p.Number) + "/zurueckziehen", Send: "Zurückziehen", Back: inquiryPath(p.Number),
	}
	if !p.Can(by, inquiry.ActWithdraw) {
		page.Lead = "Andere Organisationen sind ebenfalls betroffen. Ihre Organisation zieht sich zurück, die Frage bleibt für die anderen bestehen."
	}
	page.NoIndex = true
	return s.render(c, http.StatusOK, pages.ActPage(page))
}

func (s *server) withdrawInquiry(c *gin.Context) error {
	left, err := s.Inquiries.Withdraw(ctx(c), s.viewer(c), c.Param("number"))
	if err != nil {
		return err
	}
	notice := "frage-zurueckgezogen"
	if left {
		notice = "frage-verlassen"
	}
	return seeOther(c, withNotice(inquiriesPath, notice))
}

// showAnswer shows a version of an official answer on its permanent page.
func (s *server) showAnswer(c *gin.Context) error {
	version, err := strconv.Atoi(c.Param("version"))
	if err != nil || version < 1 {
		return fault.Missing()
	}
	return s.answerPage(c, version)
}

// showLatestAnswer leads to the newest version that the viewer may read.
func (s *server) showLatestAnswer(c *gin.Context) error {
	p, err := s.Inquiries.AnswerPage(ctx(c), s.viewer(c), c.Param("number"), 0)
	if err != nil {
		return err
	}
	return seeOther(c, answerPath(p.Number, p.Newest))
}
