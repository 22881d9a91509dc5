package web

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/usecase"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// newEscalation shows the form that puts a thread to programme management,
// filled with its question.
func (s *server) newEscalation(c *gin.Context) error {
	id, e, err := s.escalation(c)
	if err != nil {
		return err
	}
	page := pages.Ask{Once: newOnce(), Subject: e.Input.Title, Text: e.Input.Text}
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		services, err := catalogue.ServicesTx(tx, e.Input.Services)
		page.Services = typedOf(services)
		return err
	})
	if err != nil {
		return err
	}
	return s.escalationForm(c, http.StatusOK, id, e, page)
}

func (s *server) escalation(c *gin.Context) (int64, usecase.Escalation, error) {
	id, err := pathID(c, "id")
	if err != nil {
		return 0, usecase.Escalation{}, err
	}
	e, err := s.Acts.PrepareEscalation(ctx(c), s.viewer(c), id)
	return id, e, err
}

func (s *server) escalationForm(c *gin.Context, status int, id int64, e usecase.Escalation, page pages.Ask) error {
	page.Base = s.base(c, "An das Programmmanagement weitergeben", templates.SectionInquiries,
		boardCrumbs(e.Board, templates.Crumb{Href: threadPath(id, e.Input.Title), Text: e.Input.Title}, templates.Crumb{Text: "Weitergeben"})...)
	page.NoIndex, page.Back = true, threadPath(id, e.Input.Title)
	page.Action = fmt.Sprintf("/thema/%d/an-das-programmmanagement", id)
	page.TwinsHref = inquiryTwinsPath
	page.Thread = templates.Link{Href: page.Back, Text: e.Input.Title}
	page.Board, page.Asker = e.Board.Slug, organisationLine(e.Asker.Organisation)
	if len(page.Twins.Notes) == 0 {
		if err := s.inquiryTwins(c, &page); err != nil {
			return err
		}
		page.Twins.Stopped = false // shown with the form, nothing was sent yet
	}
	return s.render(c, status, pages.AskPage(page))
}

// postEscalation puts the thread to programme management.
func (s *server) postEscalation(c *gin.Context) error {
	id, e, err := s.escalation(c)
	if err != nil {
		return err
	}
	page, in, err := s.readInquiry(c)
	if err != nil {
		return err
	}
	in.Board = e.Board.ID
	page.Problems = slices.DeleteFunc(page.Problems, func(p templates.Problem) bool { return p.Field == "themenfeld" })
	if again, err := s.previewInquiry(c, &page, in); again || err != nil {
		if err != nil {
			return err
		}
		return s.escalationForm(c, statusOf(page.Problems), id, e, page)
	}
	entry, err := s.Inquiries.Prepare(ctx(c), in)
	number := ""
	if err == nil {
		number, err = s.Acts.Escalate(ctx(c), s.viewer(c), id, entry)
	}
	if p, ok := problems(err); ok {
		page.Problems, page.Once = p, keyAfter(err, page.Once)
		return s.escalationForm(c, http.StatusUnprocessableEntity, id, e, page)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(inquiryPath(number), "frage-weitergegeben"))
}
