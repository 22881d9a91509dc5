package web

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

var passwordRule = fmt.Sprintf("Mindestens %d Zeichen, alle Zeichen sind erlaubt. Gut sind mehrere zufällige Wörter oder ein Passwort aus einem Passwortmanager.", account.MinPassword)

// newPassword asks for the present password and a new one.
func (s *server) newPassword(c *gin.Context) error {
	return s.passwordPage(c, nil)
}

func (s *server) passwordPage(c *gin.Context, wrong templates.Problems) error {
	present, err := s.SignIn.MayAct(ctx(c), s.viewer(c), account.GuardPassword)
	if err != nil {
		return err
	}
	title := "Passwort ändern"
	if !present {
		title = "Passwort wählen"
	}
	page := pages.Password{Base: s.base(c, title, templates.SectionNone,
		templates.Crumb{Href: "/konto", Text: "Mein Konto"}, templates.Crumb{Text: title}),
		Action: "/konto/passwort", Email: s.viewer(c).Email, Present: present, Least: passwordRule, Problems: wrong}
	page.NoIndex = true
	return s.render(c, statusOf(wrong), pages.PasswordPage(page))
}

// changePassword replaces the own password.
func (s *server) changePassword(c *gin.Context) error {
	password := c.Request.PostFormValue("passwort")
	if wrong := repeated(c, password); wrong != nil {
		return s.passwordPage(c, wrong)
	}
	err := s.SignIn.ChangePassword(ctx(c), s.viewer(c), c.Request.PostFormValue("bisher"), password)
	if p, ok := problems(err); ok {
		return s.passwordPage(c, p)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice("/konto", "passwort"))
}

// repeated reports what is wrong when the password was not typed alike twice.
func repeated(c *gin.Context, password string) templates.Problems {
	if c.Request.PostFormValue("nochmal") == password {
		return nil
	}
	return templates.Problems{{Field: "nochmal", Text: "Die beiden neuen Passwörter stimmen nicht überein."}}
}

// secretPath marks a request whose address is a secret itself: no page of it
// may name the address, leave it to other pages or be stored.
const secretPath = "secret"

// byLink is for the pages of a one-time link.
func (s *server) byLink(h handler) handler {
	return func(c *gin.Context) error {
		c.Set(secretPath, true)
		c.Header("Referrer-Policy", "no-referrer")
		c.Header("X-Robots-Tag", "noindex")
		return h(c)
	}
}

// newPasswordByLink offers to choose a password; a link that was used is gone.
func (s *server) newPasswordByLink(c *gin.Context) error {
	if err := s.SignIn.LinkWorks(ctx(c), c.Param("token")); err != nil {
		return err
	}
	return s.linkPage(c, nil)
}

func (s *server) linkPage(c *gin.Context, wrong templates.Problems) error {
	page := pages.Password{Base: s.base(c, "Passwort wählen", templates.SectionNone), Action: c.Request.URL.Path,
		ByLink: true, Least: passwordRule, Problems: wrong}
	page.NoIndex = true
	return s.render(c, statusOf(wrong), pages.PasswordPage(page))
}

// choosePassword sets the password and uses the link up.
func (s *server) choosePassword(c *gin.Context) error {
	token, password := c.Param("token"), c.Request.PostFormValue("passwort")
	if err := s.SignIn.LinkWorks(ctx(c), token); err != nil {
		return err
	}
	if wrong := repeated(c, password); wrong != nil {
		return s.linkPage(c, wrong)
	}
	err := s.SignIn.ChoosePassword(ctx(c), token, password)
	if p, ok := problems(err); ok {
		return s.linkPage(c, p)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice("/anmelden", "passwort-gewaehlt"))
}
