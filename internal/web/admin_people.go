package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const peoplePath = "/verwaltung/mitglieder"

// Below the path of a person.
const (
	rolesPath  = "/rollen"
	revokePath = "/entziehen"
)

func personPath(id int64) string { return peoplePath + "/" + strconv.FormatInt(id, 10) }

// showPeople lists the accounts.
func (s *server) showPeople(c *gin.Context) error {
	f := account.PeopleFilter{Text: strings.TrimSpace(c.Query("name")), Role: account.Role(c.Query("rolle")), Disabled: c.Query("gesperrt") != "", After: formNumber(c, "nach")}
	if len(f.Text) > 200 {
		f.Text = ""
	}
	if !f.Role.Valid() {
		f.Role = ""
	}
	by := s.viewer(c)
	list, more, err := s.Accounts.People(ctx(c), by, f)
	if err != nil {
		return err
	}
	page := pages.People{Base: s.adminBase(c, "Mitglieder"), Query: f.Text, Role: string(f.Role), Disabled: f.Disabled,
		Roles: append([]templates.Option{{Text: "Alle Rollen"}}, roleOptions(true)...), First: f.After == 0, Start: peopleList(f, 0)}
	if more {
		page.More = peopleList(f, list[len(list)-1].ID)
	}
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		boards, err := board.SettledTx(tx, by)
		for _, p := range list {
			row := pages.PersonRow{Href: personPath(p.ID), Name: p.Name, Email: p.Email, Organisation: p.Organisation.Name, Disabled: p.Disabled()}
			row.Roles = rolesInWords(rolesOf(p.Grants, boards))
			page.List = append(page.List, row)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, pages.PeoplePage(page))
}

// rolesInWords names each role once, with how many boards it holds for.
func rolesInWords(list []held) string {
	boards := map[account.Role]int{}
	for _, h := range list {
		if h.Board != 0 {
			boards[h.role]++
		}
	}
	var out []string
	for i, h := range list {
		if i > 0 && list[i-1].role == h.role {
			continue
		}
		word := h.role.German()
		if n := boards[h.role]; n == 1 && h.Board != 0 {
			word += " (" + h.board + ")"
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
		return peoplePath
	}
	return peoplePath + "?" + q.Encode()
}

// personOf reads the account that the address names, and all boards.
func (s *server) personOf(c *gin.Context) (p account.Person, boards []board.Board, err error) {
	id, err := pathID(c, "id")
	if err != nil {
		return p, nil, err
	}
	by := s.viewer(c)
	if p, err = s.Accounts.Person(ctx(c), by, id); err != nil {
		return p, nil, err
	}
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		boards, err = board.SettledTx(tx, by)
		return err
	})
	return p, boards, err
}

// showPerson shows an account with its roles.
func (s *server) showPerson(c *gin.Context) error {
	p, boards, err := s.personOf(c)
	if err != nil {
		return err
	}
	return s.personPage(c, p, boards, nil)
}

func (s *server) personPage(c *gin.Context, p account.Person, boards []board.Board, wrong templates.Problems) error {
	by := s.viewer(c)
	factors, err := s.SignIn.FactorsOf(ctx(c), by, p.ID)
	if err != nil {
		return err
	}
	page := pages.Person{
		Base: s.adminBase(c, p.Name, templates.Crumb{Href: peoplePath, Text: "Mitglieder"}),
		Name: p.Name, Path: personPath(p.ID), Disabled: p.Disabled(), CanSuspend: p.CanSuspend(by), CanErase: p.CanErase(by), CanReset: factors.Held() && p.CanResetFactors(by), Problems: wrong,
		Roles: roleOptions(false), Role: formText(c, "rolle"), Board: formText(c, "bereich"), Reason: formText(c, "grund"),
		Boards: []templates.Option{{Value: "0", Text: "Das ganze Forum"}},
		Facts: []templates.Fact{
			{Term: "E-Mail-Adresse", Text: p.Email},
			{Term: "Funktion", Text: p.Function},
			{Term: "Organisation", Text: p.Organisation.Name},
			{Term: "Art", Text: p.Organisation.Kind.German()},
			{Term: "Land", Text: p.Organisation.State},
			{Term: "Mitglied seit", Text: templates.DayText(p.CreatedAt)},
			{Term: "Zweiter Faktor", Text: factorsHeld(factors)},
			{Term: "Gesperrt seit", Text: templates.DayText(p.DisabledAt)},
		},
	}
	for _, b := range boards {
		page.Boards = append(page.Boards, templates.Option{Value: strconv.FormatInt(b.ID, 10), Text: b.Name, Group: boardGroup(b)})
	}
	for _, h := range rolesOf(p.Grants, boards) {
		row := pages.HeldRole{Name: h.role.German(), Scope: h.scope()}
		if p.CanLose(by, h.Grant) {
			row.RevokeHref = personPath(p.ID) + "/entziehen?rolle=" + url.QueryEscape(h.Grant.String())
		}
		page.Held = append(page.Held, row)
	}
	return s.render(c, statusOf(wrong), pages.PersonPage(page))
}

// grantRole gives a role.
func (s *server) grantRole(c *gin.Context) error {
	p, boards, err := s.personOf(c)
	if err != nil {
		return err
	}
	g := account.Grant{Role: account.Role(formText(c, "rolle")), Board: formNumber(c, "bereich")}
	known := g.Board == 0
	for _, b := range boards {
		known = known || b.ID == g.Board
	}
	if !known {
		return s.personPage(c, p, boards, templates.Problems{{Field: "bereich", Text: "Bitte wählen Sie einen Bereich."}})
	}
	err = s.Accounts.Grant(ctx(c), s.viewer(c), p.ID, g, formText(c, "grund"))
	if wrong, ok := problems(err); ok {
		return s.personPage(c, p, boards, wrong)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(personPath(p.ID), "verwaltet"))
}
