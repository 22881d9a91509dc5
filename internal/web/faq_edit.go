package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/diff"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/faq"
)

// takeIntoFAQ begins a draft from a post and leads to its form.
func (s *server) takeIntoFAQ(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	article, err := s.Acts.TakeIntoFAQ(ctx(c), s.viewer(c), id, onceOf(c))
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(articleActPath(article)+"/bearbeiten", "faq-uebernommen"))
}

// newArticle shows the form for an article; the address may name its Themenfeld.
func (s *server) newArticle(c *gin.Context) error {
	return s.newArticlePage(c, http.StatusOK, pages.Edit{Once: newOnce(), Board: c.Query("bereich")})
}

func (s *server) newArticlePage(c *gin.Context, status int, page pages.Edit) error {
	page.Base = s.base(c, "FAQ-Artikel schreiben", templates.SectionFAQ, faqCrumbs(templates.Crumb{Text: "Artikel schreiben"})...)
	page.Heading, page.Action, page.Draft = "FAQ-Artikel schreiben", "/faq/neu", true
	page.Back = templates.Link{Href: "/faq", Text: "Abbrechen"}
	if !s.viewer(c).EditsSomewhere() {
		return fault.Forbid("FAQ-Artikel schreiben die FAQ-Redaktion und die Moderation der Themenfelder.")
	}
	return s.articleForm(c, status, page)
}

// articleForm renders the form with the boards that the viewer writes for.
func (s *server) articleForm(c *gin.Context, status int, page pages.Edit) error {
	page.NoIndex = true
	boards, err := s.FAQ.Boards(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	if len(boards) > 1 {
		page.Boards = []templates.Option{{Text: "Bitte wählen"}}
	}
	for _, b := range boards {
		page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name + " – " + b.Audience.German(), Group: boardGroup(b)})
	}
	return s.render(c, status, pages.EditPage(page))
}

// postArticle begins a draft.
func (s *server) postArticle(c *gin.Context) error {
	page, in, err := s.readArticle(c)
	if err != nil {
		return err
	}
	page.Once, in.Once = onceOf(c), onceOf(c)
	if done, status := s.previewArticle(c, &page, in); done {
		return s.newArticlePage(c, status, page)
	}
	id, err := s.FAQ.Draft(ctx(c), s.viewer(c), in)
	if p, ok := problems(err); ok {
		page.Problems, page.Once = p, keyAfter(err, page.Once)
		return s.newArticlePage(c, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return afterSaving(c, id, page.Question, "faq-entwurf")
}

// releaseArticle is the button „Speichern und weiter zur Freigabe".
const releaseArticle = "freigeben"

// afterSaving leads on to the release if the editor asked for it.
func afterSaving(c *gin.Context, id int64, title, notice string) error {
	if formText(c, "aktion") == releaseArticle {
		return seeOther(c, articleActPath(id)+"/veroeffentlichen")
	}
	return seeOther(c, withNotice(articlePath(id, title), notice))
}

// readArticle reads the form. What cannot be resolved is a problem on the page.
func (s *server) readArticle(c *gin.Context) (page pages.Edit, in faq.Input, err error) {
	page = pages.Edit{
		Revision: formText(c, "fassung"),
		Question: formText(c, "titel"),
		Short:    formText(c, "kurzantwort"),
		Text:     c.Request.PostFormValue("text"),
		Board:    formText(c, "bereich"),
		Services: formText(c, "leistungen"),
		Scope:    formText(c, "geltung"),
		AsOf:     formText(c, "stand"),
		ReviewOn: formText(c, "pruefung"),
	}
	in = faq.Input{Ready: formText(c, "aktion") == releaseArticle, Title: page.Question, Short: page.Short, Text: page.Text, Scope: page.Scope,
		AsOf: catalogue.Date(page.AsOf), ReviewOn: catalogue.Date(page.ReviewOn)}
	boards, err := s.FAQ.Boards(ctx(c), s.viewer(c))
	if err != nil {
		return page, in, err
	}
	for _, b := range boards {
		if b.Slug == page.Board {
			in.Board = b.ID
		}
	}
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		ids, wrong, err := typedServices(tx, page.Services)
		if wrong != "" {
			page.Problems = append(page.Problems, templates.Problem{Field: "leistungen", Text: wrong})
		}
		in.Services = ids
		return err
	})
	return page, in, err
}

