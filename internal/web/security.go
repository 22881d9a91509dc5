package web

import (
	"encoding/base64"
	"net/http"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

func (s *server) securityBase(c *gin.Context, title string) templates.Base {
	crumbs := []templates.Crumb{{Href: "/konto", Text: "Mein Konto"}}
	if title != securityTitle && title != confirmTitle {
		crumbs = append(crumbs, templates.Crumb{Href: securityPath, Text: securityTitle})
	}
	b := s.base(c, title, templates.SectionNone, append(crumbs, templates.Crumb{Text: title})...)
	b.NoIndex = true
	if o, _ := s.viewer(c).Owing(); o.Duty == account.EnrolFactor {
		b.Viewer.Doing = true
	}
	return b
}

const securityTitle = "Zweiter Faktor und Passkeys"

// showFactors shows people how they prove who they are.
func (s *server) showFactors(c *gin.Context) error { return s.factorsPage(c, nil) }

func (s *server) factorsPage(c *gin.Context, wrong templates.Problems) error {
	f, err := s.SignIn.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Security{Base: s.securityBase(c, securityTitle), Needed: f.Demanded && !f.Held(), App: f.App, AppLost: f.AppLost, AppSince: f.AppSince, AppUsed: f.AppUsed,
		CanKey: f.Passkeys, Codes: f.Codes, Held: f.Held(), KeyName: formText(c, "name"), Problems: wrong, ByMail: s.Config.Mail.On()}
	for _, k := range f.Summary.Passkeys {
		page.Passkeys = append(page.Passkeys, pages.Passkey{Name: k.Name, Path: passkeyPath(k.ID), Begun: k.CreatedAt, Seen: k.UsedAt})
	}
	if page.Identities, err = s.identitiesOf(c); err != nil {
		return err
	}
	for _, x := range f.Changes {
		page.Changes = append(page.Changes, pages.Change{Text: x.What.German(), At: x.At})
	}
	return s.render(c, statusOf(wrong), pages.SecurityPage(page))
}

// offerApp draws a secret and shows it on the next page.
func (s *server) offerApp(c *gin.Context) error {
	if err := s.SignIn.OfferApp(ctx(c), s.viewer(c)); err != nil {
		return err
	}
	return seeOther(c, securityPath+"/app")
}

// showApp shows the secret that was drawn.
func (s *server) showApp(c *gin.Context) error { return s.appPage(c, nil) }

func (s *server) appPage(c *gin.Context, wrong templates.Problems) error {
	o, err := s.SignIn.AppOffer(ctx(c), s.viewer(c), s.Config.Site.Name)
	if fault.Is(err, fault.NotFound) {
		return seeOther(c, securityPath)
	}
	if err != nil {
		return err
	}
	page := pages.App{Base: s.securityBase(c, "App einrichten"), URL: o.URL, Secret: o.Grouped(),
		QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(o.QR), Problems: wrong}
	return s.render(c, statusOf(wrong), pages.AppPage(page))
}

// confirmApp takes the app into use.
func (s *server) confirmApp(c *gin.Context) error {
	err := s.SignIn.ConfirmApp(ctx(c), s.viewer(c), formText(c, "code"))
	if wrong, ok := problems(err); ok {
		return s.appPage(c, wrong)
	}
	if fault.Is(err, fault.NotFound) {
		return seeOther(c, securityPath) // the offer is too old
	}
	if err != nil {
		return err
	}
	return s.factorAdded(c, "app")
}

// factorAdded leads to the recovery codes, as long as there are none.
func (s *server) factorAdded(c *gin.Context, notice string) error {
	f, err := s.SignIn.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	if f.Codes == 0 {
		return seeOther(c, withNotice(securityPath+"/codes", notice))
	}
	return seeOther(c, withNotice(securityPath, notice))
}

// askRemoveApp asks before the app is taken out of use.
func (s *server) askRemoveApp(c *gin.Context) error { return s.removeAppPage(c, nil) }

func (s *server) removeAppPage(c *gin.Context, wrong templates.Problems) error {
	page := pages.Ask{Base: s.securityBase(c, "App entfernen"), Text: "Codes der Authentifizierungs-App gelten danach nicht mehr. Ohne einen anderen zweiten Faktor genügt zum Anmelden Ihr Passwort.",
		Action: securityPath + "/app/entfernen", Send: "App entfernen", Back: securityPath, Problems: wrong}
	return s.render(c, statusOf(wrong), pages.AskPage(page))
}

// removeApp takes the app out of use.
func (s *server) removeApp(c *gin.Context) error {
	err := s.SignIn.RemoveApp(ctx(c), s.viewer(c))
	if wrong, ok := problems(err); ok {
		return s.removeAppPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(securityPath, "app-weg"))
}

// showCodes offers to make recovery codes.
func (s *server) showCodes(c *gin.Context) error {
	f, err := s.SignIn.Factors(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	if !f.Held() {
		return seeOther(c, securityPath)
	}
	return s.render(c, http.StatusOK, pages.CodesPage(pages.Codes{Base: s.securityBase(c, "Wiederherstellungscodes"), Left: f.Codes}))
}

// makeCodes shows new recovery codes. They stand in this answer and nowhere
// else, which is why no other page follows.
func (s *server) makeCodes(c *gin.Context) error {
	codes, err := s.SignIn.MakeCodes(ctx(c), s.viewer(c))
	if err != nil {
		return err
	}
	page := pages.Codes{Base: s.securityBase(c, "Wiederherstellungscodes"), Codes: codes, Next: withNotice(securityPath, "codes")}
	return s.render(c, http.StatusOK, pages.CodesPage(page))
}
