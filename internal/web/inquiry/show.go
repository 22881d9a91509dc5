package inquiry

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// showInquiry shows an inquiry with everything that the viewer may see of it.
func (s *server) showInquiry(c *page.Context) error {
	p, err := s.Inquiries.Show(c.Ctx(), c.Viewer(), c.Param("number"))
	if err != nil {
		return err
	}
	c.Settle(notify.Inquiry, p.ID)
	return s.inquiryPage(c, http.StatusOK, p, pages.Write{Once: once.NewKey()}, pages.Desk{NoteOnce: once.NewKey()})
}

// inquiryPage renders an inquiry with the given state of its forms.
func (s *server) inquiryPage(c *page.Context, status int, p inquiry.Page, form pages.Write, desk pages.Desk) (err error) {
	by := c.Viewer()
	out := pages.Show{
		Base:     c.Base(p.Title, templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Text: p.Number})...),
		Number:   p.Number,
		State:    inquiryState(p.State),
		Next:     p.State.Next(),
		Services: view.ServiceTags(p.Services),
		Audience: inquiryAudience(p.Inquiry),
		Outline:  p.Access == inquiry.Outline,
		AskedAt:  p.AskedAt,
		Body:     p.HTML, Background: p.Background,
		Files:      page.AttachedFiles(p.Files, p.HTML+p.Background),
		Author:     view.Author(p.AskedBy),
		Facts:      inquiryFacts(p),
		Steps:      stepsOf(by, p.Steps),
		Write:      writeForm(by, p, form),
		Similar:    inquiryLinks(p.Similar),
		Merged:     inquiryLinks(p.Merged),
		Support:    supportOf(by, p),
		Supporters: view.OrganisationLines(p.SupportedBy),
	}
	out.NoIndex = true
	if p.Asker.Name != "" {
		out.Author = view.Author(p.Asker)
	}
	if len(p.Answers) > 0 { // older ones are linked from it
		block := view.AnswerBlock(p.Answers[0])
		block.Official.Facts = append(block.Official.Facts, view.AnswerForUs(c, p.Answers[0]))
		out.Answers = append(out.Answers, block)
	}
	out.Messages = messagesOf(p)
	if p.MergedInto != nil {
		out.MergedInto = inquiryLinks([]inquiry.Row{*p.MergedInto})
	}
	if p.Own(by) && p.State.Open() {
		out.Withdraw = &pages.Withdraw{Href: path.To(path.WithdrawInquiry, p.Number), Text: "Frage zurückziehen"}
	}
	if p.Desk != nil {
		out.Desk = deskOf(by, p, desk)
	}
	if err = linkReferences(c, &out); err != nil {
		return err
	}
	if err = addDrafts(c, &out); err != nil {
		return err
	}
	if out.Thread, err = s.threadOf(c, p); err != nil {
		return err
	}
	out.Follow, err = view.FollowBlock(c.Ctx(), s.Follows, by, follow.Subject{Kind: follow.Inquiry, ID: p.ID})
	if err != nil {
		return err
	}
	return c.Render(status, pages.ShowPage(out))
}

// linkReferences links what the texts of the page refer to.
func linkReferences(c *page.Context, p *pages.Show) error {
	texts := append(view.BlockTexts(p.Answers), &p.Body, &p.Background)
	for i := range p.Messages {
		texts = append(texts, &p.Messages[i].Body)
	}
	if p.Desk != nil {
		for i := range p.Desk.Notes {
			texts = append(texts, &p.Desk.Notes[i].Body)
		}
	}
	return c.LinkReferences(texts...)
}

// addDrafts shows what the viewer has kept of the forms of the page.
func addDrafts(c *page.Context, page *pages.Show) (err error) {
	if page.Write.Action != "" {
		if page.Write.Drafts, err = c.Drafts(c.Ctx(), page.Write.Action, page.Write.Once); err != nil {
			return err
		}
	}
	if page.Desk != nil {
		page.Desk.NoteDrafts, err = c.Drafts(c.Ctx(), page.Desk.NoteAction, page.Desk.NoteOnce)
	}
	return err
}

