package signin

import (
	"net/http"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// showForgotten offers a link for a new password.
func (s *server) showForgotten(c *page.Context) error {
	return s.forgottenPage(c, http.StatusOK, pages.Forgotten{})
}

func (s *server) forgottenPage(c *page.Context, status int, page pages.Forgotten) error {
	page.Base = c.Base("Passwort vergessen", templates.SectionNone,
		templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Href: path.SignIn, Text: "Anmelden"},
		templates.Crumb{Text: "Passwort vergessen"})
	page.NoIndex, page.Path = true, path.Start // signing in does not return here
	page.ByMail = s.Config.Mail.On()
	if c.ReadsMailFolder() {
		page.Post = templates.Link{Href: path.MailFolder, Text: "E-Mails dieser Entwicklungsumgebung lesen"}
	}
	return c.Render(status, pages.ForgottenPage(page))
}

// requestReset mails a link for a new password. Whether there is an account is
// no part of the answer.
func (s *server) requestReset(c *page.Context) error {
	if !s.Config.Mail.On() {
		return fault.Of(fault.Unready, "Dieses Forum verschickt keine E-Mails. Bitte wenden Sie sich an die Administration.")
	}
	giveBack, wait := s.limits.resets.Allow(c.Client(), c.Now())
	if wait > 0 {
		return fault.RateLimited(wait, "Von Ihrem Anschluss wurden zu viele Links angefordert.")
	}
	email := c.FormText("email")
	err := s.SignIn.RequestReset(c.Ctx(), email)
	if p, ok := page.Problems(err); ok {
		giveBack() // nothing was asked of anybody
		return s.forgottenPage(c, http.StatusUnprocessableEntity, pages.Forgotten{Email: email, Problems: p})
	}
	if err != nil {
		return err
	}
	return c.Announce(path.ForgottenPassword, "passwort-link")
}
