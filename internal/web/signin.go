package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const tooManyFromHere = "Zu viele Versuche von Ihrem Anschluss."

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
	page.ByMail, page.Passkeys = s.Config.Mail.On(), s.SignIn.Passkeys != nil
	return s.render(c, status, pages.SignInPage(page))
}

// signIn checks the credentials. The session is always a new one, so that no
// value known beforehand can become somebody's session.
func (s *server) signIn(c *gin.Context) error {
	email, back := formText(c, "email"), localPath(c.Request.PostFormValue("weiter"))
	giveBack, err := s.allowSignIn(c, email)
	if err != nil {
		return err
	}
	token, err := s.SignIn.SignInFrom(ctx(c), account.Attempt{Email: email, Password: c.Request.PostFormValue("passwort"),
		Device: deviceOf(c.Request.UserAgent()), Known: s.knownDevice(c), Client: "client:" + clientOf(c)})
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

// allowSignIn takes an attempt from those of the client address, and of client
// and mail address together, unless the browser is known for the account.
func (s *server) allowSignIn(c *gin.Context, email string) (giveBack func(), err error) {
	known, err := s.SignIn.KnowsDevice(ctx(c), email, s.knownDevice(c))
	if err != nil || known {
		return func() {}, err
	}
	now := s.DB.Now(ctx(c))
	one, wait := s.limits.addresses.allow(clientOf(c), now)
	if wait > 0 {
		return nil, fault.RateLimited(wait, tooManyFromHere)
	}
	both, wait := s.limits.tries.allow(clientOf(c)+" "+strings.ToLower(email), now)
	if wait > 0 {
		one() // it says nothing more about the others from there
		return nil, fault.RateLimited(wait, tooManyFromHere)
	}
	return func() { one(); both() }, nil
}

// knownDevice is the value by which this browser may be known, "" for none.
func (s *server) knownDevice(c *gin.Context) string {
	cookie, err := c.Request.Cookie(s.deviceCookie("").Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (s *server) deviceCookie(value string) *http.Cookie {
	name := "kommunalforum-geraet"
	if s.Config.TLS() {
		name = "__Host-" + name
	}
	return &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(account.DeviceLife.Seconds()), HttpOnly: true, Secure: s.Config.TLS(), SameSite: http.SameSiteLaxMode}
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
