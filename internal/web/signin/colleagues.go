package signin

import (
	"kommunalforum/internal/fault"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/membership"
)

// showColleagues shows whom the member invited, and about whom they are asked.
func (s *server) showColleagues(c *page.Context) error {
	return s.colleaguesPage(c, nil)
}

func (s *server) colleaguesPage(c *page.Context, wrong templates.Problems) error {
	by, now := c.Viewer(), c.Now()
	asked, err := s.Joining.Vouchings(c.Ctx(), by)
	if err != nil {
		return err
	}
	sent, err := s.Joining.Invitations(c.Ctx(), by)
	if err != nil {
		return err
	}
	page := pages.Colleagues{Base: s.ownBase(c, "Kollegium"), ByMail: s.Config.Mail.On(), Organisation: by.Organisation.Name,
		Any:   by.ModeratesSomewhere(),
		Email: c.FormText("email"), Foreign: c.FormText("organisation"), Kind: c.FormText("art"),
		Kinds: view.OrganisationKindOptions("– bekannte Organisation –"),
		Land:  c.FormText("land"), Lands: view.LandOptions(), Problems: wrong}
	for _, a := range asked {
		page.Asked = append(page.Asked, pages.Vouching{ID: a.ID, Name: a.Name, Function: a.Function, Email: a.Email, Employer: a.Employer,
			At: a.ConfirmedAt})
	}
	for _, i := range sent {
		row := pages.SentInvitation{ID: i.ID, Email: i.Email, At: i.CreatedAt, Until: i.ExpiresAt, Open: i.Open(now) && i.Stands(by),
			State: "offen", Tone: templates.ToneNeutral}
		if i.Organisation.ID != by.Organisation.ID {
			row.Organisation = i.Organisation.Name
		}
		switch {
		case !i.AcceptedAt.IsZero():
			row.State, row.Tone = "angenommen", templates.ToneSuccess
		case !i.RevokedAt.IsZero():
			row.State, row.Tone = "zurückgenommen", templates.ToneMuted
		case i.Open(now):
			if !i.Stands(by) {
				row.State, row.Tone = "gilt nicht mehr", templates.ToneMuted
			}
		default:
			row.State, row.Tone = "abgelaufen", templates.ToneMuted
		}
		page.Sent = append(page.Sent, row)
	}
	return c.RenderForm(wrong, pages.ColleaguesPage(page))
}

// ownBase is base for a page below the own account.
func (s *server) ownBase(c *page.Context, title string) templates.Base {
	b := c.Base(title, templates.SectionNone, templates.Crumb{Href: path.Account, Text: "Mein Konto"}, templates.Crumb{Text: title})
	b.NoIndex = true
	return b
}

// invite mails an invitation.
func (s *server) invite(c *page.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	err := s.Joining.Invite(c.Ctx(), c.Viewer(), membership.NewInvitation{Email: c.FormText("email"), Organisation: c.FormText("organisation"),
		Kind: organisation.Kind(c.FormText("art")), State: c.FormText("land")})
	if wrong, ok := page.Problems(err); ok {
		return s.colleaguesPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Colleagues, "eingeladen")
}

// revokeInvitation takes an own invitation back.
func (s *server) revokeInvitation(c *page.Context, id int64) error {
	return c.Removed(s.Joining.Revoke(c.Ctx(), c.Viewer(), id), path.Colleagues, "einladung-zurueck")
}

// vouch answers whether an applicant works for the own organisation.
func (s *server) vouch(c *page.Context, id int64) error {
	answer := c.FormText("antwort")
	if answer != "ja" && answer != "nein" {
		return fault.Reject("Bitte antworten Sie mit Ja oder Nein.")
	}
	return c.Decided(s.Joining.Vouch(c.Ctx(), c.Viewer(), id, answer == "ja"), path.Colleagues, "antwort-kollegium", page.Done{})
}
