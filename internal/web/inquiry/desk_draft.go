package inquiry

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
	pages "kommunalforum/templates/inquiry"
)

// Buttons of the form for an official answer.
const (
	previewDraft  = "vorschau"
	saveDraft     = "speichern"
	submitDraft   = "vorlegen"
	publishAnswer = "veroeffentlichen"
)

// editAnswer shows the form for an official answer: the draft, or what the
// former version said, or an empty one.
func (s *server) editAnswer(c *page.Context) error {
	p, err := s.answerable(c)
	if err != nil {
		return err
	}
	fields := pages.Fields{Question: p.Title, Body: cmp.Or(p.CompetentBody, c.Viewer().Organisation.Name), Audience: string(p.Audiences()[0])}
	from := p.Desk.Draft
	if from == nil {
		from = p.Desk.Former
	}
	files := c.FilesOf(nil).Field
	if from != nil {
		files = c.FilesOf(from.Files).Field
		fields = pages.Fields{Question: from.Question, Short: from.Short, Text: from.Source, Body: from.Body,
			ValidFrom: from.ValidFrom.German(), ValidUntil: from.ValidUntil.German(),
			LegalBasis: from.LegalBasis, Scope: from.Scope, Audience: string(from.Audience)}
	}
	return s.draftPage(c, http.StatusOK, p, pages.Draft{Fields: fields, Files: files, Once: once.NewKey()})
}

// answerFiles returns the files that the next version of the answer may keep.
func answerFiles(p inquiry.Page) (out []attachment.File) {
	for _, d := range []*inquiry.Draft{p.Desk.Draft, p.Desk.Former} {
		if d != nil {
			out = append(out, d.Files...)
		}
	}
	return out
}

// answerable loads the inquiry if an answer can be written now.
func (s *server) answerable(c *page.Context) (inquiry.Page, error) {
	p, err := s.deskInquiry(c)
	if err == nil && !p.CanDraft(c.Viewer()) && !p.Can(c.Viewer(), inquiry.ActEnterReply) {
		err = notNow(p)
	}
	return p, err
}

func (s *server) draftPage(c *page.Context, status int, p inquiry.Page, page pages.Draft) error {
	by := c.Viewer()
	page.Base = c.Base("Offizielle Antwort schreiben", templates.SectionInquiries,
		inquiryCrumbs(templates.Crumb{Href: path.Inquiry(p.Number), Text: p.Number}, templates.Crumb{Text: "Antwort"})...)
	page.NoIndex, page.Earliest = true, string(catalogue.DateOf(c.Now()))
	page.Heading, page.Inquiry, page.Material = "Offizielle Antwort schreiben", p.Number+" · "+p.Title, materialOf(p)
	if err := linkMaterial(c, &page.Material); err != nil {
		return err
	}
	page.Action, page.Back, page.Revision = path.To(path.EditAnswer, p.Number), path.Inquiry(p.Number), revisionFor(c, p, page.Stale != "" ||
		savedNow(c, page))
	for _, r := range p.Audiences() {
		o := templates.Option{Value: string(r), Text: releaseText(r)}
		if p.Widens(r) {
			o.Hint = "Mehr Menschen als die Frage"
			page.MayWiden = true
		}
		page.Audiences = append(page.Audiences, o)
	}
	reply := p.Can(by, inquiry.ActEnterReply)
	if reply {
		page.Heading = "Antwort der zuständigen Stelle"
	}
	page.WithReason = !reply && p.ReasonWanted(by, inquiry.ActAnswer)
	button := func(kind templates.ButtonKind, text, value string) {
		page.Actions = append(page.Actions, pages.SendAs{Kind: kind, Text: text, Value: value})
	}
	var err error
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	switch {
	case reply || !p.Board.FourEyes:
		button(templates.ButtonPrimary, "Veröffentlichen", publishAnswer)
	default:
		button(templates.ButtonPrimary, "Zur Freigabe vorlegen", submitDraft)
	}
	if !reply {
		button(templates.ButtonSecondary, "Entwurf speichern", saveDraft)
	}
	button(templates.ButtonSecondary, "Vorschau", previewDraft)
	return c.Render(status, pages.DraftPage(page))
}

// savedNow reports whether the form comes back although its draft was saved: it
// lacked what the release needs. Then the present revision is its own.
func savedNow(c *page.Context, page pages.Draft) bool {
	return !c.ShownAgain() && c.FormText("aktion") != previewDraft && page.Once == c.Request.PostFormValue("einmal")
}

