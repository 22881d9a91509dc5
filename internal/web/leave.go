package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/usecase"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// leavePath is where people leave the forum.
const leavePath = "/konto/verlassen"

// askLeave says what leaving means and asks to confirm it.
func (s *server) askLeave(c *gin.Context) error { return s.leavePage(c, nil) }

func (s *server) leavePage(c *gin.Context, wrong templates.Problems) error {
	by := s.viewer(c)
	types, err := s.SignIn.MayAct(ctx(c), by, account.GuardLeave)
	if err != nil {
		return err
	}
	f, err := s.Acts.PrepareLeaving(ctx(c), by)
	if err != nil {
		return err
	}
	page := pages.Leave{Base: s.base(c, "Forum verlassen", templates.SectionNone,
		templates.Crumb{Href: "/konto", Text: "Mein Konto"}, templates.Crumb{Text: "Forum verlassen"}),
		Action: leavePath, Back: "/konto", Email: by.Email, Password: types, Keep: formText(c, "organisation"),
		Farewell: farewellOf(f, by.Organisation), Problems: wrong}
	page.NoIndex = true
	return s.render(c, statusOf(wrong), pages.LeavePage(page))
}

func farewellOf(f usecase.Farewell, o account.Organisation) pages.Farewell {
	return pages.Farewell{Posts: f.Posts, Asked: f.Asked, Assigned: f.Assigned, LastAdmin: f.LastAdmin,
		Organisation: o.Name, Former: account.Former, Unnamed: account.UnnamedName}
}

// keepsOrganisation reads the choice that nobody makes for those who leave.
func keepsOrganisation(c *gin.Context) (keep bool, wrong templates.Problems) {
	switch formText(c, "organisation") {
	case "ja":
		return true, nil
	case "nein":
		return false, nil
	}
	return false, templates.Problems{{Field: "organisation", Text: "Bitte wählen Sie, ob die Organisation stehen bleibt."}}
}

// leave erases the own account.
func (s *server) leave(c *gin.Context) error {
	by := s.viewer(c)
	keep, wrong := keepsOrganisation(c)
	if !ticked(c, "bestaetigt") {
		wrong = append(wrong, templates.Problem{Field: "bestaetigt", Text: "Bitte bestätigen Sie, dass Sie das Forum verlassen."})
	}
	if len(wrong) > 0 {
		return s.leavePage(c, wrong)
	}
	err := s.SignIn.Assure(ctx(c), by, account.GuardLeave, "passwort", c.Request.PostFormValue("passwort"))
	if err == nil {
		err = s.Acts.Leave(ctx(c), by, keep)
	}
	if p, ok := problems(err); ok {
		return s.leavePage(c, p)
	}
	if err != nil {
		return err
	}
	if err := s.endSession(c); err != nil { // it is gone already; the cookie goes too
		return err
	}
	return seeOther(c, withNotice("/", "konto-geloescht"))
}

// askErase says administrators what erasing somebody's account means.
func (s *server) askErase(c *gin.Context) error { return s.erasePage(c, nil) }

func (s *server) erasePage(c *gin.Context, wrong templates.Problems) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	f, err := s.Acts.PrepareErasure(ctx(c), s.viewer(c), p.ID)
	if err != nil {
		return err
	}
	page := pages.Leave{Base: s.adminBase(c, "Konto löschen", templates.Crumb{Href: peoplePath, Text: "Mitglieder"}, templates.Crumb{Href: personPath(p.ID), Text: p.Name}),
		Action: personPath(p.ID) + "/loeschen", Back: personPath(p.ID), Person: p.Name, Keep: formText(c, "organisation"), Reason: formText(c, "grund"),
		Farewell: farewellOf(f, p.Organisation), Problems: wrong}
	return s.render(c, statusOf(wrong), pages.LeavePage(page))
}

// erasePerson erases somebody's account.
func (s *server) erasePerson(c *gin.Context) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	keep, wrong := keepsOrganisation(c)
	if len(wrong) > 0 {
		return s.erasePage(c, wrong)
	}
	err = s.Acts.EraseAccount(ctx(c), s.viewer(c), p.ID, keep, formText(c, "grund"))
	if wrong, ok := problems(err); ok {
		return s.erasePage(c, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(peoplePath, "geloescht"))
}
