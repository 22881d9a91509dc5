package signin

import (
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// showSecondFactor asks who gave the right password for the second factor.
func (s *server) showSecondFactor(c *page.Context) error {
	back := path.Local(c.Query("weiter"))
	if o, _ := c.Viewer().Pending(); o.Action != account.VerifySecondFactor {
		return c.SeeOther(path.SignInAndBack(back)) // which goes on for members
	}
	return s.secondFactorPage(c, back, nil)
}

func (s *server) secondFactorPage(c *page.Context, back string, wrong templates.Problems) error {
	ways, err := s.SignIn.SecondFactors(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.SecondFactor{Base: c.Base("Zweiter Faktor", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"},
		templates.Crumb{Text: "Anmelden"}),
		Back: back, App: ways.App && !ways.AppLost, AppLost: ways.AppLost, Passkey: ways.Passkeys &&
			len(ways.Summary.Passkeys) > 0, Codes: ways.Codes > 0, Problems: wrong}
	page.NoIndex, page.Viewer.Doing = true, true
	return c.RenderForm(wrong, pages.SecondFactorPage(page))
}

// verifySecondFactor finishes the sign-in by a code.
func (s *server) verifySecondFactor(c *page.Context) error {
	back := path.Local(c.Request.PostFormValue("weiter"))
	code, field := codeOf(c)
	token, err := s.SignIn.VerifyCode(c.Ctx(), c.Viewer(), code)
	return s.secondFactorVerified(c, back, token, err, field)
}

// codeOf reads a code of the app, or a recovery code, and says in which field it
// was.
func codeOf(c *page.Context) (code, field string) {
	if code = c.FormText("code"); code == "" {
		if code = c.FormText("ersatz"); code != "" {
			return code, "ersatz"
		}
	}
	return code, "code"
}

// atField moves problems of a field to the one that was filled.
func atField(wrong templates.Problems, field string) templates.Problems {
	for i := range wrong {
		if wrong[i].Field != "" {
			wrong[i].Field = field
		}
	}
	return wrong
}

// verifyPasskey finishes the sign-in by a passkey.
func (s *server) verifyPasskey(c *page.Context) error {
	token, err := s.SignIn.VerifyPasskey(c.Ctx(), c.Viewer(), answerOf(c))
	return s.secondFactorVerified(c, path.Local(c.Request.PostFormValue("weiter")), token, err, "")
}

func (s *server) secondFactorVerified(c *page.Context, back, token string, err error, field string) error {
	if wrong, ok := page.Problems(err); ok {
		return s.secondFactorPage(c, back, atField(wrong, field))
	}
	if err != nil {
		return err
	}
	return s.begin(c, token, back)
}

// secondFactorOptions is the challenge for a passkey as second factor.
func (s *server) secondFactorOptions(c *page.Context) error {
	options, err := s.SignIn.BeginPasskeyCheck(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	return c.SendJSON(options)
}

// begin hands the cookie of a new session to the browser and sends on who
// signed in.
func (s *server) begin(c *page.Context, token, back string) error {
	if err := c.Begin(token); err != nil {
		return err
	}
	by, err := s.Accounts.ViewerFor(c.Ctx(), token)
	if err != nil {
		return err
	}
	device, err := s.SignIn.RememberDevice(c.Ctx(), by, s.knownDevice(c))
	if err != nil {
		return err
	}
	if device != "" {
		http.SetCookie(c.Writer, s.deviceCookie(device))
	}
	return c.Onward(by, back)
}

// answerOf is what a passkey answered.
func answerOf(c *page.Context) []byte { return []byte(c.Request.PostFormValue("antwort")) }