// readAnswer reads the form.
func readAnswer(c *page.Context) (f pages.Fields, in inquiry.AnswerInput, wrong templates.Problems) {
	f = pages.Fields{Question: c.FormText("frage"), Short: c.FormText("kurz"), Text: c.Request.PostFormValue("text"), Body: c.FormText("stelle"),
		ValidFrom: c.FormText("gueltig_ab"), ValidUntil: c.FormText("gueltig_bis"), LegalBasis: c.FormText("rechtsgrundlage"),
		Scope:    c.FormText("geltung"),
		Audience: c.FormText("sichtbar"), Reason: c.FormText("grund"), Confirm: c.Ticked("bestaetigt")}
	var check fault.Check
	in = inquiry.AnswerInput{Question: f.Question, Short: f.Short, Text: f.Text, Body: f.Body, LegalBasis: f.LegalBasis, Scope: f.Scope,
		ValidFrom: readDate(&check, c, "gueltig_ab"), ValidUntil: readDate(&check, c, "gueltig_bis"),
		Audience: board.Release(f.Audience), Confirm: f.Confirm, Once: c.OnceKey()}
	wrong, _ = page.Problems(check.Err())
	return f, in, wrong
}

// postAnswer previews, saves, submits or publishes an official answer.
func (s *server) postAnswer(c *page.Context) error {
	fields, in, wrong := readAnswer(c)
	before, err := s.deskInquiry(c)
	if err != nil {
		return err
	}
	files, err := c.Files(answerFiles(before)...)
	if err != nil {
		return err
	}
	in.Files = files.Chosen
	form := pages.Draft{Fields: fields, Files: files.Field, Once: in.Once, Problems: wrong}
	if files.Stay {
		return s.stayAtAnswer(c, form, files.Problems)
	}
	what := c.FormText("aktion")
	if len(wrong) == 0 && what != previewDraft {
		next, notice, failed := s.keepAnswer(c, what, in)
		if failed == nil {
			return c.Announce(next, notice)
		}
		err = failed
	}
	if len(wrong) > 0 && what != previewDraft { // all that is wrong at once
		err = inquiry.PrepareAnswer(c.Ctx(), in, what == saveDraft).Err()
	}
	again, invalid := page.Problems(err)
	stale := fault.Is(err, fault.Conflict)
	if err != nil && !invalid && !stale {
		return err
	}
	p, loadErr := s.answerable(c)
	if loadErr != nil {
		if err != nil {
			return err
		}
		return loadErr
	}
	form.Once = once.KeyAfter(err, form.Once)
	status := page.StatusOf(append(form.Problems, again...))
	form.Problems = append(form.Problems, again...)
	if stale {
		status, form.Stale = http.StatusConflict, fault.SentenceOf(err)
		if p.Desk.Draft != nil && p.Desk.Draft.Source != fields.Text {
			form.Present, form.Attached = p.Desk.Draft.Source, page.FileNames(p.Desk.Draft.Files)
		}
		form.Once = once.NewKey()
	}
	if what == previewDraft {
		form.Preview = s.previewAnswer(c, p, in, files.Field.Files)
	}
	return s.draftPage(c, status, p, form)
}

// stayAtAnswer shows the form again for its files.
func (s *server) stayAtAnswer(c *page.Context, form pages.Draft, wrong templates.Problems) error {
	p, err := s.answerable(c)
	if err != nil {
		return err
	}
	form.Problems = append(form.Problems, wrong...)
	return s.draftPage(c, page.StatusOf(form.Problems), p, form)
}

// keepAnswer does what the button says and returns where to go then, and the notice.
func (s *server) keepAnswer(c *page.Context, what string, in inquiry.AnswerInput) (next, notice string, err error) {
	by, number, basis := c.Viewer(), c.Param("number"), basisOf(c)
	switch what {
	case publishAnswer:
		p, err := s.deskInquiry(c)
		if err != nil {
			return "", "", err
		}
		publish := s.Acts.AnswerInquiry
		if p.State == inquiry.HandedOver {
			publish = s.Acts.EnterReply
		}
		return path.Inquiry(number), "antwort-offiziell", publish(c.Ctx(), by, number, basis, in)
	case submitDraft:
		if err := s.Inquiries.SaveDraft(c.Ctx(), by, number, inquiry.DraftInput{Basis: basis, AnswerInput: in}); err != nil {
			return "", "", err
		}
		// Saving was the act on the revision that the form knew.
		basis.Revision = 0
		return path.Inquiry(number), "entwurf-vorgelegt", s.Inquiries.SubmitForRelease(c.Ctx(), by, number, basis)
	}
	err = s.Inquiries.SaveDraft(c.Ctx(), by, number, inquiry.DraftInput{Basis: basis, AnswerInput: in})
	return path.To(path.EditAnswer, number), "entwurf", err
}

