package people

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/organisation"
)

// Rows on the page of an organisation or a district.
const (
	peopleListed    = 12
	inquiriesListed = 8
)

// showOrganisations is the directory. Guests find those that wrote something
// which they can read.
func (s *server) showOrganisations(c *page.Context) error {
	by := c.Viewer()
	f := directory.Filter{Text: shortQuery(c, "name"), State: c.Query("land"), Kind: organisation.Kind(c.Query("art")),
		Size: catalogue.SizeClassFor(c.Query("groesse")), After: c.FormNumber("nach"), Restricted: !by.SignedIn()}
	if !slices.Contains(catalogue.States(), f.State) {
		f.State = ""
	}
	if !f.Kind.Valid() {
		f.Kind = ""
	}
	page := pages.Index{
		Base: c.Base("Organisationen", templates.SectionPeople, templates.Crumb{Href: path.Start, Text: "Start"},
			templates.Crumb{Text: "Organisationen"}),
		Query: f.Text, State: f.State, States: view.StateOptions(), Kind: string(f.Kind), Size: f.Size.Key, Sizes: view.SizeOptions(),
		Kinds: view.OrganisationKindOptions("alle"), First: f.After == 0, Start: organisationList(f, 0), WithGuest: !by.SignedIn(),
	}
	page.NoIndex = true
	if by.SignedIn() {
		page.Tabs = peopleTabs(path.Organisations)
	}
	if by.Admin() {
		page.NewHref = path.NewOrganisation
	}
	if f.Restricted {
		var err error
		if f.Among, err = s.Forum.PublicOrganisations(c.Ctx()); err != nil {
			return err
		}
	}
	list, more, err := s.Directory.List(c.Ctx(), f)
	if err != nil {
		return err
	}
	if more {
		page.More = organisationList(f, list[len(list)-1].ID)
	}
	page.List = organisationRows(by, list)
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// shortQuery reads a word to look for from the address; overlong ones are none.
func shortQuery(c *page.Context, name string) string {
	text := strings.TrimSpace(c.Query(name))
	if len(text) > 200 {
		return ""
	}
	return text
}

func organisationList(f directory.Filter, after int64) string {
	return path.WithQuery(path.Organisations, "name", f.Text, "land", f.State, "art", string(f.Kind), "groesse", f.Size.Key, "nach",
		numberOrNothing(after))
}

func numberOrNothing(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func organisationRows(by account.Viewer, list []directory.Listed) []pages.Row {
	var out []pages.Row
	for _, o := range list {
		row := pages.Row{Href: path.Organisation(o.ID, o.Name), Name: o.Name, Kind: o.Kind.German(), Land: o.State}
		if o.Kind.HasInhabitants() {
			row.Inhabitants = o.Inhabitants
		}
		if by.SignedIn() {
			row.People = o.People
		}
		out = append(out, row)
	}
	return out
}

// showOrganisation shows an organisation with what the viewer may read of it.
func (s *server) showOrganisation(c *page.Context, id int64) error {
	o, err := s.organisation(c, id)
	if err != nil {
		return err
	}
	if address := path.Organisation(id, o.Name); c.Request.URL.Path != address {
		return c.Moved(address)
	}
	by := c.Viewer()
	page := pages.Show{
		Base: c.Base(o.Name, templates.SectionPeople, templates.Crumb{Href: path.Organisations, Text: "Organisationen"},
			templates.Crumb{Text: o.Name}),
		Name: o.Name, Kind: o.Kind.German(), Land: o.State, Dissolved: templates.DateText(o.DissolvedOn), Members: by.SignedIn(),
		Facts: organisationFacts(o),
	}
	page.NoIndex = true
	if by.Admin() && o.DissolvedOn == "" {
		page.EditHref = path.To(path.EditOrganisation, id)
	}
	if by.SignedIn() {
		if err := s.addNeighbours(c, o, &page); err != nil {
			return err
		}
	}
	if err := s.addWritten(c, id, &page); err != nil {
		return err
	}
	if o.DissolvedOn == "" {
		if page.Follow, err = view.FollowBlock(c.Ctx(), s.Follows, by, follow.Subject{Kind: follow.Organisation, ID: id}); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// organisation reads an organisation that the viewer may learn of.
func (s *server) organisation(c *page.Context, id int64) (organisation.Details, error) {
	o, err := s.Directory.Details(c.Ctx(), id)
	if err != nil || c.Viewer().SignedIn() {
		return o, err
	}
	public, err := s.Forum.PublicOrganisations(c.Ctx())
	if err == nil && !slices.Contains(public, id) {
		err = fault.Missing()
	}
	return o, err
}

// addWritten shows what the organisation asked and wrote.
func (s *server) addWritten(c *page.Context, id int64, page *pages.Show) error {
	by := c.Viewer()
	written, err := s.Forum.Activity(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	news, err := s.Unread.Threads(c.Ctx(), by, view.ThreadIDs(written.Open))
	if err != nil {
		return err
	}
	page.Open, page.Said, page.Services = view.ThreadRows(written.Open, true, news), saidNotes(written.Newest), serviceLinks(written.Services)
	articles, err := s.FAQ.OfOrganisation(c.Ctx(), by, id, view.MaxArticlesBeside)
	if err != nil {
		return err
	}
	page.Articles = view.ArticleNotes(articles)
	asked, err := s.Inquiries.OfOrganisation(c.Ctx(), by, id, inquiriesListed)
	for _, q := range asked {
		page.Inquiries = append(page.Inquiries, templates.Note{Href: path.Inquiry(q.Number), Title: q.Title, Text: q.Number + " · " +
			q.State.German()})
	}
	return err
}

// addNeighbours shows what only members see: people, and other organisations.
func (s *server) addNeighbours(c *page.Context, o organisation.Details, page *pages.Show) error {
	people, err := s.Directory.Members(c.Ctx(), c.Viewer(), o.ID, peopleListed+1)
	if err != nil {
		return err
	}
	if len(people) > peopleListed {
		people = people[:peopleListed]
		page.MorePeople = path.WithQuery(path.Members, "organisation", numberOrNothing(o.ID))
	}
	for _, p := range people {
		page.People = append(page.People, pages.Colleague{Href: path.Member(p.ID), Name: p.Name, Function: p.Function})
	}
	if o.Successor.ID != 0 {
		page.Successor = organisationLink(o.Successor)
	}
	for _, x := range o.Predecessors {
		page.Predecessors = append(page.Predecessors, organisationLink(x))
	}
	for _, x := range o.AdministeredBy {
		page.ActingFor = append(page.ActingFor, organisationLink(x))
	}
	here, err := s.Directory.ByMunicipality(c.Ctx(), o.Administers)
	for _, m := range o.Administers {
		link := templates.Link{Text: m.Name}
		if at, ok := here[m.AGS]; ok {
			link = organisationLink(at)
		}
		page.Administers = append(page.Administers, link)
	}
	return err
}

func organisationLink(o organisation.Organisation) templates.Link {
	return templates.Link{Href: path.Organisation(o.ID, o.Name), Text: o.Name}
}

func organisationFacts(o organisation.Details) []templates.Fact {
	facts := []templates.Fact{{Term: "Art", Text: o.Kind.German()}, {Term: "Land", Text: o.State}}
	switch {
	case o.Kind == organisation.District && o.AGS != "":
		facts = append(facts, templates.Fact{Term: "Kreis", Text: o.Name, Href: path.District(o.AGS)})
	case o.District.AGS != "":
		facts = append(facts, templates.Fact{Term: "Kreis", Text: o.District.Name, Href: path.District(o.District.AGS)})
	}
	if o.Inhabitants > 0 && o.Kind.HasInhabitants() {
		facts = append(facts, templates.Fact{Term: "Einwohnerinnen und Einwohner", Text: templates.Number(o.Inhabitants)})
	}
	if n := len(o.Administers); n > 0 {
		facts = append(facts, templates.Fact{Term: "Gemeinden", Text: templates.Number(n)})
	}
	return append(facts, templates.Fact{Term: "AGS", Text: o.AGS})
}

func saidNotes(list []forum.Said) []templates.Note {
	var out []templates.Note
	for _, x := range list {
		what := "Antwort"
		if x.Question {
			what = "Frage"
		}
		out = append(out, templates.Note{Href: path.Post(x.PostID), Title: x.Title, Text: what + " in " + x.BoardName + " · " +
			templates.DayText(x.At)})
	}
	return out
}

func serviceLinks(list []forum.Service) []templates.Link {
	var out []templates.Link
	for _, x := range list {
		out = append(out, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	return out
}
