package people

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/profile"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/member"
)

// peopleTabs lead between the directories of organisations and of members.
func peopleTabs(current string) []templates.Tab {
	return []templates.Tab{
		{Href: path.Organisations, Text: "Organisationen", Count: -1, Current: current == path.Organisations},
		{Href: path.Members, Text: "Wer kann mir helfen?", Count: -1, Current: current == path.Members},
	}
}

// showMembers is the members' directory: who knows their way around in what.
func (s *server) showMembers(c *page.Context) error {
	page := pages.Index{
		Base: c.Base("Wer kann mir helfen?", templates.SectionPeople, templates.Crumb{Href: path.Organisations, Text: "Organisationen"},
			templates.Crumb{Text: "Wer kann mir helfen?"}),
		Tabs:  peopleTabs(path.Members),
		Query: shortQuery(c, "name"), Board: c.Query("bereich"), Service: shortQuery(c, "leistung"), State: c.Query("land"), Kind: c.Query("art"),
		Size: c.Query("groesse"), States: view.StateOptions(), Sizes: view.SizeOptions(), Kinds: view.OrganisationKindOptions("alle"),
		Own: path.OwnProfile,
	}
	page.NoIndex = true
	f := profile.Filter{Text: page.Query, State: page.State, Kind: organisation.Kind(page.Kind), Size: catalogue.SizeClassFor(page.Size),
		Organisation: c.FormNumber("organisation"), After: c.FormNumber("nach")}
	page.First = f.After == 0
	if err := s.memberConditions(c, &f, &page); err != nil {
		return err
	}
	address := func(after int64) string {
		return path.WithQuery(path.Members, "bereich", page.Board, "leistung", page.Service, "land", page.State, "groesse", page.Size,
			"art", page.Kind, "name", page.Query, "organisation", numberOrNothing(f.Organisation), "nach", numberOrNothing(after))
	}
	page.Start = address(0)
	if page.Wrong == "" {
		list, more, err := s.Profiles.Members(c.Ctx(), c.Viewer(), f)
		if err != nil {
			return err
		}
		if more {
			page.More = address(list[len(list)-1].ID)
		}
		page.List = memberRows(list)
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

func memberRows(list []profile.Member) []pages.Row {
	out := make([]pages.Row, len(list))
	for i, m := range list {
		out[i] = pages.Row{Href: path.Member(m.ID), Name: m.Name, Portrait: path.Portrait(m.ID, m.Portrait), Function: m.Function,
			Organisation: m.Organisation.Name, Land: m.Organisation.State, Fields: append(m.Boards, m.Services...)}
	}
	return out
}

// memberConditions resolves what the conditions of the directory name; what
// names nothing does not narrow.
func (s *server) memberConditions(c *page.Context, f *profile.Filter, page *pages.Index) error {
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page.Boards = []templates.Option{{Text: "alle"}}
	for _, b := range boards {
		if b.Kind == board.Unsorted {
			continue
		}
		page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name, Group: view.BoardGroup(b)})
		if b.Slug == page.Board {
			f.Board = b.ID
		}
	}
	if f.Board == 0 {
		page.Board = ""
	}
	if page.Service != "" {
		ids, wrong, err := s.Catalogue.TypedServices(c.Ctx(), page.Service, forum.MaxServices)
		if err != nil {
			return err
		}
		if page.Wrong = wrong; len(ids) > 0 {
			f.Service = ids[0]
		}
	}
	if f.Organisation == 0 {
		return nil
	}
	o, err := s.Directory.Details(c.Ctx(), f.Organisation)
	if fault.Is(err, fault.NotFound) {
		f.Organisation = 0
		return nil
	}
	page.Of = organisationLink(o.Organisation)
	page.Hidden = []templates.Link{{Href: "organisation", Text: numberOrNothing(o.ID)}}
	return err
}

// showMember shows the profile of a member to members.
func (s *server) showMember(c *page.Context, id int64) error {
	by := c.Viewer()
	p, err := s.Profiles.Show(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	page := pages.Show{
		Base: c.Base(p.Name, templates.SectionPeople, templates.Crumb{Href: path.Members, Text: "Wer kann mir helfen?"},
			templates.Crumb{Text: p.Name}),
		Name: p.Name, Function: p.Function, Portrait: path.Portrait(id, p.Portrait), Organisation: organisationLink(p.Organisation),
		Kind: p.Organisation.Kind.German(), Land: p.Organisation.State, Closed: p.Disabled, Email: p.Email, Phone: p.Phone, About: p.HTML,
		PhoneHref: "tel:" + strings.Map(dialled, p.Phone),
	}
	page.NoIndex = true
	for _, b := range p.Boards {
		page.Boards = append(page.Boards, templates.Link{Href: path.Board(b.Slug), Text: b.Name})
	}
	for _, x := range p.Services {
		page.Services = append(page.Services, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	if id == by.ID {
		page.EditHref = path.OwnProfile
	}
	if by.Admin() {
		page.AdminHref = path.To(path.Person, id)
	}
	written, err := s.Forum.NewestOf(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	page.Said = saidNotes(written)
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// dialled keeps of a telephone number what is dialled.
func dialled(r rune) rune {
	if r >= '0' && r <= '9' || r == '+' {
		return r
	}
	return -1
}

// showPortrait serves the picture of a member to members. Its address holds its
// hash, so browsers may keep it.
func (s *server) showPortrait(c *page.Context, id int64) error {
	hash := c.Param("hash")
	if !c.Viewer().SignedIn() {
		return fault.Missing()
	}
	picture, err := s.Profiles.Portrait(c.Ctx(), c.Viewer(), id, hash)
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Data(http.StatusOK, "image/jpeg", picture)
	return nil
}
