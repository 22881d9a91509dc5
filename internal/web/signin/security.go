package signin

import (
	"encoding/base64"
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

func (s *server) securityBase(c *page.Context, title string) templates.Base {
	crumbs := []templates.Crumb{{Href: path.Account, Text: "Mein Konto"}}
	if title != securityTitle && title != reauthenticateTitle {
		crumbs = append(crumbs, templates.Crumb{Href: path.Security, Text: securityTitle})
	}
	b := c.Base(title, templates.SectionNone, append(crumbs, templates.Crumb{Text: title})...)
	b.NoIndex = true
	if o, _ := c.Viewer().Pending(); o.Action == account.EnrolSecondFactor {
		b.Viewer.Doing = true
	}
	return b
}

const securityTitle = "Zweiter Faktor und Passkeys"

// showFactors shows people how they prove who they are.
func (s *server) showFactors(c *page.Context) error { return s.factorsPage(c, nil) }

func (s *server) factorsPage(c *page.Context, wrong templates.Problems) error {
	f, err := s.SignIn.Factors(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Security{Base: s.securityBase(c, securityTitle), Needed: f.Required && !f.Enrolled(), App: f.App, AppLost: f.AppLost,
		AppSince: f.AppSince, AppUsed: f.AppUsed,
		CanKey: f.Passkeys, Codes: f.Codes, Held: f.Enrolled(), KeyName: c.FormText("name"), Problems: wrong, ByMail: s.Config.Mail.On()}
	for _, k := range f.Summary.Passkeys {
		page.Passkeys = append(page.Passkeys, pages.Passkey{Name: k.Name, Path: path.To(path.Passkey, k.ID), Begun: k.CreatedAt, Seen: k.UsedAt})
	}
	if page.Identities, err = s.identitiesOf(c); err != nil {
		return err
	}
	for _, x := range f.Changes {
		page.Changes = append(page.Changes, pages.Change{Text: x.What.German(), At: x.At})
	}
	return c.RenderForm(wrong, pages.SecurityPage(page))
}

// offerApp draws a secret and shows it on the next page.
func (s *server) offerApp(c *page.Context) error {
	if err := s.SignIn.BeginApp(c.Ctx(), c.Viewer()); err != nil {
		return err
	}
	return c.SeeOther(path.App)
}

// showApp shows the secret that was drawn.
func (s *server) showApp(c *page.Context) error { return s.appPage(c, nil) }

func (s *server) appPage(c *page.Context, wrong templates.Problems) error {
	o, err := s.SignIn.AppOffer(c.Ctx(), c.Viewer(), s.Config.Site.Name)
	if fault.Is(err, fault.NotFound) {
		return c.SeeOther(path.Security)
	}
	if err != nil {
		return err
	}
	page := pages.App{Base: s.securityBase(c, "App einrichten"), URL: o.URL, Secret: o.Grouped(),
		QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(o.QR), Problems: wrong}
	return c.RenderForm(wrong, pages.AppPage(page))
}

// confirmApp takes the app into use.
func (s *server) confirmApp(c *page.Context) error {
	err := s.SignIn.EnableApp(c.Ctx(), c.Viewer(), c.FormText("code"))
	if wrong, ok := page.Problems(err); ok {
		return s.appPage(c, wrong)
	}
	if fault.Is(err, fault.NotFound) {
		return c.SeeOther(path.Security) // the offer is too old
	}
	if err != nil {
		return err
	}
	return s.factorAdded(c, "app")
}

// factorAdded leads to the recovery codes, as long as there are none.
func (s *server) factorAdded(c *page.Context, notice string) error {
	f, err := s.SignIn.Factors(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	if f.Codes == 0 {
		return c.Announce(path.RecoveryCodes, notice)
	}
	return c.Announce(path.Security, notice)
}

// askRemoveApp asks before the app is taken out of use.
func (s *server) askRemoveApp(c *page.Context) error { return s.removeAppPage(c, nil) }

func (s *server) removeAppPage(c *page.Context, wrong templates.Problems) error {
	page := pages.Ask{Base: s.securityBase(c, "App entfernen"),
		Text:   "Codes der Authentifizierungs-App gelten danach nicht mehr. Ohne einen anderen zweiten Faktor genügt zum Anmelden Ihr Passwort.",
		Action: path.RemoveApp, Send: "App entfernen", Back: path.Security, Problems: wrong}
	return c.RenderForm(wrong, pages.AskPage(page))
}

// removeApp takes the app out of use.
func (s *server) removeApp(c *page.Context) error {
	err := s.SignIn.RemoveApp(c.Ctx(), c.Viewer())
	if wrong, ok := page.Problems(err); ok {
		return s.removeAppPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Security, "app-weg")
}

// showCodes offers to make recovery codes.
func (s *server) showCodes(c *page.Context) error {
	f, err := s.SignIn.Factors(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	if !f.Enrolled() {
		return c.SeeOther(path.Security)
	}
	return c.Render(http.StatusOK, pages.CodesPage(pages.Codes{Base: s.securityBase(c, "Wiederherstellungscodes"), Left: f.Codes}))
}

// makeCodes shows new recovery codes. They stand in this answer and nowhere
// else, which is why no other page follows.
func (s *server) makeCodes(c *page.Context) error {
	codes, err := s.SignIn.MakeCodes(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Codes{Base: s.securityBase(c, "Wiederherstellungscodes"), Codes: codes, Next: path.Security}
	return c.Render(http.StatusOK, pages.CodesPage(page))
}
