package consultation

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// newSections shows the form into which a whole draft is pasted.
func (s *server) newSections(c *page.Context, id int64) error {
	x, err := s.ownDraft(c, id)
	if err != nil {
		return err
	}
	return s.cutPage(c, http.StatusOK, x, pages.Cut{Once: once.NewKey()})
}

func (s *server) cutPage(c *page.Context, status int, x consultation.Shown, page pages.Cut) (err error) {
	page.Base, page.Back = below(c, x.Consultation, "Ganzen Text einlesen")
	page.Action = path.To(path.CutConsultation, x.ID)
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	return c.Render(status, pages.CutPage(page))
}

// postSections shows how a text is cut, or adds the sections.
func (s *server) postSections(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	form := pages.Cut{Once: c.OnceKey(), Text: c.Request.PostFormValue("text")}
	if c.ShowsDraft() {
		return s.cutPage(c, http.StatusOK, x, form)
	}
	list, err := consultation.Cut(form.Text)
	if err == nil && c.FormText("aktion") != "senden" {
		form.Problems = cutProblems(c, x, list)
		return s.dividedPage(c, page.StatusOf(form.Problems), x, form, list)
	}
	if err == nil {
		err = s.Consulted.AddSections(c.Ctx(), c.Viewer(), id, list, form.Once)
	}
	if p, status, ok := refusal(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.dividedPage(c, status, x, form, list)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, x.Title), "abschnitte")
}

// dividedPage shows the form with the sections as they would be added.
func (s *server) dividedPage(c *page.Context, status int, x consultation.Shown, page pages.Cut, list []consultation.SectionInput) error {
	if len(list) <= consultation.MaxSections {
		for i, in := range list {
			html, _ := view.Preview(c, in.Text)
			page.Sections = append(page.Sections, pages.CutSection{Number: len(x.Sections) + i + 1, Heading: in.Heading, Body: html})
		}
	}
	return s.cutPage(c, status, x, page)
}

// cutProblems says what stands against adding the sections.
func cutProblems(c *page.Context, x consultation.Shown, list []consultation.SectionInput) templates.Problems {
	problems, _ := page.Problems(consultation.CheckSections(c.Ctx(), list))
	if n := len(x.Sections) + len(list); n > consultation.MaxSections && len(list) <= consultation.MaxSections {
		problems = append(problems, templates.Problem{Field: "text", Text: "Mit diesen wären es " + strconv.Itoa(n) +
			" Abschnitte. Möglich sind höchstens " + strconv.Itoa(consultation.MaxSections) + "."})
	}
	return problems
}

// newSection shows the form for a section.
func (s *server) newSection(c *page.Context, id int64) error {
	x, err := s.ownDraft(c, id)
	if err != nil {
		return err
	}
	return s.sectionPage(c, http.StatusOK, x, 0, pages.Section{Once: once.NewKey()})
}

func (s *server) sectionPage(c *page.Context, status int, x consultation.Shown, section int64, page pages.Section) (err error) {
	title, action := "Abschnitt hinzufügen", path.To(path.NewSection, x.ID)
	if section != 0 {
		title, action = "Abschnitt bearbeiten", path.To(path.EditSection, x.ID, section)
		if page.Corrects = x.State != consultation.Draft; page.Corrects {
			title = "Abschnitt berichtigen"
		}
	}
	page.Base, page.Back = below(c, x.Consultation, title)
	page.Action = action
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	return c.Render(status, pages.SectionPage(page))
}

// readSection reads the form of a section.
func readSection(c *page.Context) (pages.Section, consultation.SectionInput) {
	form := pages.Section{Once: c.OnceKey(), Revision: c.FormText("fassung"), Subject: c.FormText("titel"),
		Text: c.Request.PostFormValue("text"), Reason: c.FormText("grund")}
	if c.FormText("aktion") == "vorschau" {
		form.Preview, form.Problems = view.Preview(c, form.Text)
	}
	return form, consultation.SectionInput{Heading: form.Subject, Text: form.Text}
}

// postSection adds a section.
func (s *server) postSection(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	form, in := readSection(c)
	if c.ShowsDraft() || c.FormText("aktion") == "vorschau" {
		return s.sectionPage(c, page.StatusOf(form.Problems), x, 0, form)
	}
	err = s.Consulted.AddSection(c.Ctx(), c.Viewer(), id, in, form.Once)
	if p, status, ok := refusal(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.sectionPage(c, status, x, 0, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, x.Title), "abschnitte")
}