// threadOf leads to the thread from which the inquiry comes, if the viewer may see it,
// which the forum says.
func (s *server) threadOf(c *page.Context, p inquiry.Page) (templates.Link, error) {
	if p.ThreadID == 0 {
		return templates.Link{}, nil
	}
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), p.ThreadID)
	switch {
	case fault.Is(err, fault.NotFound):
		return templates.Link{}, nil
	case err != nil:
		return templates.Link{}, err
	}
	return templates.Link{Href: path.Thread(t.ID, t.Title), Text: t.Title}, nil
}

func messagesOf(p inquiry.Page) (out []pages.Message) {
	for _, m := range p.Messages {
		out = append(out, pages.Message{Kind: m.Kind.German(), Author: view.Author(m.From), Desk: m.Kind.Desk(), At: m.At, Body: m.HTML})
	}
	return out
}

func inquiryFacts(p inquiry.Page) []templates.Fact {
	facts := []templates.Fact{
		{Term: "Nummer", Text: p.Number},
		{Term: "Bereich", Text: p.Board.Name, Href: path.Board(p.Board.Slug)},
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
		facts = append(facts, templates.Fact{Term: "Weitergegeben von", Text: view.Byline(p.Escalated)})
	}
	return facts
}

// writeForm is the form for the asking side: the response to a Rückfrage, or
// the Nachfrage after the answer. Without either it is empty.
func writeForm(by account.Viewer, p inquiry.Page, w pages.Write) pages.Write {
	switch {
	case p.Can(by, inquiry.ActRespond):
		w.Action, w.Heading, w.Label, w.Send = path.To(path.RespondInquiry, p.Number), "Ihre Rückmeldung", "Rückmeldung", "Rückmeldung senden"
		w.Hint = "Beantworten Sie hier die Rückfrage. Danach läuft die Frist weiter."
	case p.Can(by, inquiry.ActFollowUp):
		w.Action, w.Heading, w.Label, w.Send = path.To(path.FollowUpInquiry, p.Number), "Nachfrage", "Nachfrage", "Nachfrage senden"
		w.Hint = "Ist etwas offen geblieben? Sie können bis zum " + p.FollowUpUntil().German() + " einmal nachfragen."
	default:
		return pages.Write{}
	}
	return w
}

func supportOf(by account.Viewer, p inquiry.Page) templates.Support {
	out := templates.Support{Text: templates.Plural(p.Weight, "Organisation betroffen", "Organisationen betroffen")}
	if p.Access == inquiry.Whole {
		out.Text = view.Supporters(p.Supporters)
	}
	switch {
	case p.CanSupport(by):
		out.Action, out.Button = path.To(path.SupportInquiry, p.Number), "Betrifft uns auch"
		out.Hint = "Ihre Organisation liest dann alles mit und zählt zu den betroffenen."
	case p.CanUnsupport(by):
		out.Action, out.Button = path.To(path.UnsupportInquiry, p.Number), "Betrifft uns doch nicht"
	}
	return out
}

// writeInquiry sends a message of the asking side and shows the page again
// where it did not work or a preview was asked for.
func (s *server) writeInquiry(c *page.Context, notice string, send func(inquiry.MessageInput) error) error {
	number := c.Param("number")
	form := pages.Write{Once: c.OnceKey(), Text: c.Request.PostFormValue("text")}
	again := func() error {
		p, err := s.Inquiries.Show(c.Ctx(), c.Viewer(), number)
		if err != nil {
			return err
		}
		return s.inquiryPage(c, page.StatusOf(form.Problems), p, form, pages.Desk{NoteOnce: once.NewKey()})
	}
	if c.FormText("aktion") == "vorschau" {
		form.Preview, form.Problems = view.Preview(c, form.Text)
		return again()
	}
	err := send(inquiry.MessageInput{Text: form.Text, Once: form.Once})
	if p, ok := page.Problems(err); ok && page.OnlyField(p, "text") {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return again()
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Inquiry(number), notice)
}

