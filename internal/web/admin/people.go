package admin

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// showPeople lists the accounts.
func (s *server) showPeople(c *page.Context) error {
	f := account.PeopleFilter{Text: strings.TrimSpace(c.Query("name")), Role: account.Role(c.Query("rolle")),
		Disabled: c.Query("gesperrt") != "", After: c.FormNumber("nach")}
	if len(f.Text) > 200 {
		f.Text = ""
	}
	if !f.Role.Valid() {
		f.Role = ""
	}
	by := c.Viewer()
	list, more, err := s.Accounts.People(c.Ctx(), by, f)
	if err != nil {
		return err
	}
	page := pages.People{Base: s.adminBase(c, "Mitglieder"), Query: f.Text, Role: string(f.Role), Disabled: f.Disabled,
		Roles: append([]templates.Option{{Text: "Alle Rollen"}}, roleOptions(true)...), First: f.After == 0, Start: peopleList(f, 0)}
	if more {
		page.More = peopleList(f, list[len(list)-1].ID)
	}
	boards, err := s.Boards.All(c.Ctx(), by)
	if err != nil {
		return err
	}
	for _, p := range list {
		row := pages.PersonRow{Href: path.To(path.Person, p.ID), Name: p.Name, Email: p.Email, Organisation: p.Organisation.Name,
			Disabled: p.Disabled()}
		row.Roles = rolesInWords(view.Roles(p.Grants, boards))
		page.List = append(page.List, row)
	}
	return c.Render(http.StatusOK, pages.PeoplePage(page))
}

// rolesInWords names each role once, with how many boards it holds for.
func rolesInWords(list []view.Role) string {
	boards := map[account.Role]int{}
	for _, h := range list {
		if h.Board != 0 {
			boards[h.Role]++
		}
	}
	var out []string
	for i, h := range list {
		if i > 0 && list[i-1].Role == h.Role {
			continue
		}
		word := h.Role.German()
		if n := boards[h.Role]; n == 1 && h.Board != 0 {
			word += " (" + h.BoardName + ")"
		} else if n > 1 {
			word += " (" + templates.Plural(n, "Bereich", "Bereiche") + ")"
		}
		out = append(out, word)
	}
	return strings.Join(out, ", ")
}

func roleOptions(withMember bool) (out []templates.Option) {
	for _, r := range account.Roles {
		if r != account.Member || withMember {
			out = append(out, templates.Option{Value: string(r), Text: r.German()})
		}
	}
	return out
}

func peopleList(f account.PeopleFilter, after int64) string {
	q := url.Values{}
	if f.Text != "" {
		q.Set("name", f.Text)
	}
	if f.Role != "" {
		q.Set("rolle", string(f.Role))
	}
	if f.Disabled {
		q.Set("gesperrt", "ja")
	}
	if after != 0 {
		q.Set("nach", strconv.FormatInt(after, 10))
	}
	if len(q) == 0 {
		return path.People
	}
	return path.People + "?" + q.Encode()
}

// personOf reads the account that the address names, and all boards.
func (s *server) personOf(c *page.Context) (p account.Person, boards []board.Board, err error) {
	id, err := c.ID("id")
	if err != nil {
		return p, nil, err
	}
	if p, err = s.Accounts.Person(c.Ctx(), c.Viewer(), id); err != nil {
		return p, nil, err
	}
	boards, err = s.Boards.All(c.Ctx(), c.Viewer())
	return p, boards, err
}

// showPerson shows an account with its roles.
func (s *server) showPerson(c *page.Context) error {
	p, boards, err := s.personOf(c)
	if err != nil {
		return err
	}
	return s.personPage(c, p, boards, nil)
}

func (s *server) personPage(c *page.Context, p account.Person, boards []board.Board, wrong templates.Problems) error {
	by := c.Viewer()
	factors, err := s.SignIn.FactorsOf(c.Ctx(), by, p.ID)
	if err != nil {
		return err
	}
	page := pages.Person{
		Base: s.adminBase(c, p.Name, templates.Crumb{Href: path.People, Text: "Mitglieder"}),
		Name: p.Name, Path: path.To(path.Person, p.ID), Disabled: p.Disabled(), CanSuspend: p.CanSuspend(by), CanErase: p.CanErase(by),
		CanReset: factors.Enrolled() && p.CanResetFactors(by), Problems: wrong,
		Roles: roleOptions(false), Role: c.FormText("rolle"), Board: c.FormText("bereich"), Reason: c.FormText("grund"),
		Boards: []templates.Option{{Value: wholeSite, Text: "Das ganze Forum"}},
		Facts: []templates.Fact{
			{Term: "E-Mail-Adresse", Text: p.Email},
			{Term: "Funktion", Text: p.Function},
			{Term: "Organisation", Text: p.Organisation.Name},
			{Term: "Art", Text: p.Organisation.Kind.German()},
			{Term: "Land", Text: p.Organisation.State},
			{Term: "Mitglied seit", Text: templates.DayText(p.CreatedAt)},
			{Term: "Zweiter Faktor", Text: view.EnrolledFactors(factors)},
			{Term: "Gesperrt seit", Text: templates.DayText(p.DisabledAt)},
		},
	}
	for _, b := range boards {
		page.Boards = append(page.Boards, templates.Option{Value: strconv.FormatInt(b.ID, 10), Text: b.Name, Group: view.BoardGroup(b)})
	}
	for _, h := range view.Roles(p.Grants, boards) {
		row := pages.HeldRole{Name: h.Role.German(), Scope: h.Scope()}
		if p.CanLose(by, h.Grant) {
			row.RevokeHref = path.WithQuery(path.To(path.RevokeRole, p.ID), "rolle", h.Grant.String())
		}
		page.Held = append(page.Held, row)
	}
	return c.RenderForm(wrong, pages.PersonPage(page))
}

// wholeSite stands for no board in particular where a role is given. An empty value is no
// choice: nobody gets a role on all boards by what could not be read.
const wholeSite = "0"

// grantRole gives a role.
func (s *server) grantRole(c *page.Context) error {
	p, boards, err := s.personOf(c)
	if err != nil {
		return err
	}
	g := account.Grant{Role: account.Role(c.FormText("rolle")), Board: c.FormNumber("bereich")}
	known := c.FormText("bereich") == wholeSite
	for _, b := range boards {
		known = known || b.ID == g.Board
	}
	if !known {
		return s.personPage(c, p, boards, templates.Problems{{Field: "bereich", Text: "Bitte wählen Sie einen Bereich."}})
	}
	err = s.Accounts.Grant(c.Ctx(), c.Viewer(), p.ID, g, c.FormText("grund"))
	if wrong, ok := page.Problems(err); ok {
		return s.personPage(c, p, boards, wrong)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Person, p.ID), "verwaltet")
}