// ownSection loads a section of a consultation that the viewer may prepare.
func (s *server) ownSection(c *page.Context, id int64) (consultation.Shown, consultation.Section, error) {
	x, err := s.own(c, id)
	if err != nil {
		return x, consultation.Section{}, err
	}
	number, err := c.ID("abschnitt")
	if err != nil {
		return x, consultation.Section{}, err
	}
	for _, section := range x.Sections {
		if section.ID == number {
			return x, section, nil
		}
	}
	return x, consultation.Section{}, fault.Missing()
}

// editSection shows the form with what a section says.
func (s *server) editSection(c *page.Context, id int64) error {
	x, section, err := s.ownSection(c, id)
	if err != nil {
		return err
	}
	return s.sectionPage(c, http.StatusOK, x, section.ID, pages.Section{Once: once.NewKey(), Revision: strconv.Itoa(x.Revision),
		Subject: section.Heading, Text: section.Text.Source})
}

// saveSection changes a section of a draft, or corrects one that is open.
func (s *server) saveSection(c *page.Context, id int64) error {
	x, section, err := s.ownSection(c, id)
	if err != nil {
		return err
	}
	form, in := readSection(c)
	if c.ShowsDraft() || c.FormText("aktion") == "vorschau" {
		return s.sectionPage(c, page.StatusOf(form.Problems), x, section.ID, form)
	}
	if x.State == consultation.Draft {
		err = s.Consulted.EditSection(c.Ctx(), c.Viewer(), id, section.ID, revision(c), in)
	} else {
		err = s.Consulted.Correct(c.Ctx(), c.Viewer(), id, section.ID, revision(c), in, form.Reason)
	}
	if p, status, ok := refusal(err); ok {
		form.Problems = p
		if status == http.StatusConflict {
			form.Revision = strconv.Itoa(x.Revision)
			form.Present = []templates.Fact{{Term: "Überschrift", Text: section.Heading}, {Term: "Text", Text: section.Text.Source}}
		}
		return s.sectionPage(c, status, x, section.ID, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, x.Title)+"#abschnitt-"+strconv.Itoa(section.Number), "geaendert")
}

// moveSection moves a section up or down.
func (s *server) moveSection(c *page.Context, id int64) error {
	x, section, err := s.ownSection(c, id)
	if err != nil {
		return err
	}
	place := int(c.FormNumber("platz"))
	if err := s.Consulted.MoveSection(c.Ctx(), c.Viewer(), id, section.ID, revision(c), place); err != nil {
		return err
	}
	return c.SeeOther(path.Consultation(id, x.Title) + "#abschnitt-" + strconv.Itoa(place))
}

// askRemoveSection asks once more before a section is removed.
func (s *server) askRemoveSection(c *page.Context, id int64) error {
	x, section, err := s.ownSection(c, id)
	if err == nil && x.State != consultation.Draft {
		err = consultation.ErrNoDraft
	}
	if err != nil {
		return err
	}
	return s.removePage(c, http.StatusOK, x, section, nil)
}

func (s *server) removePage(c *page.Context, status int, x consultation.Shown, section consultation.Section, wrong templates.Problems) error {
	out := pages.Act{Action: path.To(path.RemoveSection, x.ID, section.ID), Revision: strconv.Itoa(x.Revision), NoReason: true,
		Text: "„" + section.Heading + "“ wird mit seinem Text gelöscht. Die Abschnitte danach rücken auf.", Send: "Abschnitt entfernen",
		Problems: wrong}
	out.Base, out.Back = below(c, x.Consultation, "Abschnitt entfernen")
	return c.Render(status, pages.ActPage(out))
}

// removeSection removes it.
func (s *server) removeSection(c *page.Context, id int64) error {
	x, err := s.own(c, id)
	if err != nil {
		return err
	}
	address := path.Consultation(id, x.Title)
	_, section, err := s.ownSection(c, id)
	if err == nil {
		err = s.Consulted.RemoveSection(c.Ctx(), c.Viewer(), id, section.ID, revision(c))
	}
	if p, status, ok := refusal(err); ok {
		return s.removePage(c, status, x, section, p)
	}
	return c.Removed(err, address, "abschnitt-entfernt")
}
