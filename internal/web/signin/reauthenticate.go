package signin

import (
	"slices"

	"kommunalforum/internal/signin"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

const (
	reauthenticateTitle = "Bitte bestätigen Sie"
)

// showReauthenticate asks somebody once more to prove who they are: by the second
// factor, if they have one.
func (s *server) showReauthenticate(c *page.Context) error {
	return s.reauthenticatePage(c, path.Local(c.Query("weiter")), nil)
}

func (s *server) reauthenticatePage(c *page.Context, back string, wrong templates.Problems) error {
	f, err := s.SignIn.Factors(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Confirm{Base: s.securityBase(c, reauthenticateTitle), Back: back, Email: c.Viewer().Email, Password: f.Password,
		Second:  f.Enrolled(),
		Passkey: f.Passkeys && len(f.Summary.Passkeys) > 0, App: f.App && !f.AppLost, AppLost: f.AppLost, Codes: f.Codes > 0, Problems: wrong}
	linked, err := s.SignIn.Identities(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	for _, p := range s.providers {
		known := slices.ContainsFunc(linked, func(l signin.Identity) bool { return l.Provider == p.Key })
		if known && (p.SecondFactor || !page.Second) {
			page.Providers = append(page.Providers, templates.Link{Href: path.WithQuery(path.To(path.SignInProvider, p.Key), "bestaetigen",
				"ja", "weiter", back), Text: "Noch einmal anmelden mit " + p.Name})
		}
	}
	return c.RenderForm(wrong, pages.ConfirmPage(page))
}

// reauthenticate proves by the password.
func (s *server) reauthenticate(c *page.Context) error {
	return s.reauthenticated(c, s.SignIn.Reauthenticate(c.Ctx(), c.Viewer(), c.Request.PostFormValue("passwort")), "passwort")
}

// reauthenticateByPasskey proves by a passkey.
func (s *server) reauthenticateByPasskey(c *page.Context) error {
	return s.reauthenticated(c, s.SignIn.ReauthenticateByPasskey(c.Ctx(), c.Viewer(), answerOf(c)), "")
}

// reauthenticateByCode proves by a code of the app, or a recovery code.
func (s *server) reauthenticateByCode(c *page.Context) error {
	code, field := codeOf(c)
	return s.reauthenticated(c, s.SignIn.ReauthenticateByCode(c.Ctx(), c.Viewer(), code), field)
}

func (s *server) reauthenticated(c *page.Context, err error, field string) error {
	back := path.Local(c.Request.PostFormValue("weiter"))
	if wrong, ok := page.Problems(err); ok {
		return s.reauthenticatePage(c, back, atField(wrong, field))
	}
	if err != nil {
		return err
	}
	return c.SeeOther(back)
}
