package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/templates"
	pages "kommunalforum/templates/membership"
)

const joinPath = "/registrieren"

var errNoMail = fault.Of(fault.Unready, "Dieses Forum verschickt keine E-Mails. Bitte wenden Sie sich an die Administration.")

// showJoin offers to register; who is signed in has an account.
func (s *server) showJoin(c *gin.Context) error {
	if by := s.viewer(c); by.Session != "" {
		return onward(c, by, "/konto")
	}
	notice := c.Query("hinweis")
	return s.joinPage(c, pages.Register{Sent: notice == "registriert", Waits: notice == "registrierung-wartet"})
}

func (s *server) joinPage(c *gin.Context, page pages.Register) error {
	page.Base = s.base(c, "Registrieren", templates.SectionNone, templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Registrieren"})
	page.Path = "/" // signing in does not return here
	page.ByMail, page.Terms, page.Contact = s.Config.Mail.On(), s.Accounts.Terms != "", s.site().Contact
	page.Post = s.folderLink(c)
	if s.Config.Demo {
		err := s.DB.Read(ctx(c), func(tx *db.Tx) (err error) {
			page.Demo, err = membership.DomainNamesTx(tx, 3)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.render(c, statusOf(page.Problems), pages.RegisterPage(page))
}

// folderLink leads to the mails of a demo world; no link without Href.
func (s *server) folderLink(c *gin.Context) templates.Link {
	if !s.readsFolder(c) {
		return templates.Link{}
	}
	return templates.Link{Href: folderPath, Text: "E-Mails dieser Entwicklungsumgebung lesen"}
}

// join mails a link with which joining goes on. Whether there is an
// account is no part of the answer.
func (s *server) join(c *gin.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	if by := s.viewer(c); by.Session != "" {
		return onward(c, by, "/konto") // who has an account makes none
	}
	giveBack, err := s.allowJoin(c)
	if err != nil {
		return err
	}
	in := membership.Form{Email: formText(c, "email"), Name: formText(c, "name"), Function: formText(c, "funktion"), Terms: s.Accounts.Terms}
	var wrong templates.Problems
	if in.Terms != "" && !ticked(c, "zustimmung") {
		wrong = templates.Problems{{Field: "zustimmung", Text: mustAgree}}
	} else {
		err := s.Joining.Apply(ctx(c), in)
		if wrong, _ = problems(err); wrong == nil && err != nil {
			return err
		}
	}
	if wrong != nil {
		giveBack() // nothing was asked of anybody
		return s.joinPage(c, pages.Register{Email: in.Email, Name: in.Name, Function: in.Function, Agreed: ticked(c, "zustimmung"), Problems: wrong})
	}
	return seeOther(c, joinPath+"?hinweis=registriert")
}

// allowJoin takes one of the registrations of the client address.
func (s *server) allowJoin(c *gin.Context) (giveBack func(), err error) {
	client, now := clientOf(c), s.DB.Now(ctx(c))
	today, wait := s.limits.joinsADay.allow(client, now)
	if wait == 0 {
		var lately func()
		if lately, wait = s.limits.joins.allow(client, now); wait == 0 {
			return func() { lately(); today() }, nil
		}
		today()
	}
	return nil, fault.RateLimited(wait, "Von Ihrem Anschluss kamen zu viele Registrierungen.")
}

const mustAgree = "Bitte stimmen Sie den Nutzungsbedingungen zu."

// showApplication is the page of the mailed link: nothing happens by opening it.
func (s *server) showApplication(c *gin.Context) error {
	step, err := s.Joining.Step(ctx(c), c.Param("token"))
	if err != nil {
		return err
	}
	return s.applicationPage(c, step, membership.Confirmation{}, nil)
}

func (s *server) applicationPage(c *gin.Context, step membership.Step, in membership.Confirmation, wrong templates.Problems) error {
	title := "Konto anlegen"
	if step.Changes() {
		title = "Neue E-Mail-Adresse"
	}
	page := pages.Confirm{Base: s.base(c, title, templates.SectionNone), Action: c.Request.URL.Path, Email: step.Email, Name: step.Name,
		Domain: step.Domain(), Changes: step.Changes(), Stays: step.Stays, Free: step.Free(),
		Organisation: strconv.FormatInt(in.Organisation, 10), Employer: in.Employer, Reason: in.Reason, Colleague: in.Colleague,
		Least: passwordRule, Problems: wrong}
	page.NoIndex = true
	if len(step.Choice) == 1 {
		page.One = step.Choice[0].Name
	} else {
		for _, o := range step.Choice {
			page.Several = append(page.Several, templates.Option{Value: strconv.FormatInt(o.ID, 10), Text: o.Name})
		}
	}
	return s.render(c, statusOf(wrong), pages.ConfirmPage(page))
}

// confirmApplication uses the mailed link up.
func (s *server) confirmApplication(c *gin.Context) error {
	token := c.Param("token")
	step, err := s.Joining.Step(ctx(c), token)
	if err != nil {
		return err
	}
	in := membership.Confirmation{Organisation: formNumber(c, "organisation"), Employer: formText(c, "arbeitgeber"), Reason: formText(c, "grund"),
		Colleague: formText(c, "kollege"), Password: c.Request.PostFormValue("passwort")}
	if wrong := repeated(c, in.Password); wrong != nil && !step.Changes() {
		return s.applicationPage(c, step, in, wrong)
	}
	result, err := s.Joining.Confirm(ctx(c), token, in)
	if wrong, ok := problems(err); ok {
		return s.applicationPage(c, step, in, wrong)
	}
	if err != nil {
		return err
	}
	switch {
	case result == membership.Joined:
		return seeOther(c, withNotice("/anmelden", "registriert-fertig"))
	case result == membership.Changed:
		return seeOther(c, withNotice("/", "adresse-geaendert"))
	case step.Changes():
		return seeOther(c, withNotice("/", "adresse-wartet"))
	}
	return seeOther(c, joinPath+"?hinweis=registrierung-wartet")
}

// showInvitation is the page of a mailed invitation.
func (s *server) showInvitation(c *gin.Context) error {
	i, err := s.Joining.Invited(ctx(c), c.Param("token"))
	if err != nil {
		return err
	}
	return s.invitationPage(c, i, http.StatusOK, pages.Invited{})
}

func (s *server) invitationPage(c *gin.Context, i membership.Invitation, status int, page pages.Invited) error {
	page.Base = s.base(c, "Einladung annehmen", templates.SectionNone)
	page.NoIndex = true
	page.Action, page.Email, page.Inviter, page.Organisation = c.Request.URL.Path, i.Email, i.Inviter.Name, i.Organisation.Name
	page.Terms, page.Least = s.Accounts.Terms != "", passwordRule
	return s.render(c, status, pages.InvitedPage(page))
}

// acceptInvitation makes an account by an invitation.
func (s *server) acceptInvitation(c *gin.Context) error {
	token := c.Param("token")
	i, err := s.Joining.Invited(ctx(c), token)
	if err != nil {
		return err
	}
	in := membership.Acceptance{Name: formText(c, "name"), Function: formText(c, "funktion"), Password: c.Request.PostFormValue("passwort"), Terms: s.Accounts.Terms}
	wrong := repeated(c, in.Password)
	if in.Terms != "" && !ticked(c, "zustimmung") {
		wrong = append(wrong, templates.Problem{Field: "zustimmung", Text: mustAgree})
	}
	if wrong == nil {
		err := s.Joining.Accept(ctx(c), token, in)
		var ok bool
		if wrong, ok = problems(err); !ok && err != nil {
			return err
		}
	}
	if wrong != nil {
		return s.invitationPage(c, i, http.StatusUnprocessableEntity, pages.Invited{Name: in.Name, Function: in.Function, Agreed: ticked(c, "zustimmung"), Problems: wrong})
	}
	return seeOther(c, withNotice("/anmelden", "registriert-fertig"))
}
