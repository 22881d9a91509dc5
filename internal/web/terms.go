package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/templates"
	pages "kommunalforum/templates/info"
)

const termsPath = "/nutzungsbedingungen"

// showTerms shows the terms of use, and asks those who owe it to agree.
func (s *server) showTerms(c *gin.Context) error {
	return s.termsPage(c, localPath(c.Query("weiter")), nil)
}

func (s *server) termsPage(c *gin.Context, back string, wrong templates.Problems) error {
	site := s.Config.Site
	page := pages.Terms{Base: s.infoBase(c, "Nutzungsbedingungen", "Wer das Forum nutzen darf, was für Beiträge gilt und wie moderiert wird."),
		Conf: site, Own: s.terms, Version: site.Terms.Version, Back: back, Problems: wrong}
	o, _ := s.viewer(c).Owing()
	page.Ask = o.Duty == account.AgreeToTerms
	return s.render(c, statusOf(wrong), pages.TermsPage(page))
}

// agree records the consent to the terms of use.
func (s *server) agree(c *gin.Context) error {
	back := localPath(c.Request.PostFormValue("weiter"))
	if o, _ := s.viewer(c).Owing(); o.Duty == account.AgreeToTerms && !ticked(c, "zustimmung") {
		return s.termsPage(c, back, templates.Problems{{Field: "zustimmung", Text: "Bitte stimmen Sie zu, oder melden Sie sich ab."}})
	}
	if err := s.Accounts.Agree(ctx(c), s.viewer(c), formText(c, "fassung")); err != nil {
		return err
	}
	return s.dutyDone(c, back)
}
