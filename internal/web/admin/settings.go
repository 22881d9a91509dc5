package admin

import (
	"strconv"
	"strings"

	"kommunalforum/internal/setting"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// editSite shows the form for how the forum presents itself.
func (s *server) editSite(c *page.Context) error {
	now := s.Settings.Presentation(c.Ctx())
	return s.sitePage(c, pages.Settings{Claim: now.Claim, Carriers: strings.Join(now.Carriers, "\n"), Contact: now.Contact,
		Partners: strings.Join(now.PartnerLines(), "\n"), EscalateAfter: strconv.Itoa(now.EscalateAfter)})
}

func (s *server) sitePage(c *page.Context, page pages.Settings) error {
	page.Base = s.adminBase(c, "Einstellungen")
	page.Action, page.MaxClaim = path.Settings, setting.MaxClaim
	return c.RenderForm(page.Problems, pages.SettingsPage(page))
}

// saveSite changes how the forum presents itself.
func (s *server) saveSite(c *page.Context) error {
	form := pages.Settings{Claim: c.FormText("claim"), Carriers: c.FormText("traeger"), Contact: c.FormText("kontakt"),
		Partners: c.FormText("partner"), EscalateAfter: c.FormText("arbeitstage"), Reason: c.FormText("grund")}
	partners, wrong := setting.PartnersIn(form.Partners)
	if wrong != "" {
		form.Problems = templates.Problems{{Field: "partner", Text: wrong}}
		return s.sitePage(c, form)
	}
	days, err := strconv.Atoi(form.EscalateAfter)
	if err != nil && form.EscalateAfter != "" {
		form.Problems = templates.Problems{{Field: "arbeitstage", Text: "Bitte geben Sie eine Zahl an."}}
		return s.sitePage(c, form)
	}
	err = s.Settings.Present(c.Ctx(), c.Viewer(), setting.Presentation{Claim: form.Claim, Carriers: setting.Lines(form.Carriers),
		Contact: form.Contact, Partners: partners, EscalateAfter: days}, form.Reason)
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.sitePage(c, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Settings, "verwaltet")
}
