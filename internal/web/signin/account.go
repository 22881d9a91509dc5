package signin

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/signin"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// showAccount shows people their own data, roles and sessions.
func (s *server) showAccount(c *page.Context) error {
	by := c.Viewer()
	own, err := s.Accounts.Own(c.Ctx(), by)
	if err != nil {
		return err
	}
	list, err := s.SignIn.Sessions(c.Ctx(), by)
	if err != nil {
		return err
	}
	page := pages.Show{Base: c.Base("Mein Konto", templates.SectionNone,
		templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Mein Konto"}), Facts: ownFacts(own)}
	page.NoIndex = true
	asked, err := s.Joining.CountVouchings(c.Ctx(), by)
	if err != nil {
		return err
	}
	if asked > 0 {
		page.Asked = templates.Plural(asked, "Anfrage wartet", "Anfragen warten") + " auf Ihre Antwort."
	}
	boards, err := s.Boards.List(c.Ctx(), by)
	if err != nil {
		return err
	}
	for _, r := range view.Roles(own.Grants, boards) {
		page.Roles = append(page.Roles, pages.Role{Name: r.Role.German(), Scope: r.Where(), Board: r.BoardName, Href: r.Href})
	}
	factors, err := s.SignIn.Factors(c.Ctx(), by)
	if err != nil {
		return err
	}
	page.Factors = factorsInWords(factors)
	unpublished, err := s.Forum.Unpublished(c.Ctx(), by)
	if err != nil {
		return err
	}
	page.Waiting = waitingNotes(unpublished)
	for _, x := range list {
		page.Sessions = append(page.Sessions, pages.Session{ID: x.ID, Device: x.Device, Begun: x.Created, Seen: x.Seen, Present: x.Present})
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// ownFacts is what people see of their own account.
func ownFacts(own account.Person) []templates.Fact {
	return []templates.Fact{
		{Term: "Name", Text: own.Name},
		{Term: "E-Mail-Adresse", Text: own.Email},
		{Term: "Funktion", Text: own.Function},
		{Term: "Organisation", Text: own.Organisation.Name},
		{Term: "Art", Text: own.Organisation.Kind.German()},
		{Term: "Land", Text: own.Organisation.State},
		{Term: "Mitglied seit", Text: templates.DayText(own.CreatedAt)},
	}
}

// waitingNotes lead to the first posts that others do not read yet.
func waitingNotes(u forum.Unpublished) (out []templates.Note) {
	words := map[forum.Review]string{forum.Waiting: "wartet auf Freigabe", forum.Refused: "nicht freigegeben"}
	for _, t := range u.Questions {
		out = append(out, templates.Note{Href: path.Thread(t.ID, t.Title), Title: t.Title, Text: "Frage, " + words[t.Review]})
	}
	for _, h := range u.Replies {
		out = append(out, templates.Note{Href: path.Thread(h.ThreadID, h.Title) + "#wartend-" + strconv.FormatInt(h.ID, 10), Title: h.Title,
			Text: "Antwort, " + words[h.State]})
	}
	return out
}

// factorsInWords says what there is beyond the password.
func factorsInWords(f signin.Factors) string {
	keys := templates.Plural(len(f.Summary.Passkeys), "Passkey", "Passkeys")
	switch {
	case f.App && len(f.Summary.Passkeys) > 0:
		return "Beim Anmelden schützen Sie eine Authentifizierungs-App und " + keys + "."
	case f.App:
		return "Beim Anmelden schützt Sie eine Authentifizierungs-App."
	case f.Enrolled() && len(f.Summary.Passkeys) == 1:
		return "Beim Anmelden schützt Sie ein Passkey."
	case f.Enrolled():
		return "Beim Anmelden schützen Sie " + keys + "."
	}
	return "Einen zweiten Faktor haben Sie noch nicht eingerichtet."
}

// stayAwake keeps the session from ending while somebody writes: that it was
// asked for is all it takes.
func (s *server) stayAwake(c *page.Context) error {
	c.Status(http.StatusNoContent)
	return nil
}

// endSessions ends one of the own sessions, or all but the present one.
func (s *server) endSessions(c *page.Context) error {
	by := c.Viewer()
	if c.Ticked("alle") {
		if err := s.SignIn.EndOtherSessions(c.Ctx(), by); err != nil {
			return err
		}
		return c.Announce(path.Account, "sitzungen")
	}
	id := c.FormText("sitzung")
	if id == "" {
		return fault.Reject("Bitte wählen Sie, welche Sitzung enden soll.")
	}
	if err := s.SignIn.EndSession(c.Ctx(), by, id); err != nil {
		return err
	}
	if id == by.Session {
		return c.Announce(path.Start, "abgemeldet")
	}
	return c.Announce(path.Account, "sitzung")
}