// previewArticle reports whether the form is to be shown again before anything
// is stored: for a preview, or with all that is wrong with it.
func (s *server) previewArticle(c *gin.Context, page *pages.Edit, in faq.Input) (done bool, status int) {
	asked := formText(c, "aktion") == "vorschau"
	switch {
	case asked:
		html, wrong := preview(c, page.Text)
		page.Preview, page.Problems = html, append(page.Problems, wrong...)
	case len(page.Problems) > 0:
		ready := faq.Prepare(ctx(c), in)
		wrong, _ := problems(ready.Err())
		page.Problems = append(wrong, page.Problems...)
	}
	return asked || len(page.Problems) > 0, statusOf(page.Problems)
}

// editArticle shows the form with the present text.
func (s *server) editArticle(c *gin.Context) error {
	a, err := s.ownArticle(c)
	if err != nil {
		return err
	}
	page := pages.Edit{
		Revision: strconv.Itoa(a.Revision),
		Question: a.Title,
		Short:    a.Short,
		Text:     a.Source,
		Board:    a.Board.Slug,
		Scope:    a.Scope,
		AsOf:     a.AsOf.German(),
		ReviewOn: a.ReviewOn.German(),
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
func (s *server) ownArticle(c *gin.Context) (faq.Article, error) {
	id, err := pathID(c, "id")
	if err != nil {
		return faq.Article{}, err
	}
	a, err := s.FAQ.Show(ctx(c), s.viewer(c), id)
	if err == nil && !a.CanEdit(s.viewer(c)) {
		err = fault.Forbid("Das kann nur die FAQ-Redaktion oder die Moderation des Themenfelds.")
	}
	return a.Article, err
}

func (s *server) editArticlePage(c *gin.Context, status int, a faq.Article, page pages.Edit) error {
	page.Base = s.base(c, "FAQ-Artikel bearbeiten", templates.SectionFAQ,
		faqCrumbs(templates.Crumb{Href: articlePath(a.ID, a.Title), Text: a.Title}, templates.Crumb{Text: "Bearbeiten"})...)
	page.Heading, page.Action, page.Draft = "FAQ-Artikel bearbeiten", articleActPath(a.ID)+"/bearbeiten", a.State == faq.Draft
	page.Back = templates.Link{Href: articlePath(a.ID, a.Title), Text: "Abbrechen"}
	return s.articleForm(c, status, page)
}

// saveArticle stores the change. If somebody was faster, the form comes back
// with both texts, and saving again then replaces the one that was shown.
func (s *server) saveArticle(c *gin.Context) error {
	a, err := s.ownArticle(c)
	if err != nil {
		return err
	}
	page, in, err := s.readArticle(c)
	if err != nil {
		return err
	}
	if done, status := s.previewArticle(c, &page, in); done {
		return s.editArticlePage(c, status, a, page)
	}
	if in.Revision, err = strconv.Atoi(page.Revision); err != nil {
		in.Revision = -1 // a form without its number is as good as an old one
	}
	err = s.FAQ.Save(ctx(c), s.viewer(c), a.ID, in)
	if fault.Is(err, fault.Conflict) {
		page.Revision = strconv.Itoa(a.Revision)
		page.Present = &pages.Present{By: a.By.Name + ", " + a.By.Organisation.Name, Title: a.Title, Short: a.Short, Text: a.Source,
			Changes: diffOf(diff.Lines(a.Source, page.Text))}
		return s.editArticlePage(c, http.StatusConflict, a, page)
	}
	if p, ok := problems(err); ok {
		page.Problems = p
		return s.editArticlePage(c, http.StatusUnprocessableEntity, a, page)
	}
	if err != nil {
		return err
	}
	return afterSaving(c, a.ID, page.Question, "geaendert")
}