func (s *server) respondInquiry(c *page.Context) error {
	return s.writeInquiry(c, "rueckmeldung", func(in inquiry.MessageInput) error {
		return s.Inquiries.Respond(c.Ctx(), c.Viewer(), c.Param("number"), in)
	})
}

func (s *server) followUpInquiry(c *page.Context) error {
	return s.writeInquiry(c, "nachfrage", func(in inquiry.MessageInput) error {
		return s.Inquiries.FollowUp(c.Ctx(), c.Viewer(), c.Param("number"), in)
	})
}

func (s *server) supportInquiry(c *page.Context) error {
	if err := s.Inquiries.Support(c.Ctx(), c.Viewer(), c.Param("number")); err != nil {
		return err
	}
	return c.Announce(path.Inquiry(c.Param("number")), "betrifft")
}

func (s *server) unsupportInquiry(c *page.Context) error {
	if err := s.Inquiries.Unsupport(c.Ctx(), c.Viewer(), c.Param("number")); err != nil {
		return err
	}
	return c.Announce(path.Inquiries, "betrifft-nicht")
}

// askWithdrawInquiry asks once more before the question is taken back.
func (s *server) askWithdrawInquiry(c *page.Context) error {
	by := c.Viewer()
	p, err := s.Inquiries.Show(c.Ctx(), by, c.Param("number"))
	if err != nil {
		return err
	}
	if !p.Own(by) {
		return fault.Forbid("Zurückziehen kann die Frage nur, wer sie gestellt hat.")
	}
	page := pages.Act{
		Base: c.Base("Frage zurückziehen", templates.SectionInquiries,
			inquiryCrumbs(templates.Crumb{Href: path.Inquiry(p.Number), Text: p.Number}, templates.Crumb{Text: "Zurückziehen"})...),
		Heading: "Frage zurückziehen", Inquiry: p.Number + " · " + p.Title,
		Lead:   "Die Frage wird dann nicht mehr beantwortet.",
		Action: path.To(path.WithdrawInquiry, p.Number), Send: "Zurückziehen", Back: path.Inquiry(p.Number),
	}
	if !p.Can(by, inquiry.ActWithdraw) {
		page.Lead = "Andere Organisationen sind ebenfalls betroffen. Ihre Organisation zieht sich zurück, die Frage bleibt für die anderen " +
			"bestehen. Wenn Sie der Frage folgen, erfahren Sie weiter, wie es mit ihr weitergeht. Das ändern Sie auf ihrer Seite."
	}
	page.NoIndex = true
	return c.Render(http.StatusOK, pages.ActPage(page))
}

func (s *server) withdrawInquiry(c *page.Context) error {
	left, err := s.Inquiries.Withdraw(c.Ctx(), c.Viewer(), c.Param("number"))
	if err != nil {
		return err
	}
	notice := "frage-zurueckgezogen"
	if left {
		notice = "frage-verlassen"
	}
	return c.Announce(path.Inquiries, notice)
}

// showAnswer shows a version of an official answer on its permanent page.
func (s *server) showAnswer(c *page.Context) error {
	version, err := strconv.Atoi(c.Param("version"))
	if err != nil || version < 1 {
		return fault.Missing()
	}
	return s.answerPage(c, version)
}

// showLatestAnswer leads to the newest version that the viewer may read.
func (s *server) showLatestAnswer(c *page.Context) error {
	p, err := s.Inquiries.AnswerPage(c.Ctx(), c.Viewer(), c.Param("number"), 0)
	if err != nil {
		return err
	}
	return c.SeeOther(path.Answer(p.Number, p.Newest))
}
