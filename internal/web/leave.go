package web

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// askLeave says what leaving means and asks to confirm it.
func (s *server) askLeave(c *page.Context) error { return s.leavePage(c, nil) }

func (s *server) leavePage(c *page.Context, wrong templates.Problems) error {
	by := c.Viewer()
	types, err := s.SignIn.MayAct(c.Ctx(), by, account.GuardLeave)
	if err != nil {
		return err
	}
	f, err := s.Acts.PrepareLeaving(c.Ctx(), by)
	if err != nil {
		return err
	}
	page := pages.Leave{Base: c.Base("Forum verlassen", templates.SectionNone,
		templates.Crumb{Href: "/konto", Text: "Mein Konto"}, templates.Crumb{Text: "Forum verlassen"}),
		Action: path.Leave, Back: "/konto", Email: by.Email, Password: types, Keep: c.FormText("organisation"),
		Farewell: farewellOf(f, by.Organisation), Problems: wrong}
	page.NoIndex = true
	return c.RenderForm(wrong, pages.LeavePage(page))
}

func farewellOf(f usecase.Farewell, o account.Organisation) pages.Farewell {
	return pages.Farewell{Posts: f.Posts, Asked: f.Asked, Assigned: f.Assigned, LastAdmin: f.LastAdmin,
		Organisation: o.Name, Former: account.Former, Unnamed: account.UnnamedName}
}

// keepsOrganisation reads the choice that nobody makes for those who leave.
func keepsOrganisation(c *page.Context) (keep bool, wrong templates.Problems) {
	switch c.FormText("organisation") {
	case "ja":
		return true, nil
	case "nein":
		return false, nil
	}
	return false, templates.Problems{{Field: "organisation", Text: "Bitte wählen Sie, ob die Organisation stehen bleibt."}}
}

// leave erases the own account.
func (s *server) leave(c *page.Context) error {
	by := c.Viewer()
	keep, wrong := keepsOrganisation(c)
	if !c.Ticked("bestaetigt") {
		wrong = append(wrong, templates.Problem{Field: "bestaetigt", Text: "Bitte bestätigen Sie, dass Sie das Forum verlassen."})
	}
	if len(wrong) > 0 {
		return s.leavePage(c, wrong)
	}
	err := s.SignIn.Assure(c.Ctx(), by, account.GuardLeave, "passwort", c.Request.PostFormValue("passwort"))
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
	return c.SeeOther(path.WithNotice("/", "konto-geloescht"))
}

// askErase says administrators what erasing somebody's account means.
func (s *server) askErase(c *page.Context) error { return s.erasePage(c, nil) }

func (s *server) erasePage(c *page.Context, wrong templates.Problems) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	f, err := s.Acts.PrepareErasure(c.Ctx(), c.Viewer(), p.ID)
	if err != nil {
		return err
	}
	page := pages.Leave{Base: s.adminBase(c, "Konto löschen", templates.Crumb{Href: path.People, Text: "Mitglieder"}, templates.Crumb{Href: path.To(path.Person, p.ID), Text: p.Name}),
		Action: path.To(path.Person, p.ID) + "/loeschen", Back: path.To(path.Person, p.ID), Person: p.Name, Keep: c.FormText("organisation"), Reason: c.FormText("grund"),
		Farewell: farewellOf(f, p.Organisation), Problems: wrong}
	return c.RenderForm(wrong, pages.LeavePage(page))
}

// erasePerson erases somebody's account.
func (s *server) erasePerson(c *page.Context) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	keep, wrong := keepsOrganisation(c)
	if len(wrong) > 0 {
		return s.erasePage(c, wrong)
	}
	err = s.Acts.EraseAccount(c.Ctx(), c.Viewer(), p.ID, keep, c.FormText("grund"))
	if wrong, ok := page.Problems(err); ok {
		return s.erasePage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.SeeOther(path.WithNotice(path.People, "geloescht"))
}