// previewAnswer shows the answer as its readers will see it.
func (s *server) previewAnswer(c *page.Context, p inquiry.Page, in inquiry.AnswerInput, files []templates.Attached) *answers.View {
	text, err := markdown.Render(c.Ctx(), in.Text)
	if err != nil {
		return nil
	}
	version := 1
	if p.Desk.Former != nil {
		version = p.Desk.Former.Version + 1
	}
	v := inquiry.AnswerVersion{Number: p.Number, Version: version, Question: in.Question, Short: in.Short, HTML: text.HTML, Body: in.Body,
		ValidFrom: in.ValidFrom, ValidUntil: in.ValidUntil, LegalBasis: in.LegalBasis, Scope: in.Scope}
	official := view.Official(v)
	official.Files = files
	if err := c.LinkReferences(view.OfficialTexts(&official)...); err != nil {
		return nil
	}
	return &answers.View{Question: v.Question, Official: official}
}

// showRelease shows the draft to the one who releases it.
func (s *server) showRelease(c *page.Context) error {
	return s.releasePage(c, http.StatusOK, nil, "")
}

func (s *server) releasePage(c *page.Context, status int, wrong templates.Problems, stale string) error {
	p, err := s.deskInquiry(c)
	if err != nil {
		return err
	}
	if p.State != inquiry.ForRelease || p.Desk.Draft == nil {
		return notNow(p)
	}
	d := p.Desk.Draft
	page := pages.Release{
		Base: c.Base("Antwort freigeben", templates.SectionInquiries,
			inquiryCrumbs(templates.Crumb{Href: path.Inquiry(p.Number), Text: p.Number}, templates.Crumb{Text: "Freigabe"})...),
		Heading: "Antwort freigeben", Inquiry: p.Number + " · " + p.Title, Material: materialOf(p), Stale: stale,
		Drafters: strings.Join(d.Drafters, ", "), Audience: releaseText(d.Audience),
		Draft:  answers.View{Question: d.Question, Official: view.Official(d.AnswerVersion)},
		Action: path.To(path.Release, p.Number), BackAction: path.To(path.RefuseRelease, p.Number),
		Revision: strconv.Itoa(p.Revision), Widens: p.Widens(d.Audience), May: p.Can(c.Viewer(), inquiry.ActRelease),
		Reason: c.FormText("grund"), Back: path.Inquiry(p.Number), Problems: wrong,
	}
	page.Draft.Official.Heading = d.Question
	if err := linkMaterial(c, &page.Material, view.OfficialTexts(&page.Draft.Official)...); err != nil {
		return err
	}
	page.NoIndex = true
	return c.Render(status, pages.ReleasePage(page))
}

// releaseAnswer releases the draft that somebody else wrote.
func (s *server) releaseAnswer(c *page.Context) error {
	err := s.Acts.ReleaseAnswer(c.Ctx(), c.Viewer(), c.Param("number"), basisOf(c), c.Ticked("bestaetigt"))
	return s.afterRelease(c, err, "antwort-offiziell")
}

// sendBackAnswer returns the draft to be worked over.
func (s *server) sendBackAnswer(c *page.Context) error {
	err := s.Inquiries.SendBack(c.Ctx(), c.Viewer(), c.Param("number"), basisOf(c))
	return s.afterRelease(c, err, "vorgang")
}

func (s *server) afterRelease(c *page.Context, err error, notice string) error {
	if err == nil {
		return c.Announce(path.Inquiry(c.Param("number")), notice)
	}
	status, stale := http.StatusUnprocessableEntity, ""
	wrong, invalid := page.Problems(err)
	if fault.Is(err, fault.Conflict) {
		status, stale = http.StatusConflict, fault.SentenceOf(err)
	} else if !invalid {
		return err
	}
	if again := s.releasePage(c, status, wrong, stale); again == nil {
		return nil
	}
	return err
}
