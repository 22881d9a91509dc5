package info

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/info"
)

// showTerms shows the terms of use, and asks those who owe it to agree.
func (s *server) showTerms(c *page.Context) error {
	return s.termsPage(c, path.Local(c.Query("weiter")), nil)
}

func (s *server) termsPage(c *page.Context, back string, wrong templates.Problems) error {
	site := s.Config.Site
	page := pages.Terms{Base: s.infoBase(c, "Nutzungsbedingungen", "Wer das Forum nutzen darf, was für Beiträge gilt und wie moderiert wird."),
		Conf: site, Own: s.Terms, Version: site.Terms.Version, Back: back, Problems: wrong}
	o, _ := c.Viewer().Pending()
	page.Ask = o.Action == account.AgreeToTerms
	return c.RenderForm(wrong, pages.TermsPage(page))
}

// agree records the consent to the terms of use.
func (s *server) agree(c *page.Context) error {
	back := path.Local(c.Request.PostFormValue("weiter"))
	if o, _ := c.Viewer().Pending(); o.Action == account.AgreeToTerms && !c.Ticked("zustimmung") {
		return s.termsPage(c, back, templates.Problems{{Field: "zustimmung", Text: "Bitte stimmen Sie zu, oder melden Sie sich ab."}})
	}
	if err := s.Accounts.Agree(c.Ctx(), c.Viewer(), c.FormText("fassung")); err != nil {
		return err
	}
	return c.RequiredDone(back)
}
