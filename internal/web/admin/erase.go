package admin

import (
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

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
	page := pages.Leave{Base: s.adminBase(c, "Konto löschen", templates.Crumb{Href: path.People, Text: "Mitglieder"},
		templates.Crumb{Href: path.To(path.Person, p.ID), Text: p.Name}),
		Action: path.To(path.ErasePerson, p.ID), Back: path.To(path.Person, p.ID), Person: p.Name, Keep: c.FormText("organisation"),
		Reason:   c.FormText("grund"),
		Farewell: view.Farewell(f, p.Organisation), Problems: wrong,
		Backups: privacy.Backups(s.Config)}
	return c.RenderForm(wrong, pages.LeavePage(page))
}

// erasePerson erases somebody's account.
func (s *server) erasePerson(c *page.Context) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	keep, wrong := view.KeepsOrganisation(c)
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
	return c.Announce(path.People, "geloescht")
}
