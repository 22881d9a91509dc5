package thread

import (
	"fmt"
	"net/http"

	"kommunalforum/internal/privacy"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/moderation"
)

// showMentions lists the texts that may name somebody who left.
func (s *server) showMentions(c *page.Context) error {
	list, total, err := s.Privacy.Mentions(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Mentions{Base: c.Base("Namen ehemaliger Mitglieder", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"},
		templates.Crumb{Href: path.Moderation, Text: "Moderation"}, templates.Crumb{Text: "Namen ehemaliger Mitglieder"}), Total: total}
	page.NoIndex = true
	var inquiries []int64
	for _, m := range list {
		if m.Kind == privacy.Inquiry {
			inquiries = append(inquiries, m.Subject)
		}
	}
	numbers, err := s.Inquiries.Numbers(c.Ctx(), inquiries)
	if err != nil {
		return err
	}
	for _, m := range list {
		row := pages.Mention{Done: fmt.Sprintf("%s/%d", path.Mentions, m.ID), Board: m.Where, Found: m.FoundAt}
		switch m.Kind {
		case privacy.Post:
			row.Kind, row.Link = "Beitrag", templates.Link{Href: path.Post(m.Subject), Text: fmt.Sprintf("Beitrag %d", m.Subject)}
		case privacy.Article:
			row.Kind, row.Link = "Häufige Frage", templates.Link{Href: path.To(path.ArticlePage, m.Subject),
				Text: fmt.Sprintf("FAQ-Artikel %d", m.Subject)}
		case privacy.Document:
			row.Kind, row.Link = "Bibliothek", templates.Link{Href: path.To(path.DocumentPage, m.Subject),
				Text: fmt.Sprintf("Dokument %d", m.Subject)}
		case privacy.Reuse:
			row.Kind, row.Link = "Nachnutzungsregister", templates.Link{Href: path.To(path.RemoveReuse, m.Subject),
				Text: fmt.Sprintf("Eintrag %d", m.Subject)}
		case privacy.Consultation:
			row.Kind, row.Link = "Beteiligung", templates.Link{Href: path.To(path.ConsultationPage, m.Subject),
				Text: fmt.Sprintf("Beteiligung %d", m.Subject)}
		case privacy.Profile:
			row.Kind, row.Link = "Profil", templates.Link{Href: path.Member(m.Subject), Text: fmt.Sprintf("Profil %d", m.Subject)}
		case privacy.Inquiry:
			row.Kind, row.Link = "Frage an das Programmmanagement", templates.Link{Href: path.To(path.InquiryPage, numbers[m.Subject]),
				Text: numbers[m.Subject]}
		}
		page.List = append(page.List, row)
	}
	return c.Render(http.StatusOK, pages.MentionsPage(page))
}

// mentionDone takes a text from the list.
func (s *server) mentionDone(c *page.Context, id int64) error {
	return c.Decided(s.Privacy.WorkedOff(c.Ctx(), c.Viewer(), id), path.Mentions, "name-geprueft", page.Done{})
}
