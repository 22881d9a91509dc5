package consultation

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

func isMissing(err error) bool { return fault.Is(err, fault.NotFound) }

// own loads a consultation that the viewer may prepare.
func (s *server) own(c *page.Context, id int64) (consultation.Shown, error) {
	x, err := s.Consulted.Show(c.Ctx(), c.Viewer(), id)
	if err == nil && !x.CanPrepare(c.Viewer()) {
		err = consultation.ErrNotPreparing
	}
	return x, err
}

// ownDraft loads a draft that the viewer may prepare, for the forms that only drafts have.
func (s *server) ownDraft(c *page.Context, id int64) (consultation.Shown, error) {
	x, err := s.own(c, id)
	if err == nil && x.State != consultation.Draft {
		err = consultation.ErrNoDraft
	}
	return x, err
}

// revision reads which state somebody began to change; a form without it is as good as an
// old one.
func revision(c *page.Context) int {
	n, err := strconv.Atoi(c.FormText("fassung"))
	if err != nil {
		return -1
	}
	return n
}

// refusal returns the problems with which a form is shown again, and the status; ok is
// false for errors that are no matter of the form.
func refusal(err error) (problems templates.Problems, status int, ok bool) {
	if fault.Is(err, fault.Conflict) {
		return templates.Problems{{Text: fault.SentenceOf(err)}}, http.StatusConflict, true
	}
	problems, ok = page.Problems(err)
	return problems, page.StatusOf(problems), ok
}

// below is the frame of a page below a consultation, and the link back to it.
func below(c *page.Context, x consultation.Consultation, title string) (templates.Base, templates.Link) {
	address := path.Consultation(x.ID, x.Title)
	base := c.Base(title, templates.SectionConsultations, crumbs(templates.Crumb{Href: address, Text: x.Title}, templates.Crumb{Text: title})...)
	base.NoIndex = true
	return base, templates.Link{Href: address, Text: "Abbrechen"}
}

// newConsultation shows the form for a draft; the address may name its board.
func (s *server) newConsultation(c *page.Context) error {
	return s.newPage(c, http.StatusOK, pages.Edit{Once: once.NewKey(), Board: c.Query("bereich")})
}

func (s *server) newPage(c *page.Context, status int, page pages.Edit) error {
	if !consultation.CanPrepareSomewhere(c.Viewer()) {
		return consultation.ErrNotPreparing
	}
	page.Base = c.Base("Beteiligung vorbereiten", templates.SectionConsultations, crumbs(templates.Crumb{Text: "Beteiligung vorbereiten"})...)
	page.Action, page.Back = path.NewConsultation, templates.Link{Href: path.Consultations, Text: "Abbrechen"}
	return s.formPage(c, status, page)
}

// formPage renders the form with the boards on which the viewer may prepare consultations.
func (s *server) formPage(c *page.Context, status int, page pages.Edit) error {
	page.NoIndex = true
	boards, err := s.Consulted.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	if len(boards) > 1 {
		page.Boards = []templates.Option{{Text: "Bitte wählen"}}
	}
	for _, b := range boards {
		page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name + " – " + b.Audience.German(), Group: view.BoardGroup(b)})
	}
	return c.Render(status, pages.EditPage(page))
}

// read reads the form, and whether it is to be shown again before anything is stored.
func (s *server) read(c *page.Context) (form pages.Edit, in consultation.Input, again bool, err error) {
	form = pages.Edit{Once: c.OnceKey(), Revision: c.FormText("fassung"), Subject: c.FormText("titel"), Issuer: c.FormText("herausgeber"),
		Text: c.Request.PostFormValue("text"), Board: c.FormText("bereich"), Document: c.FormText("dokument")}
	in = consultation.Input{Title: form.Subject, Issuer: form.Issuer, Intro: form.Text, Once: form.Once, Revision: revision(c)}
	boards, err := s.Consulted.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return form, in, false, err
	}
	for _, b := range boards {
		if b.Slug == form.Board {
			in.Board = b.ID
		}
	}
	if form.Document != "" {
		in.Document, err = documentIn(form.Document)
		if err == nil {
			_, err = s.Library.Show(c.Ctx(), c.Viewer(), in.Document)
		} else {
			err = fault.Missing()
		}
		if isMissing(err) {
			form.Problems = append(form.Problems, templates.Problem{Field: "dokument", Text: "Dieses Dokument gibt es in der Bibliothek nicht."})
		} else if err != nil {
			return form, in, false, err
		}
	}
	if c.FormText("aktion") == "vorschau" {
		html, problems := view.Preview(c, form.Text)
		form.Preview, form.Problems = html, append(form.Problems, problems...)
		return form, in, true, nil
	}
	return form, in, c.ShowsDraft() || len(form.Problems) > 0, nil
}

// documentIn reads the number of a document: alone, or out of the address of its page.
func documentIn(typed string) (int64, error) {
	if _, rest, found := strings.Cut(typed, path.Library+"/"); found {
		typed = rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	}
	return strconv.ParseInt(typed, 10, 64)
}

// postConsultation makes the draft.
func (s *server) postConsultation(c *page.Context) error {
	form, in, again, err := s.read(c)
	if err != nil {
		return err
	}
	if again {
		return s.newPage(c, page.StatusOf(form.Problems), form)
	}
	id, err := s.Consulted.Begin(c.Ctx(), c.Viewer(), in)
	if p, status, ok := refusal(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.newPage(c, status, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, form.Subject), "beteiligung-entwurf")
}

// editConsultation shows the form with what the draft says.
func (s *server) editConsultation(c *page.Context, id int64) error {
	x, err := s.ownDraft(c, id)
	if err != nil {
		return err
	}
	form := pages.Edit{Once: once.NewKey(), Revision: strconv.Itoa(x.Revision), Subject: x.Title, Issuer: x.Issuer, Text: x.Intro.Source,
		Board: x.Board.Slug}
	if x.Document != 0 {
		form.Document = strconv.FormatInt(x.Document, 10)
	}
	return s.editPage(c, http.StatusOK, x, form)
}

func (s *server) editPage(c *page.Context, status int, x consultation.Shown, page pages.Edit) error {
	page.Base, page.Back = below(c, x.Consultation, "Titel und Einführung")
	page.Action = path.To(path.EditConsultation, x.ID)
	return s.formPage(c, status, page)
}

// saveConsultation stores the form.
func (s *server) saveConsultation(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	form, in, again, err := s.read(c)
	if err != nil {
		return err
	}
	if again {
		return s.editPage(c, page.StatusOf(form.Problems), x, form)
	}
	err = s.Consulted.Edit(c.Ctx(), c.Viewer(), id, in)
	if p, status, ok := refusal(err); ok {
		form.Problems = p
		if status == http.StatusConflict {
			form.Revision = strconv.Itoa(x.Revision)
			form.Present = []templates.Fact{{Term: "Titel", Text: x.Title}, {Term: "Herausgebende Stelle", Text: x.Issuer},
				{Term: "Bereich", Text: x.Board.Name}, {Term: "Einführung", Text: x.Intro.Source}}
		}
		return s.editPage(c, status, x, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, form.Subject), "geaendert")
}
