package web

import (
	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/membership"
	"kommunalforum/templates"
	pages "kommunalforum/templates/membership"
)

const colleaguesPath = "/konto/kollegium"

// showColleagues shows whom the member invited, and about whom they are asked.
func (s *server) showColleagues(c *gin.Context) error {
	return s.colleaguesPage(c, nil)
}

func (s *server) colleaguesPage(c *gin.Context, wrong templates.Problems) error {
	by, now := s.viewer(c), s.DB.Now(ctx(c))
	asked, err := s.Joining.Vouchings(ctx(c), by)
	if err != nil {
		return err
	}
	sent, err := s.Joining.Invitations(ctx(c), by)
	if err != nil {
		return err
	}
	page := pages.Colleagues{Base: s.ownBase(c, "Kollegium"), ByMail: s.Config.Mail.On(), Organisation: by.Organisation.Name, Any: by.ModeratesSomewhere(),
		Email: formText(c, "email"), Foreign: formText(c, "organisation"), Kind: formText(c, "art"), Kinds: kindOptions("– bekannte Organisation –"),
		Land: formText(c, "land"), Lands: landOptions(), Problems: wrong}
	for _, a := range asked {
		page.Asked = append(page.Asked, pages.Vouching{ID: a.ID, Name: a.Name, Function: a.Function, Email: a.Email, Employer: a.Employer, At: a.ConfirmedAt})
	}
	for _, i := range sent {
		row := pages.SentInvitation{ID: i.ID, Email: i.Email, At: i.CreatedAt, Until: i.ExpiresAt, Open: i.Open(now) && i.Stands(by), State: "offen", Tone: templates.ToneNeutral}
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
	return s.render(c, statusOf(wrong), pages.ColleaguesPage(page))
}

// ownBase is base for a page below the own account.
func (s *server) ownBase(c *gin.Context, title string) templates.Base {
	b := s.base(c, title, templates.SectionNone, templates.Crumb{Href: "/konto", Text: "Mein Konto"}, templates.Crumb{Text: title})
	b.NoIndex = true
	return b
}

// landOptions offers the Länder after an empty choice.
func landOptions() []templates.Option {
	out := []templates.Option{{Text: "– ohne Land –"}}
	for _, l := range catalogue.States() {
		out = append(out, templates.Option{Value: l, Text: l})
	}
	return out
}

// invite mails an invitation.
func (s *server) invite(c *gin.Context) error {
	if !s.Config.Mail.On() {
		return errNoMail
	}
	err := s.Joining.Invite(ctx(c), s.viewer(c), membership.NewInvitation{Email: formText(c, "email"), Organisation: formText(c, "organisation"),
		Kind: account.OrganisationKind(formText(c, "art")), State: formText(c, "land")})
	if wrong, ok := problems(err); ok {
		return s.colleaguesPage(c, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(colleaguesPath, "eingeladen"))
}

// revokeInvitation takes an own invitation back.
func (s *server) revokeInvitation(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Joining.Revoke(ctx(c), s.viewer(c), id); err != nil {
		return err
	}
	return seeOther(c, withNotice(colleaguesPath, "einladung-zurueck"))
}

// vouch answers whether an applicant works for the own organisation.
func (s *server) vouch(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Joining.Vouch(ctx(c), s.viewer(c), id, formText(c, "antwort") == "ja"); err != nil {
		return err
	}
	return seeOther(c, withNotice(colleaguesPath, "antwort-kollegium"))
}
