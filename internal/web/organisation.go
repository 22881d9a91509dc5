package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/organisation"
)

// Rows on the page of an organisation or a district.
const (
	peopleListed   = 12
	openListed     = 10
	saidListed     = 8
	servicesListed = 12
)

// showOrganisations is the directory. Guests find those that wrote something
// which they can read.
func (s *server) showOrganisations(c *page.Context) error {
	by := c.Viewer()
	f := account.DirectoryFilter{Text: shortQuery(c, "name"), State: c.Query("land"), Kind: account.OrganisationKind(c.Query("art")),
		Size: catalogue.SizeClassFor(c.Query("groesse")), After: c.FormNumber("nach"), Restricted: !by.SignedIn()}
	if !slices.Contains(catalogue.States(), f.State) {
		f.State = ""
	}
	if !f.Kind.Valid() {
		f.Kind = ""
	}
	page := pages.Index{
		Base:  c.Base("Organisationen", templates.SectionPeople, templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Organisationen"}),
		Query: f.Text, State: f.State, States: view.StateOptions(), Kind: string(f.Kind), Size: f.Size.Key, Sizes: sizeOptions(),
		Kinds: view.OrganisationKindOptions("alle"), First: f.After == 0, Start: organisationList(f, 0), WithGuest: !by.SignedIn(),
	}
	page.NoIndex = true
	if by.SignedIn() {
		page.Tabs = peopleTabs(path.Organisations)
	}
	if by.Admin() {
		page.NewHref = path.EditOrganisations + "/neu"
	}
	err := s.DB.Read(c.Ctx(), func(tx *db.Tx) (err error) {
		if f.Restricted {
			if f.Among, err = forum.HeardTx(tx); err != nil {
				return err
			}
		}
		list, more, err := account.DirectoryTx(tx, f)
		if more {
			page.More = organisationList(f, list[len(list)-1].ID)
		}
		page.List = organisationRows(by, list)
		return err
	})
	if err != nil {
		return err
	}
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

func organisationList(f account.DirectoryFilter, after int64) string {
	return path.WithQuery(path.Organisations, "name", f.Text, "land", f.State, "art", string(f.Kind), "groesse", f.Size.Key, "nach", numberOrNothing(after))
}

func numberOrNothing(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func sizeOptions() []templates.Option {
	out := []templates.Option{{Text: "alle"}}
	for _, size := range catalogue.SizeClasses {
		out = append(out, templates.Option{Value: size.Key, Text: size.Name})
	}
	return out
}

func organisationRows(by account.Viewer, list []account.Listed) []pages.Row {
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
func (s *server) showOrganisation(c *page.Context) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var page pages.Show
	err = s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		page, err = s.organisationPage(c, tx, id)
		return err
	})
	if err != nil {
		return err
	}
	if address := path.Organisation(id, page.Name); c.Request.URL.Path != address {
		return c.Moved(address)
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

func (s *server) organisationPage(c *page.Context, tx *db.Tx, id int64) (page pages.Show, err error) {
	by := c.Viewer()
	o, err := account.FindOrganisationTx(tx, id)
	if err != nil {
		return page, err
	}
	if !by.SignedIn() {
		heard, err := forum.HeardTx(tx)
		if err != nil {
			return page, err
		}
		if !slices.Contains(heard, id) {
			return page, fault.Missing()
		}
	}
	page = pages.Show{
		Base: c.Base(o.Name, templates.SectionPeople, templates.Crumb{Href: path.Organisations, Text: "Organisationen"}, templates.Crumb{Text: o.Name}),
		Name: o.Name, Kind: o.Kind.German(), Land: o.State, Dissolved: templates.DateText(o.DissolvedOn), Members: by.SignedIn(),
		Facts: organisationFacts(o),
	}
	page.NoIndex = true
	if by.Admin() && o.DissolvedOn == "" {
		page.EditHref = path.EditOrganisations + "/" + strconv.FormatInt(id, 10)
	}
	if by.SignedIn() {
		if err := s.neighbours(tx, by, o, &page); err != nil {
			return page, err
		}
	}
	who := forum.By{Organisations: []int64{id}}
	open, err := forum.OpenByTx(tx, by, who, openListed)
	if err != nil {
		return page, err
	}
	page.Open = view.ThreadRows(open, true)
	said, err := forum.NewestByTx(tx, by, who, saidListed)
	if err != nil {
		return page, err
	}
	page.Said = saidNotes(said)
	services, err := forum.ServicesByTx(tx, by, who, servicesListed)
	if err != nil {
		return page, err
	}
	page.Services = serviceLinks(services)
	articles, err := faq.OfOrganisationTx(tx, by, id, view.MaxArticlesBeside)
	if err != nil {
		return page, err
	}
	page.Articles = view.ArticleNotes(articles)
	asked, err := inquiry.OfOrganisationsTx(tx, by, []int64{id}, saidListed)
	for _, q := range asked {
		page.Inquiries = append(page.Inquiries, templates.Note{Href: path.Inquiries + "/" + q.Number, Title: q.Title, Text: q.Number + " · " + q.State.German()})
	}
	return page, err
}

// neighbours fills what only members see: people, and other organisations.
func (s *server) neighbours(tx *db.Tx, by account.Viewer, o account.Register, page *pages.Show) error {
	people, err := account.PeopleOfTx(tx, by, o.ID, peopleListed+1)
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
	if page.Successor = (templates.Link{}); o.Successor.ID != 0 {
		page.Successor = organisationLink(o.Successor)
	}
	for _, x := range o.Predecessors {
		page.Predecessors = append(page.Predecessors, organisationLink(x))
	}
	for _, x := range o.AdministeredBy {
		page.ActingFor = append(page.ActingFor, organisationLink(x))
	}
	here, err := account.OrganisationsOfTx(tx, o.Administers)
	for _, m := range o.Administers {
		link := templates.Link{Text: m.Name}
		if at, ok := here[m.AGS]; ok {
			link = organisationLink(at)
		}
		page.Administers = append(page.Administers, link)
	}
	return err
}

func organisationLink(o account.Organisation) templates.Link {
	return templates.Link{Href: path.Organisation(o.ID, o.Name), Text: o.Name}
}

func organisationFacts(o account.Register) []templates.Fact {
	facts := []templates.Fact{{Term: "Art", Text: o.Kind.German()}, {Term: "Land", Text: o.State}}
	switch {
	case o.Kind == account.District && o.AGS != "":
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
		out = append(out, templates.Note{Href: path.Post(x.PostID), Title: x.Title, Text: what + " in " + x.BoardName + " · " + templates.DayText(x.At)})
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
