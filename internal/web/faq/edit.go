package faq

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/diff"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/faq"
)

// takeIntoFAQ begins a draft from a post and leads to its form.
func (s *server) takeIntoFAQ(c *page.Context, id int64) error {
	article, err := s.Acts.TakeIntoFAQ(c.Ctx(), c.Viewer(), id, c.OnceKey())
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.EditArticle, article), "faq-uebernommen")
}

// newArticle shows the form for an article; the address may name its board.
func (s *server) newArticle(c *page.Context) error {
	return s.newArticlePage(c, http.StatusOK, pages.Edit{Once: once.NewKey(), Board: c.Query("bereich"), Files: c.FilesOf(nil).Field})
}

func (s *server) newArticlePage(c *page.Context, status int, page pages.Edit) error {
	page.Base = c.Base("FAQ-Artikel schreiben", templates.SectionFAQ, faqCrumbs(templates.Crumb{Text: "Artikel schreiben"})...)
	page.Heading, page.Action, page.Draft = "FAQ-Artikel schreiben", path.NewArticle, true
	page.Back = templates.Link{Href: path.FAQ, Text: "Abbrechen"}
	if !c.Viewer().EditsSomewhere() {
		return faq.ErrCannotWrite
	}
	return s.articleForm(c, status, page)
}

