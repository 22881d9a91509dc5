package signin

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// askLeave says what leaving means and asks to confirm it.
func (s *server) askLeave(c *page.Context) error { return s.leavePage(c, nil) }

func (s *server) leavePage(c *page.Context, wrong templates.Problems) error {
	by := c.Viewer()
	types, err := s.SignIn.CheckGuard(c.Ctx(), by, account.GuardLeave)
	if err != nil {
		return err
	}
	f, err := s.Acts.PrepareLeaving(c.Ctx(), by)
	if err != nil {
		return err
	}
	page := pages.Leave{Base: c.Base("Forum verlassen", templates.SectionNone,
		templates.Crumb{Href: path.Account, Text: "Mein Konto"}, templates.Crumb{Text: "Forum verlassen"}),
		Action: path.Leave, Back: path.Account, Email: by.Email, Password: types, Keep: c.FormText("organisation"),
		Farewell: view.Farewell(f, by.Organisation), Problems: wrong,
		Backups: privacy.Backups(s.Config)}
	page.NoIndex = true
	return c.RenderForm(wrong, pages.LeavePage(page))
}

// leave erases the own account.
func (s *server) leave(c *page.Context) error {
	by := c.Viewer()
	keep, wrong := view.KeepsOrganisation(c)
	if !c.Ticked("bestaetigt") {
		wrong = append(wrong, templates.Problem{Field: "bestaetigt", Text: "Bitte bestätigen Sie, dass Sie das Forum verlassen."})
	}
	if len(wrong) > 0 {
		return s.leavePage(c, wrong)
	}
	err := s.SignIn.ReauthenticateFor(c.Ctx(), by, account.GuardLeave, "passwort", c.Request.PostFormValue("passwort"))
	if err == nil {
		err = s.Acts.Leave(c.Ctx(), by, keep)
	}
	if p, ok := page.Problems(err); ok {
		return s.leavePage(c, p)
	}
	if err != nil {
		return err
	}
	if err := c.End(); err != nil { // it is gone already; the cookie goes too
		return err
	}
	return c.Announce(path.Start, "konto-geloescht")
}
