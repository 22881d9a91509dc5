package admin

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
)

// personAct is an act on an account that is asked for once more, with a reason.
type personAct struct {
	title   string // of the page
	text    func(account.Person) string
	send    string // on the button
	pattern string // of its address
	do      func(*server, *page.Context, account.Person, string) error
}

var suspension = personAct{
	title: "Konto sperren", send: "Konto sperren", pattern: path.Suspend,
	text: func(p account.Person) string {
		return p.Name + " (" + p.Organisation.Name +
			") kann sich danach nicht mehr anmelden; alle Sitzungen enden sofort. Die Beiträge bleiben stehen."
	},
	do: func(s *server, c *page.Context, p account.Person, reason string) error {
		return s.Accounts.Suspend(c.Ctx(), c.Viewer(), p.ID, reason)
	},
}

var reinstatement = personAct{
	title: "Konto entsperren", send: "Konto entsperren", pattern: path.Reinstate,
	text: func(p account.Person) string {
		return p.Name + " (" + p.Organisation.Name + ") kann sich danach wieder mit dem bisherigen Passwort anmelden und hat die bisherigen Rollen."
	},
	do: func(s *server, c *page.Context, p account.Person, reason string) error {
		return s.Accounts.Reinstate(c.Ctx(), c.Viewer(), p.ID, reason)
	},
}

var factorReset = personAct{
	title: "Zweiten Faktor zurücksetzen", send: "Zweiten Faktor zurücksetzen", pattern: path.ResetFactors,
	text: func(p account.Person) string {
		return "App, Passkeys und Wiederherstellungscodes von " + p.Name + " (" + p.Organisation.Name +
			") gelten danach nicht mehr; alle Sitzungen enden sofort. Vergewissern Sie sich auf anderem Weg, dass die Bitte wirklich " +
			"von dieser Person kommt. Sie wird per E-Mail benachrichtigt."
	},
	do: func(s *server, c *page.Context, p account.Person, reason string) error {
		return s.Accounts.ResetFactors(c.Ctx(), c.Viewer(), p.ID, reason)
	},
}

func (s *server) askResetFactors(c *page.Context) error { return s.askPersonAct(c, factorReset) }
func (s *server) resetFactors(c *page.Context) error    { return s.runPersonAct(c, factorReset) }
func (s *server) askSuspend(c *page.Context) error      { return s.askPersonAct(c, suspension) }
func (s *server) suspendPerson(c *page.Context) error   { return s.runPersonAct(c, suspension) }
func (s *server) askReinstate(c *page.Context) error    { return s.askPersonAct(c, reinstatement) }
func (s *server) reinstatePerson(c *page.Context) error { return s.runPersonAct(c, reinstatement) }

func (s *server) askPersonAct(c *page.Context, a personAct) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	return s.personActPage(c, p, a, nil)
}

func (s *server) runPersonAct(c *page.Context, a personAct) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	err = a.do(s, c, p, c.FormText("grund"))
	if wrong, ok := page.Problems(err); ok {
		return s.personActPage(c, p, a, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Person, p.ID), "verwaltet")
}

func (s *server) personActPage(c *page.Context, p account.Person, a personAct, wrong templates.Problems) error {
	return s.reasonPage(c, p, templates.Confirm{Heading: a.title, Text: a.text(p), Send: a.send, Action: path.To(a.pattern, p.ID), Problems: wrong})
}

const reasonLogged = "Steht im Protokoll."

func (s *server) reasonPage(c *page.Context, p account.Person, page templates.Confirm) error {
	page.Base = s.adminBase(c, page.Heading, templates.Crumb{Href: path.People, Text: "Mitglieder"},
		templates.Crumb{Href: path.To(path.Person, p.ID), Text: p.Name})
	page.Back, page.Reason = path.To(path.Person, p.ID), c.FormText("grund")
	page.WithReason, page.ReasonHint = true, reasonLogged
	return c.RenderForm(page.Problems, templates.ConfirmPage(page))
}

// askRevoke asks for the reason of taking a role.
func (s *server) askRevoke(c *page.Context) error { return s.revokePage(c, c.Query("rolle"), nil) }

func (s *server) revokePage(c *page.Context, grant string, wrong templates.Problems) error {
	p, boards, err := s.personOf(c)
	if err != nil {
		return err
	}
	g, ok := account.ParseGrant(grant)
	if !ok {
		return fault.Missing()
	}
	h := view.Roles([]account.Grant{g}, boards)[0]
	return s.reasonPage(c, p, templates.Confirm{Heading: "Rolle entziehen", Send: "Rolle entziehen", Action: path.To(path.RevokeRole, p.ID),
		Text: p.Name + " (" + p.Organisation.Name + ") verliert die Rolle „" + h.Role.German() + "“ " + h.Scope() +
			". Das wirkt sofort; die Person meldet sich danach neu an.",
		Hidden: []templates.Link{{Href: "rolle", Text: grant}}, Problems: wrong})
}

// revokeRole takes a role.
func (s *server) revokeRole(c *page.Context, id int64) error {
	g, ok := account.ParseGrant(c.FormText("rolle"))
	if !ok {
		return fault.Missing()
	}
	err := s.Accounts.Revoke(c.Ctx(), c.Viewer(), id, g, c.FormText("grund"))
	if wrong, ok := page.Problems(err); ok {
		return s.revokePage(c, c.FormText("rolle"), wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Person, id), "verwaltet")
}