// articleForm renders the form with the boards that the viewer writes for.
func (s *server) articleForm(c *page.Context, status int, page pages.Edit) error {
	page.NoIndex, page.Earliest = true, tomorrow(c)
	boards, err := s.FAQ.Boards(c.Ctx(), c.Viewer())
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

// tomorrow is the first day on which an article can be due for review.
func tomorrow(c *page.Context) string { return string(catalogue.DateOf(c.Now()).AddDays(1)) }

// postArticle begins a draft.
func (s *server) postArticle(c *page.Context) error {
	form, in, again, err := s.readArticle(c)
	if err != nil {
		return err
	}
	if again {
		return s.newArticlePage(c, page.StatusOf(form.Problems), form)
	}
	id, err := s.FAQ.Draft(c.Ctx(), c.Viewer(), in)
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.newArticlePage(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return afterSaving(c, id, form.Question, "faq-entwurf")
}

// releaseArticle is the button „Speichern und weiter zur Freigabe".
const releaseArticle = "freigeben"

// afterSaving leads on to the release if the editor asked for it.
func afterSaving(c *page.Context, id int64, title, notice string) error {
	if c.FormText("aktion") == releaseArticle {
		return c.SeeOther(path.To(path.PublishArticle, id))
	}
	return c.Announce(path.Article(id, title), notice)
}

// readArticle reads the form. What cannot be resolved is a problem on the page.
// had are the files of the article that is changed.
func (s *server) readArticle(c *page.Context, had ...attachment.File) (form pages.Edit, in faq.Input, again bool, err error) {
	form = pages.Edit{
		Once:     c.OnceKey(),
		Revision: c.FormText("fassung"),
		Question: c.FormText("titel"),
		Short:    c.FormText("kurzantwort"),
		Text:     c.Request.PostFormValue("text"),
		Board:    c.FormText("bereich"),
		Services: c.FormText("leistungen"),
		Scope:    c.FormText("geltung"),
		AsOf:     c.FormText("stand"),
		ReviewOn: c.FormText("pruefung"),
	}
	in = faq.Input{Once: form.Once, Ready: c.FormText("aktion") == releaseArticle,
		Title: form.Question, Short: form.Short, Text: form.Text, Scope: form.Scope,
		AsOf: catalogue.Date(form.AsOf), ReviewOn: catalogue.Date(form.ReviewOn)}
	files, err := c.Files(had...)
	if err != nil {
		return form, in, false, err
	}
	form.Files, in.Files = files.Field, files.Chosen
	if c.ShowsDraft() || files.Stay {
		form.Problems = files.Problems
		return form, in, true, nil
	}
	boards, err := s.FAQ.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return form, in, false, err
	}
	for _, b := range boards {
		if b.Slug == form.Board {
			in.Board = b.ID
		}
	}
	ids, wrong, err := s.Catalogue.TypedServices(c.Ctx(), form.Services, forum.MaxServices)
	if wrong != "" {
		form.Problems = append(form.Problems, templates.Problem{Field: "leistungen", Text: wrong})
	}
	in.Services = ids
	return form, in, s.previewArticle(c, &form, in), err
}

// previewArticle reports whether the form is to be shown again before anything
// is stored: for a preview, or with all that is wrong with it.
func (s *server) previewArticle(c *page.Context, form *pages.Edit, in faq.Input) (again bool) {
	asked := c.FormText("aktion") == "vorschau"
	switch {
	case asked:
		html, wrong := view.Preview(c, form.Text)
		form.Preview, form.Problems = html, append(form.Problems, wrong...)
	case len(form.Problems) > 0:
		ready := faq.Prepare(c.Ctx(), in)
		wrong, _ := page.Problems(ready.Err())
		form.Problems = append(wrong, form.Problems...)
	}
	return asked || len(form.Problems) > 0
}

// editArticle shows the form with the present text.
func (s *server) editArticle(c *page.Context) error {
	a, err := s.ownArticle(c)
	if err != nil {
		return err
	}
	page := pages.Edit{
		Once:     once.NewKey(),
		Revision: strconv.Itoa(a.Revision),
		Question: a.Title,
		Short:    a.Short,
		Text:     a.Source,
		Board:    a.Board.Slug,
		Scope:    a.Scope,
		AsOf:     a.AsOf.German(),
		ReviewOn: a.ReviewOn.German(),
		Files:    c.FilesOf(a.Files).Field,
	}
	for i, x := range a.Services {
		if i > 0 {
			page.Services += "; "
		}
		page.Services += strconv.FormatInt(x.ID, 10) + " " + x.Name
	}
	return s.editArticlePage(c, http.StatusOK, a, page)
}

// ownArticle loads the article of the address, if the viewer may edit it.
func (s *server) ownArticle(c *page.Context) (faq.Article, error) {
	id, err := c.ID("id")
	if err != nil {
		return faq.Article{}, err
	}
	a, err := s.FAQ.Show(c.Ctx(), c.Viewer(), id)
	if err == nil && !a.CanEdit(c.Viewer()) {
		err = faq.ErrNotEditor
	}
	return a.Article, err
}

func (s *server) editArticlePage(c *page.Context, status int, a faq.Article, page pages.Edit) error {
	page.Base = c.Base("FAQ-Artikel bearbeiten", templates.SectionFAQ,
		faqCrumbs(templates.Crumb{Href: path.Article(a.ID, a.Title), Text: a.Title}, templates.Crumb{Text: "Bearbeiten"})...)
	page.Heading, page.Action, page.Draft = "FAQ-Artikel bearbeiten", path.To(path.EditArticle, a.ID), a.State == faq.Draft
	page.Back = templates.Link{Href: path.Article(a.ID, a.Title), Text: "Abbrechen"}
	return s.articleForm(c, status, page)
}

// saveArticle stores the change. If somebody was faster, the form comes back
// with both texts, and saving again then replaces the one that was shown.
func (s *server) saveArticle(c *page.Context) error {
	a, err := s.ownArticle(c)
	if err != nil {
		return err
	}
	form, in, again, err := s.readArticle(c, a.Files...)
	if err != nil {
		return err
	}
	if again {
		return s.editArticlePage(c, page.StatusOf(form.Problems), a, form)
	}
	if in.Revision, err = strconv.Atoi(form.Revision); err != nil {
		in.Revision = -1 // a form without its number is as good as an old one
	}
	err = s.FAQ.Save(c.Ctx(), c.Viewer(), a.ID, in)
	if fault.Is(err, fault.Conflict) {
		form.Revision = strconv.Itoa(a.Revision)
		form.Present = &pages.Present{By: a.By.Name + ", " + a.By.Organisation.Name, Title: a.Title, Short: a.Short, Text: a.Source,
			Files: page.FileNames(a.Files), Changes: view.Diff(diff.Lines(a.Source, form.Text))}
		return s.editArticlePage(c, http.StatusConflict, a, form)
	}
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.editArticlePage(c, http.StatusUnprocessableEntity, a, form)
	}
	if err != nil {
		return err
	}
	return afterSaving(c, a.ID, form.Question, "geaendert")
}
