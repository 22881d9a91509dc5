package library

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/library"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/library"
)

// newDocument shows the form for a document; the address may name its board.
func (s *server) newDocument(c *page.Context) error {
	return s.newPage(c, http.StatusOK, pages.Edit{Once: once.NewKey(), Board: c.Query("bereich"), Files: c.FilesOf(nil).Field})
}

func (s *server) newPage(c *page.Context, status int, page pages.Edit) error {
	if !library.CanKeepSomewhere(c.Viewer()) {
		return library.ErrNotKeeper
	}
	page.Base = c.Base("Dokument einstellen", templates.SectionLibrary, crumbs(templates.Crumb{Text: "Dokument einstellen"})...)
	page.Action, page.WithFiles, page.Back = path.NewDocument, true, templates.Link{Href: path.Library, Text: "Abbrechen"}
	return s.formPage(c, status, page)
}

// formPage renders the form with the boards whose documents the viewer keeps.
func (s *server) formPage(c *page.Context, status int, page pages.Edit) error {
	page.NoIndex = true
	boards, err := s.Library.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	choices, err := s.Library.Choices(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page.Issuers = choices.Issuers
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

// postDocument takes a document into the library.
func (s *server) postDocument(c *page.Context) error {
	form, in, again, err := s.read(c, true)
	if err != nil {
		return err
	}
	if again {
		return s.newPage(c, page.StatusOf(form.Problems), form)
	}
	id, err := s.Library.Add(c.Ctx(), c.Viewer(), in)
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.newPage(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.LibraryDocument(id, form.Subject), "dokument")
}

// read reads the form, and whether it is to be shown again before anything is stored: for
// its files, a preview, or what is wrong with it.
func (s *server) read(c *page.Context, withFiles bool) (form pages.Edit, in library.Input, again bool, err error) {
	form = pages.Edit{
		Once: c.OnceKey(), Revision: c.FormText("fassung"), Subject: c.FormText("titel"), Issuer: c.FormText("herausgeber"),
		Dated: c.FormText("datum"), Reference: c.FormText("fundstelle"), ValidFrom: c.FormText("gueltig_ab"),
		ValidUntil: c.FormText("gueltig_bis"), Link: c.FormText("quelle"), Text: c.Request.PostFormValue("text"), News: c.FormText("neuerung"),
		Board: c.FormText("bereich"), Services: c.FormText("leistungen"),
	}
	in = library.Input{Title: form.Subject, Issuer: form.Issuer, Dated: catalogue.Date(form.Dated), Reference: form.Reference,
		ValidFrom: catalogue.Date(form.ValidFrom), ValidUntil: catalogue.Date(form.ValidUntil), Link: form.Link, Text: form.Text, News: form.News,
		Once: form.Once, Confirm: c.Ticked("bestaetigung")}
	form.Confirm = in.Confirm
	if in.Revision, err = strconv.Atoi(form.Revision); err != nil {
		in.Revision = -1 // a form without its number is as good as an old one
	}
	if withFiles {
		files, err := c.Files()
		if err != nil {
			return form, in, false, err
		}
		form.Files, in.Files = files.Field, files.Chosen
		if c.ShowsDraft() || files.Stay {
			form.Problems = files.Problems
			return form, in, true, nil
		}
	}
	boards, err := s.Library.Boards(c.Ctx(), c.Viewer())
	if err != nil {
		return form, in, false, err
	}
	for _, b := range boards {
		if b.Slug == form.Board {
			in.Board = b.ID
		}
	}
	ids, wrong, err := s.Catalogue.TypedServices(c.Ctx(), form.Services, library.MaxServices)
	in.Services = ids
	if wrong != "" {
		form.Problems = append(form.Problems, templates.Problem{Field: "leistungen", Text: wrong})
	}
	if c.FormText("aktion") == "vorschau" {
		html, problems := view.Preview(c, form.Text)
		form.Preview, form.Problems = html, append(form.Problems, problems...)
		return form, in, true, err
	}
	return form, in, c.ShowsDraft() || len(form.Problems) > 0, err
}

// own loads a document that the viewer may change.
func (s *server) own(c *page.Context, id int64) (library.Document, error) {
	d, err := s.Library.Show(c.Ctx(), c.Viewer(), id)
	if err == nil && !d.CanKeep(c.Viewer()) {
		err = library.ErrNotKeeper
	}
	return d, err
}

// present fills the form with what the present version says.
func present(d library.Document) pages.Edit {
	v := d.Present()
	form := pages.Edit{Once: once.NewKey(), Revision: strconv.Itoa(d.Revision), Subject: v.Title, Issuer: v.Issuer, Dated: v.Dated.German(),
		Reference: v.Reference, ValidFrom: v.ValidFrom.German(), ValidUntil: v.ValidUntil.German(), Link: v.Link, Text: v.Source,
		Board: d.Board.Slug}
	for i, x := range d.Services {
		if i > 0 {
			form.Services += "; "
		}
		form.Services += strconv.FormatInt(x.ID, 10) + " " + x.Name
	}
	return form
}

// editDocument shows the form that corrects the present version.
func (s *server) editDocument(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	return s.editPage(c, http.StatusOK, d, present(d))
}

func (s *server) editPage(c *page.Context, status int, d library.Document, page pages.Edit) error {
	address := path.LibraryDocument(d.ID, d.Title)
	page.Base = c.Base("Angaben berichtigen", templates.SectionLibrary,
		crumbs(templates.Crumb{Href: address, Text: d.Title}, templates.Crumb{Text: "Angaben berichtigen"})...)
	page.Action, page.Back = path.To(path.EditDocument, d.ID), templates.Link{Href: address, Text: "Abbrechen"}
	return s.formPage(c, status, page)
}

// saveDocument stores the correction.
func (s *server) saveDocument(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	form, in, again, err := s.read(c, false)
	if err != nil {
		return err
	}
	if again {
		return s.editPage(c, page.StatusOf(form.Problems), d, form)
	}
	err = s.Library.Edit(c.Ctx(), c.Viewer(), id, in)
	return s.saved(c, err, d, form, s.editPage)
}

// saved answers a form that changed a document: both states where somebody was faster,
// the form with its problems, or the document.
func (s *server) saved(c *page.Context, err error, d library.Document, form pages.Edit,
	again func(*page.Context, int, library.Document, pages.Edit) error) error {
	if fault.Is(err, fault.Conflict) {
		form.Revision = strconv.Itoa(d.Revision)
		form.Present = append(append([]templates.Fact{{Term: "Titel", Text: d.Title}}, versionFacts(d.Present())...),
			templates.Fact{Term: "Beschreibung", Text: d.Present().Source})
		return again(c, http.StatusConflict, d, form)
	}
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return again(c, http.StatusUnprocessableEntity, d, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.LibraryDocument(d.ID, form.Subject), "geaendert")
}

// newVersion shows the form for a further version.
func (s *server) newVersion(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	form := present(d)
	form.Files = c.FilesOf(nil).Field
	return s.versionPage(c, http.StatusOK, d, form)
}

func (s *server) versionPage(c *page.Context, status int, d library.Document, page pages.Edit) error {
	address := path.LibraryDocument(d.ID, d.Title)
	page.Base = c.Base("Neue Fassung", templates.SectionLibrary,
		crumbs(templates.Crumb{Href: address, Text: d.Title}, templates.Crumb{Text: "Neue Fassung"})...)
	page.Action, page.Back = path.To(path.RenewDocument, d.ID), templates.Link{Href: address, Text: "Abbrechen"}
	page.WithFiles, page.Renews = true, true
	return s.formPage(c, status, page)
}

// postVersion makes a further version.
func (s *server) postVersion(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	form, in, again, err := s.read(c, true)
	if err != nil {
		return err
	}
	if again {
		return s.versionPage(c, page.StatusOf(form.Problems), d, form)
	}
	return s.saved(c, s.Library.Renew(c.Ctx(), c.Viewer(), id, in), d, form, s.versionPage)
}

// askEnd asks why a document no longer holds.
func (s *server) askEnd(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	return s.endPage(c, d, pages.End{})
}

func (s *server) endPage(c *page.Context, d library.Document, page pages.End) error {
	address := path.LibraryDocument(d.ID, d.Title)
	page.Base = c.Base("Dokument gilt nicht mehr", templates.SectionLibrary,
		crumbs(templates.Crumb{Href: address, Text: d.Title}, templates.Crumb{Text: "Gilt nicht mehr"})...)
	page.NoIndex = true
	page.Action, page.Back = path.To(path.EndDocument, d.ID), templates.Link{Href: address, Text: "Abbrechen"}
	page.States = []templates.Option{
		{Value: string(library.Replaced), Text: "Es wurde ersetzt", Hint: "Ein neueres Dokument tritt an seine Stelle."},
		{Value: string(library.Withdrawn), Text: "Es wurde zurückgezogen", Hint: "Es gilt nicht mehr, und nichts tritt an seine Stelle."},
	}
	return c.RenderForm(page.Problems, pages.EndPage(page))
}

// endDocument says that a document no longer holds.
func (s *server) endDocument(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	form := pages.End{State: c.FormText("zustand"), Reason: c.FormText("grund"), Successor: c.FormText("nachfolger")}
	successor, err := strconv.ParseInt(form.Successor, 10, 64)
	if form.Successor != "" && (err != nil || successor < 1) {
		successor = -1 // no document has it
	}
	err = s.Library.End(c.Ctx(), c.Viewer(), id, library.State(form.State), successor, form.Reason)
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.endPage(c, d, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.LibraryDocument(id, d.Title), "dokument-beendet")
}

// restoreDocument lets a document hold again.
func (s *server) restoreDocument(c *page.Context, id int64) error {
	d, err := s.own(c, id)
	if err != nil {
		return err
	}
	if err := s.Library.Restore(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	return c.Announce(path.LibraryDocument(id, d.Title), "dokument-gilt")
}
