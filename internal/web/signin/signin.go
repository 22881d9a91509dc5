package signin

import (
	"net/http"
	"strings"

	"kommunalforum/internal/credential"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const tooManyFromHere = "Zu viele Versuche von Ihrem Anschluss."

// showSignIn offers to sign in; who is signed in already goes on.
func (s *server) showSignIn(c *page.Context) error {
	back := path.Local(c.Query("weiter"))
	if by := c.Viewer(); by.Session != "" {
		return c.Onward(by, back)
	}
	return s.signInPage(c, http.StatusOK, pages.SignIn{Back: back})
}

func (s *server) signInPage(c *page.Context, status int, page pages.SignIn) error {
	page.Base = c.Base("Anmelden", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Anmelden"})
	page.NoIndex, page.Path = true, page.Back
	for _, p := range s.providers {
		page.Providers = append(page.Providers, templates.Link{Href: path.Back(path.To(path.SignInProvider, p.Key), page.Back),
			Text: "Anmelden mit " + p.Name})
	}
	page.ByMail, page.Passkeys = s.Config.Mail.On(), s.SignIn.Passkeys != nil
	return c.Render(status, pages.SignInPage(page))
}

// signIn checks the credentials. The session is always a new one, so that no
// value known beforehand can become somebody's session.
func (s *server) signIn(c *page.Context) error {
	email, back := c.FormText("email"), path.Local(c.Request.PostFormValue("weiter"))
	giveBack, err := s.allowSignIn(c, email)
	if err != nil {
		return err
	}
	token, err := s.SignIn.SignInFrom(c.Ctx(), signin.Attempt{Email: email, Password: c.Request.PostFormValue("passwort"),
		Device: deviceOf(c.Request.UserAgent()), DeviceToken: s.knownDevice(c), Client: "client:" + c.Client()})
	if p, ok := page.Problems(err); ok {
		return s.signInPage(c, http.StatusUnprocessableEntity, pages.SignIn{Email: email, Back: back, Problems: p})
	}
	if err != nil {
		return err
	}
	giveBack()
	if err := c.End(); err != nil {
		return err
	}
	return s.begin(c, token, back)
}

// allowSignIn takes an attempt from those of the client address, and of client
// and mail address together, unless the browser is known for the account.
func (s *server) allowSignIn(c *page.Context, email string) (giveBack func(), err error) {
	known, err := s.SignIn.KnowsDevice(c.Ctx(), email, s.knownDevice(c))
	if err != nil || known {
		return func() {}, err
	}
	now := c.Now()
	one, wait := s.limits.addresses.Allow(c.Client(), now)
	if wait > 0 {
		return nil, fault.RateLimited(wait, tooManyFromHere)
	}
	both, wait := s.limits.tries.Allow(c.Client()+" "+strings.ToLower(email), now)
	if wait > 0 {
		one() // it says nothing more about the others from there
		return nil, fault.RateLimited(wait, tooManyFromHere)
	}
	return func() { one(); both() }, nil
}

// knownDevice is the value by which this browser may be known, "" for none.
func (s *server) knownDevice(c *page.Context) string {
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
	return &http.Cookie{Name: name, Value: value, Path: path.Start, MaxAge: int(credential.DeviceLife.Seconds()), HttpOnly: true,
		Secure: s.Config.TLS(), SameSite: http.SameSiteLaxMode}
}

// signOut ends the session.
func (s *server) signOut(c *page.Context) error {
	if err := c.End(); err != nil {
		return err
	}
	return c.Announce(path.Start, "abgemeldet")
}
