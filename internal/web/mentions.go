package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/privacy"
	"kommunalforum/templates"
	pages "kommunalforum/templates/moderation"
)

const mentionsPath = moderationPath + "/namen"

// showMentions lists the texts that may name somebody who left.
func (s *server) showMentions(c *gin.Context) error {
	list, total, err := s.Privacy.Mentions(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Mentions{Base: s.base(c, "Namen ehemaliger Mitglieder", templates.SectionNone, templates.Crumb{Href: "/", Text: "Start"},
		templates.Crumb{Href: moderationPath, Text: "Moderation"}, templates.Crumb{Text: "Namen ehemaliger Mitglieder"}), Total: total}
	page.NoIndex = true
	var inquiries []int64
	for _, m := range list {
		if m.Kind == privacy.Inquiry {
			inquiries = append(inquiries, m.Subject)
		}
	}
	var numbers map[int64]string
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		numbers, err = inquiry.NumbersOfTx(tx, inquiries)
		return err
	})
	if err != nil {
		return err
	}
	for _, m := range list {
		row := pages.Mention{Done: fmt.Sprintf("%s/%d", mentionsPath, m.ID), Board: m.Where, Found: m.FoundAt}
		switch m.Kind {
		case privacy.Post:
			row.Kind, row.Link = "Beitrag", templates.Link{Href: postPath(m.Subject), Text: fmt.Sprintf("Beitrag %d", m.Subject)}
		case privacy.Article:
			row.Kind, row.Link = "Häufige Frage", templates.Link{Href: fmt.Sprintf("/faq/%d", m.Subject), Text: fmt.Sprintf("FAQ-Artikel %d", m.Subject)}
		case privacy.Profile:
			row.Kind, row.Link = "Profil", templates.Link{Href: memberPath(m.Subject), Text: fmt.Sprintf("Profil %d", m.Subject)}
		case privacy.Inquiry:
			row.Kind, row.Link = "Frage an das Programmmanagement", templates.Link{Href: inquiriesPath + "/" + numbers[m.Subject], Text: numbers[m.Subject]}
		}
		page.List = append(page.List, row)
	}
	return s.render(c, http.StatusOK, pages.MentionsPage(page))
}

// mentionDone takes a text from the list.
func (s *server) mentionDone(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Privacy.WorkedOff(ctx(c), s.viewer(c), id); err != nil {
		return err
	}
	return seeOther(c, withNotice(mentionsPath, "name-geprueft"))
}
