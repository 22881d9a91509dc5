package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const tooManyFromHere = "Zu viele Versuche von Ihrem Anschluss. Bitte warten Sie einige Minuten."

// showSignIn offers to sign in; who is signed in already goes on.
func (s *server) showSignIn(c *gin.Context) error {
	back := localPath(c.Query("weiter"))
	if by := s.viewer(c); by.Session != "" {
		return onward(c, by, back)
	}
	return s.signInPage(c, http.StatusOK, pages.SignIn{Back: back})
}

func (s *server) signInPage(c *gin.Context, status int, page pages.SignIn) error {
	page.Base = s.base(c, "Anmelden", templates.SectionNone, templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Anmelden"})
	page.NoIndex, page.Path = true, page.Back
	for _, p := range s.providers {
		page.Providers = append(page.Providers, templates.Link{Href: identityPath + p.Key + "?weiter=" + url.QueryEscape(page.Back), Text: "Anmelden mit " + p.Name})
	}
	page.ByMail, page.Passkeys = s.Config.Mail.On(), s.Accounts.Passkeys != nil
	return s.render(c, status, pages.SignInPage(page))
}

// signIn checks the credentials. The session is always a new one, so that no
// value known beforehand can become somebody's session.
func (s *server) signIn(c *gin.Context) error {
	email, back := formText(c, "email"), localPath(c.Request.PostFormValue("weiter"))
	giveBack, ok := s.tries.allow(c.ClientIP(), s.DB.Now(ctx(c)))
	if !ok {
		return fault.Of(fault.TooMany, tooManyFromHere)
	}
	token, err := s.Accounts.SignIn(ctx(c), email, c.Request.PostFormValue("passwort"), deviceOf(c.Request.UserAgent()))
	if p, ok := problems(err); ok {
		return s.signInPage(c, http.StatusUnprocessableEntity, pages.SignIn{Email: email, Back: back, Problems: p})
	}
	if err != nil {
		return err
	}
	giveBack()
	if err := s.endSession(c); err != nil {
		return err
	}
	return s.begin(c, token, back)
}

// signOut ends the session.
func (s *server) signOut(c *gin.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	return seeOther(c, withNotice("/", "abgemeldet"))
}

// endSession ends the session that the request came with, if any.
func (s *server) endSession(c *gin.Context) error {
	session, err := s.sessions.Get(c.Request, s.sessions.sessionName())
	if err != nil || session.IsNew {
		return err
	}
	session.Options = s.sessions.options(-1)
	return session.Save(c.Request, c.Writer)
}
