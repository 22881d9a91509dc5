package signin

import (
	"fmt"

	"kommunalforum/internal/account"
	"kommunalforum/internal/password"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

var passwordRule = fmt.Sprintf("Mindestens %d Zeichen, alle Zeichen sind erlaubt. Gut sind mehrere zufällige Wörter oder ein Passwort "+
	"aus einem Passwortmanager.", password.MinLength)

// newPassword asks for the present password and a new one.
func (s *server) newPassword(c *page.Context) error {
	return s.passwordPage(c, nil)
}

func (s *server) passwordPage(c *page.Context, wrong templates.Problems) error {
	present, err := s.SignIn.CheckGuard(c.Ctx(), c.Viewer(), account.GuardPassword)
	if err != nil {
		return err
	}
	title := "Passwort ändern"
	if !present {
		title = "Passwort wählen"
	}
	page := pages.Password{Base: c.Base(title, templates.SectionNone,
		templates.Crumb{Href: path.Account, Text: "Mein Konto"}, templates.Crumb{Text: title}),
		Action: path.Password, Email: c.Viewer().Email, Present: present, Least: passwordRule, Problems: wrong}
	page.NoIndex = true
	return c.RenderForm(wrong, pages.PasswordPage(page))
}

// changePassword replaces the own password.
func (s *server) changePassword(c *page.Context) error {
	password := c.Request.PostFormValue("passwort")
	if wrong := repeated(c, password); wrong != nil {
		return s.passwordPage(c, wrong)
	}
	err := s.SignIn.ChangePassword(c.Ctx(), c.Viewer(), c.Request.PostFormValue("bisher"), password)
	if p, ok := page.Problems(err); ok {
		return s.passwordPage(c, p)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Account, "passwort")
}

// repeated reports what is wrong when the password was not typed alike twice.
func repeated(c *page.Context, password string) templates.Problems {
	if c.Request.PostFormValue("nochmal") == password {
		return nil
	}
	return templates.Problems{{Field: "nochmal", Text: "Die beiden neuen Passwörter stimmen nicht überein."}}
}

// newPasswordByLink offers to choose a password; a link that was used is gone.
func (s *server) newPasswordByLink(c *page.Context) error {
	if err := s.SignIn.LinkWorks(c.Ctx(), c.Param("token")); err != nil {
		return err
	}
	return s.linkPage(c, nil)
}

func (s *server) linkPage(c *page.Context, wrong templates.Problems) error {
	page := pages.Password{Base: c.Base("Passwort wählen", templates.SectionNone), Action: c.Request.URL.Path,
		ByLink: true, Least: passwordRule, Problems: wrong}
	page.NoIndex = true
	return c.RenderForm(wrong, pages.PasswordPage(page))
}

// choosePassword sets the password and uses the link up.
func (s *server) choosePassword(c *page.Context) error {
	token, password := c.Param("token"), c.Request.PostFormValue("passwort")
	if err := s.SignIn.LinkWorks(c.Ctx(), token); err != nil {
		return err
	}
	if wrong := repeated(c, password); wrong != nil {
		return s.linkPage(c, wrong)
	}
	err := s.SignIn.ChoosePassword(c.Ctx(), token, password)
	if p, ok := page.Problems(err); ok {
		return s.linkPage(c, p)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.SignIn, "passwort-gewaehlt")
}
