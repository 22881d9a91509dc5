package web

import (
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/config"
	"kommunalforum/internal/setting"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const sitePath = "/verwaltung/einstellungen"

// editSite shows the form for how the forum presents itself.
func (s *server) editSite(c *gin.Context) error {
	now := s.Settings.Presentation()
	return s.sitePage(c, pages.Settings{Claim: now.Claim, Carriers: strings.Join(now.Carriers, "\n"), Contact: now.Contact, Partners: strings.Join(now.PartnerLines(), "\n")})
}

func (s *server) sitePage(c *gin.Context, page pages.Settings) error {
	page.Base = s.adminBase(c, "Einstellungen")
	page.Action, page.MaxClaim = sitePath, setting.MaxClaim
	return s.render(c, statusOf(page.Problems), pages.SettingsPage(page))
}

// saveSite changes how the forum presents itself.
func (s *server) saveSite(c *gin.Context) error {
	page := pages.Settings{Claim: formText(c, "claim"), Carriers: formText(c, "traeger"), Contact: formText(c, "kontakt"), Partners: formText(c, "partner"), Reason: formText(c, "grund")}
	partners, wrong := setting.PartnersIn(page.Partners)
	if wrong != "" {
		page.Problems = templates.Problems{{Field: "partner", Text: wrong}}
		return s.sitePage(c, page)
	}
	err := s.Settings.Present(ctx(c), s.viewer(c), setting.Presentation{Claim: page.Claim, Carriers: setting.Lines(page.Carriers), Contact: page.Contact, Partners: partners}, page.Reason)
	if p, ok := problems(err); ok {
		page.Problems = p
		return s.sitePage(c, page)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(sitePath, "verwaltet"))
}

// shownSite is what the layout shows of the settings it was made from.
type shownSite struct {
	of   *config.Site
	site templates.Site
}

// site returns what the layout shows of the forum, made anew after a change.
func (s *server) site() templates.Site {
	now, shown := s.Settings.Site(), s.shown.Load()
	if shown == nil || shown.of != now {
		shown = &shownSite{of: now, site: siteOf(*now)}
		shown.site.Register = s.Config.Mail.On()
		s.shown.Store(shown)
	}
	return shown.site
}

func siteOf(c config.Site) templates.Site {
	site := templates.Site{
		Name:     c.Name,
		Claim:    c.Claim,
		Carriers: c.Carriers,
		Footer: []templates.Link{
			{Href: "/hilfe", Text: "Hilfe und Glossar"},
			{Href: termsPath, Text: "Nutzungsbedingungen"},
			{Href: "/datenschutz", Text: "Datenschutz"},
			{Href: "/impressum", Text: "Impressum"},
			{Href: "/barrierefreiheit", Text: "Barrierefreiheit"},
			{Href: "/quellen", Text: "Datenquellen"},
		},
	}
	for _, p := range c.Partners {
		site.Partners = append(site.Partners, templates.Link{Href: p.Address, Text: p.Name})
	}
	if c.Contact != "" {
		site.Contact = templates.Link{Href: "mailto:" + c.Contact, Text: c.Contact}
	}
	return site
}
