package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
)

// personAct is an act on an account that is asked for once more, with a reason.
type personAct struct {
	title string // of the page
	text  func(account.Person) string
	send  string // on the button
	path  string // below the person's
	do    func(*server, *gin.Context, account.Person, string) error
}

var suspension = personAct{
	title: "Konto sperren", send: "Konto sperren", path: "/sperren",
	text: func(p account.Person) string {
		return p.Name + " (" + p.Organisation.Name + ") kann sich danach nicht mehr anmelden; alle Sitzungen enden sofort. Die Beiträge bleiben stehen."
	},
	do: func(s *server, c *gin.Context, p account.Person, reason string) error {
		return s.Accounts.Suspend(ctx(c), s.viewer(c), p.ID, reason)
	},
}

var reinstatement = personAct{
	title: "Konto entsperren", send: "Konto entsperren", path: "/entsperren",
	text: func(p account.Person) string {
		return p.Name + " (" + p.Organisation.Name + ") kann sich danach wieder mit dem bisherigen Passwort anmelden und hat die bisherigen Rollen."
	},
	do: func(s *server, c *gin.Context, p account.Person, reason string) error {
		return s.Accounts.Reinstate(ctx(c), s.viewer(c), p.ID, reason)
	},
}

var factorReset = personAct{
	title: "Zweiten Faktor zurücksetzen", send: "Zweiten Faktor zurücksetzen", path: "/faktor",
	text: func(p account.Person) string {
		return "App, Passkeys und Wiederherstellungscodes von " + p.Name + " (" + p.Organisation.Name + ") gelten danach nicht mehr; alle Sitzungen enden sofort. Vergewissern Sie sich auf anderem Weg, dass die Bitte wirklich von dieser Person kommt. Sie wird per E-Mail benachrichtigt."
	},
	do: func(s *server, c *gin.Context, p account.Person, reason string) error {
		return s.Accounts.ResetFactors(ctx(c), s.viewer(c), p.ID, reason)
	},
}

func (s *server) askResetFactors(c *gin.Context) error { return s.askPersonAct(c, factorReset) }
func (s *server) resetFactors(c *gin.Context) error    { return s.runPersonAct(c, factorReset) }
func (s *server) askSuspend(c *gin.Context) error      { return s.askPersonAct(c, suspension) }
func (s *server) suspendPerson(c *gin.Context) error   { return s.runPersonAct(c, suspension) }
func (s *server) askReinstate(c *gin.Context) error    { return s.askPersonAct(c, reinstatement) }
func (s *server) reinstatePerson(c *gin.Context) error { return s.runPersonAct(c, reinstatement) }

func (s *server) askPersonAct(c *gin.Context, a personAct) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	return s.personActPage(c, p, a, nil)
}

func (s *server) runPersonAct(c *gin.Context, a personAct) error {
	p, _, err := s.personOf(c)
	if err != nil {
		return err
	}
	err = a.do(s, c, p, formText(c, "grund"))
	if wrong, ok := problems(err); ok {
		return s.personActPage(c, p, a, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(personPath(p.ID), "verwaltet"))
}

func (s *server) personActPage(c *gin.Context, p account.Person, a personAct, wrong templates.Problems) error {
	return s.reasonPage(c, p, templates.Confirm{Heading: a.title, Text: a.text(p), Send: a.send, Action: personPath(p.ID) + a.path, Problems: wrong})
}

const reasonLogged = "Steht im Protokoll."

func (s *server) reasonPage(c *gin.Context, p account.Person, page templates.Confirm) error {
	page.Base = s.adminBase(c, page.Heading, templates.Crumb{Href: peoplePath, Text: "Mitglieder"}, templates.Crumb{Href: personPath(p.ID), Text: p.Name})
	page.Back, page.Reason = personPath(p.ID), formText(c, "grund")
	page.WithReason, page.ReasonHint = true, reasonLogged
	return s.render(c, statusOf(page.Problems), templates.ConfirmPage(page))
}

// askRevoke asks for the reason of taking a role.
func (s *server) askRevoke(c *gin.Context) error { return s.revokePage(c, c.Query("rolle"), nil) }

func (s *server) revokePage(c *gin.Context, grant string, wrong templates.Problems) error {
	p, boards, err := s.personOf(c)
	if err != nil {
		return err
	}
	g, ok := account.ParseGrant(grant)
	if !ok {
		return fault.Missing()
	}
	h := rolesOf([]account.Grant{g}, boards)[0]
	return s.reasonPage(c, p, templates.Confirm{Heading: "Rolle entziehen", Send: "Rolle entziehen", Action: personPath(p.ID) + "/entziehen",
		Text:   p.Name + " (" + p.Organisation.Name + ") verliert die Rolle „" + h.role.German() + "“ " + h.scope() + ". Das wirkt sofort; die Person meldet sich danach neu an.",
		Hidden: []templates.Link{{Href: "rolle", Text: grant}}, Problems: wrong})
}

// revokeRole takes a role.
func (s *server) revokeRole(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	g, ok := account.ParseGrant(formText(c, "rolle"))
	if !ok {
		return fault.Missing()
	}
	err = s.Accounts.Revoke(ctx(c), s.viewer(c), id, g, formText(c, "grund"))
	if wrong, ok := problems(err); ok {
		return s.revokePage(c, formText(c, "rolle"), wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(personPath(id), "verwaltet"))
}
