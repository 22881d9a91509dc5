package signin

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/membership"
)

var errNoMail = fault.Of(fault.Unready, "Dieses Forum verschickt keine E-Mails. Bitte wenden Sie sich an die Administration.")

// showSignUp offers to register; who is signed in has an account.
func (s *server) showSignUp(c *page.Context) error {
	if by := c.Viewer(); by.Session != "" {
		return c.Onward(by, path.Account)
	}
	return s.signUpPage(c, pages.SignUp{Sent: c.Announced("registriert"), Waits: c.Announced("registrierung-wartet")})
}

func (s *server) signUpPage(c *page.Context, page pages.SignUp) error {
	page.Base = c.Base("Registrieren", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Registrieren"})
	page.Path = path.Start // signing in does not return here
	page.ByMail, page.Terms, page.Contact = s.Config.Mail.On(), s.Accounts.Terms != "", s.kit.Site(c.Ctx()).Contact
	page.Post = c.MailFolderLink()
	if s.Config.Demo {
		var err error
		if page.Demo, err = s.Joining.DomainNames(c.Ctx(), 3); err != nil {
			return err
		}
	}
	return c.RenderForm(page.Problems, pages.SignUpPage(page))
}

// signUp mails a link with which joining goes on. Whether there is an
// account is no part of the answer.
func (s *server) signUp(c *page.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	if by := c.Viewer(); by.Session != "" {
		return c.Onward(by, path.Account) // who has an account makes none
	}
	giveBack, err := s.allowSignUp(c)
	if err != nil {
		return err
	}
	in := membership.Form{Email: c.FormText("email"), Name: c.FormText("name"), Function: c.FormText("funktion"), Terms: s.Accounts.Terms}
	var wrong templates.Problems
	if in.Terms != "" && !c.Ticked("zustimmung") {
		wrong = templates.Problems{{Field: "zustimmung", Text: mustAgree}}
	} else {
		err := s.Joining.Apply(c.Ctx(), in)
		if wrong, _ = page.Problems(err); wrong == nil && err != nil {
			return err
		}
	}
	if wrong != nil {
		giveBack() // nothing was asked of anybody
		return s.signUpPage(c, pages.SignUp{Email: in.Email, Name: in.Name, Function: in.Function, Agreed: c.Ticked("zustimmung"), Problems: wrong})
	}
	return c.Announce(path.SignUp, "registriert")
}

// allowSignUp takes one of the registrations of the client address.
func (s *server) allowSignUp(c *page.Context) (giveBack func(), err error) {
	client, now := c.Client(), c.Now()
	today, wait := s.limits.joinsADay.Allow(client, now)
	if wait == 0 {
		var lately func()
		if lately, wait = s.limits.joins.Allow(client, now); wait == 0 {
			return func() { lately(); today() }, nil
		}
		today()
	}
	return nil, fault.RateLimited(wait, "Von Ihrem Anschluss kamen zu viele Registrierungen.")
}

const mustAgree = "Bitte stimmen Sie den Nutzungsbedingungen zu."

// showApplication is the page of the mailed link: nothing happens by opening it.
func (s *server) showApplication(c *page.Context) error {
	step, err := s.Joining.Step(c.Ctx(), c.Param("token"))
	if err != nil {
		return err
	}
	return s.applicationPage(c, step, membership.Confirmation{}, nil)
}

func (s *server) applicationPage(c *page.Context, step membership.Step, in membership.Confirmation, wrong templates.Problems) error {
	title := "Konto anlegen"
	if step.Changes() {
		title = "Neue E-Mail-Adresse"
	}
	page := pages.Confirm{Base: c.Base(title, templates.SectionNone), Action: c.Request.URL.Path, Email: step.Email, Name: step.Name,
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
	return c.RenderForm(wrong, pages.ConfirmPage(page))
}

// confirmApplication uses the mailed link up.
func (s *server) confirmApplication(c *page.Context) error {
	token := c.Param("token")
	step, err := s.Joining.Step(c.Ctx(), token)
	if err != nil {
		return err
	}
	in := membership.Confirmation{Organisation: c.FormNumber("organisation"), Employer: c.FormText("arbeitgeber"), Reason: c.FormText("grund"),
		Colleague: c.FormText("kollege"), Password: c.Request.PostFormValue("passwort")}
	if wrong := repeated(c, in.Password); wrong != nil && !step.Changes() {
		return s.applicationPage(c, step, in, wrong)
	}
	result, err := s.Joining.Confirm(c.Ctx(), token, in)
	if wrong, ok := page.Problems(err); ok {
		return s.applicationPage(c, step, in, wrong)
	}
	if err != nil {
		return err
	}
	switch {
	case result == membership.Joined:
		return c.Announce(path.SignIn, "registriert-fertig")
	case result == membership.Changed:
		return c.Announce(path.Start, "adresse-geaendert")
	case step.Changes():
		return c.Announce(path.Start, "adresse-wartet")
	}
	return c.Announce(path.SignUp, "registrierung-wartet")
}

// showInvitation is the page of a mailed invitation.
func (s *server) showInvitation(c *page.Context) error {
	i, err := s.Joining.Invited(c.Ctx(), c.Param("token"))
	if err != nil {
		return err
	}
	return s.invitationPage(c, i, http.StatusOK, pages.Invited{})
}

func (s *server) invitationPage(c *page.Context, i membership.Invitation, status int, page pages.Invited) error {
	page.Base = c.Base("Einladung annehmen", templates.SectionNone)
	page.NoIndex = true
	page.Action, page.Email, page.Inviter, page.Organisation = c.Request.URL.Path, i.Email, i.Inviter.Name, i.Organisation.Name
	page.Terms, page.Least = s.Accounts.Terms != "", passwordRule
	return c.Render(status, pages.InvitedPage(page))
}

// acceptInvitation makes an account by an invitation.
func (s *server) acceptInvitation(c *page.Context) error {
	token := c.Param("token")
	i, err := s.Joining.Invited(c.Ctx(), token)
	if err != nil {
		return err
	}
	in := membership.Acceptance{Name: c.FormText("name"), Function: c.FormText("funktion"), Password: c.Request.PostFormValue("passwort"),
		Terms: s.Accounts.Terms}
	wrong := repeated(c, in.Password)
	if in.Terms != "" && !c.Ticked("zustimmung") {
		wrong = append(wrong, templates.Problem{Field: "zustimmung", Text: mustAgree})
	}
	if wrong == nil {
		err := s.Joining.Accept(c.Ctx(), token, in)
		var ok bool
		if wrong, ok = page.Problems(err); !ok && err != nil {
			return err
		}
	}
	if wrong != nil {
		return s.invitationPage(c, i, http.StatusUnprocessableEntity, pages.Invited{Name: in.Name, Function: in.Function,
			Agreed: c.Ticked("zustimmung"), Problems: wrong})
	}
	return c.Announce(path.SignIn, "registriert-fertig")
}
