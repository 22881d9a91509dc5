package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const forgottenPath = "/passwort-vergessen"

// showForgotten offers a link for a new password.
func (s *server) showForgotten(c *gin.Context) error {
	return s.forgottenPage(c, http.StatusOK, pages.Forgotten{})
}

func (s *server) forgottenPage(c *gin.Context, status int, page pages.Forgotten) error {
	page.Base = s.base(c, "Passwort vergessen", templates.SectionNone,
		templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Href: "/anmelden", Text: "Anmelden"}, templates.Crumb{Text: "Passwort vergessen"})
	page.NoIndex, page.Path = true, "/" // signing in does not return here
	page.ByMail = s.Config.Mail.On()
	if s.readsFolder(c) {
		page.Post = templates.Link{Href: folderPath, Text: "E-Mails dieser Entwicklungsumgebung lesen"}
	}
	return s.render(c, status, pages.ForgottenPage(page))
}

// requestReset mails a link for a new password. Whether there is an account is
// no part of the answer.
func (s *server) requestReset(c *gin.Context) error {
	if !s.Config.Mail.On() {
		return fault.Of(fault.Unready, "Dieses Forum verschickt keine E-Mails. Bitte wenden Sie sich an die Administration.")
	}
	giveBack, wait := s.limits.resets.allow(clientOf(c), s.DB.Now(ctx(c)))
	if wait > 0 {
		return fault.RateLimited(wait, "Von Ihrem Anschluss wurden zu viele Links angefordert.")
	}
	email := formText(c, "email")
	err := s.SignIn.RequestReset(ctx(c), email)
	if p, ok := problems(err); ok {
		giveBack() // nothing was asked of anybody
		return s.forgottenPage(c, http.StatusUnprocessableEntity, pages.Forgotten{Email: email, Problems: p})
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(forgottenPath, "passwort-link"))
}
