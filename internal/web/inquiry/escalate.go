package inquiry

import (
	"net/http"
	"slices"

	"kommunalforum/internal/once"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// newEscalation shows the form that puts a thread to programme management,
// filled with its question. If it lies there already, it leads to the inquiry, where
// the viewer may see that.
func (s *server) newEscalation(c *page.Context) error {
	id, e, err := s.escalation(c)
	if err != nil {
		return err
	}
	status, err := s.Inquiries.ThreadStatus(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if earlier, ok := status.PassedOn(); ok {
		return c.Announce(path.Inquiry(earlier.Number), "frage-liegt-vor")
	}
	services, err := s.Catalogue.ServicesByID(c.Ctx(), e.Input.Services)
	if err != nil {
		return err
	}
	page := pages.Ask{Once: once.NewKey(), Subject: e.Input.Title, Text: e.Input.Text, Services: view.TypedServices(services),
		Files: c.FilesOf(nil).Field}
	return s.escalationForm(c, http.StatusOK, id, e, page)
}

func (s *server) escalation(c *page.Context) (int64, usecase.Escalation, error) {
	id, err := c.ID("id")
	if err != nil {
		return 0, usecase.Escalation{}, err
	}
	e, err := s.Acts.PrepareEscalation(c.Ctx(), c.Viewer(), id)
	return id, e, err
}

func (s *server) escalationForm(c *page.Context, status int, id int64, e usecase.Escalation, page pages.Ask) (err error) {
	page.Base = c.Base("An das Programmmanagement weitergeben", templates.SectionInquiries,
		view.BoardCrumbs(e.Board, templates.Crumb{Href: path.Thread(id, e.Input.Title), Text: e.Input.Title},
			templates.Crumb{Text: "Weitergeben"})...)
	page.NoIndex, page.Back = true, path.Thread(id, e.Input.Title)
	page.Action = path.To(path.Escalate, id)
	page.TwinsHref = path.InquiryTwins
	page.Thread = templates.Link{Href: page.Back, Text: e.Input.Title}
	page.Board, page.Asker = e.Board.Slug, view.OrganisationLine(e.Asker)
	if e.Supporters.Organisations > 1 {
		page.Supporters = view.Supporters(e.Supporters)
	}
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	if len(page.Twins.Notes) == 0 {
		if err := s.inquiryTwins(c, &page); err != nil {
			return err
		}
		page.Twins.Stopped = false // shown with the form, nothing was sent yet
	}
	return c.Render(status, pages.AskPage(page))
}

// postEscalation puts the thread to programme management.
func (s *server) postEscalation(c *page.Context) error {
	id, e, err := s.escalation(c)
	if err != nil {
		return err
	}
	form, in, stay, err := s.readInquiry(c)
	if err != nil {
		return err
	}
	in.Board = e.Board.ID
	form.Problems = slices.DeleteFunc(form.Problems, func(p templates.Problem) bool { return p.Field == "themenfeld" })
	if stay {
		return s.escalationForm(c, page.StatusOf(form.Problems), id, e, form)
	}
	if again, err := s.previewInquiry(c, &form, in); again || err != nil {
		if err != nil {
			return err
		}
		return s.escalationForm(c, page.StatusOf(form.Problems), id, e, form)
	}
	entry, err := s.Inquiries.Prepare(c.Ctx(), in)
	number := ""
	if err == nil {
		number, err = s.Acts.Escalate(c.Ctx(), c.Viewer(), id, entry)
	}
	if p, ok := page.Problems(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		return s.escalationForm(c, http.StatusUnprocessableEntity, id, e, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Inquiry(number), "frage-weitergegeben")
}
