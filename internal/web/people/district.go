package people

import (
	"net/http"
	"slices"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/directory"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/organisation"
)

// showDistrict shows a district with its organisations and what they ask.
func (s *server) showDistrict(c *page.Context) error {
	by := c.Viewer()
	d, err := s.Catalogue.District(c.Ctx(), c.Param("ags"))
	if err != nil {
		return err
	}
	page := pages.District{
		Base: c.Base(d.Name, templates.SectionPeople, templates.Crumb{Href: path.Organisations, Text: "Organisationen"},
			templates.Crumb{Text: d.Name}),
		Name: d.Name, Kind: d.Kind, Land: d.State, ListHref: path.WithQuery(path.Organisations, "land", d.State),
	}
	page.NoIndex = true
	part, err := s.Directory.Participation(c.Ctx(), d.AGS)
	if err != nil {
		return err
	}
	page.Facts = districtFacts(d, part, by.SignedIn())
	list, err := s.organisationsOf(c, d)
	if err != nil {
		return err
	}
	page.List = organisationRows(by, list)
	ids := make([]int64, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	written, err := s.Forum.Activity(c.Ctx(), by, ids...)
	if err != nil {
		return err
	}
	news, err := s.Unread.Threads(c.Ctx(), by, view.ThreadIDs(written.Open))
	if err != nil {
		return err
	}
	page.Open, page.Said, page.Services = view.ThreadRows(written.Open, true, news), saidNotes(written.Newest), serviceLinks(written.Services)
	return c.Render(http.StatusOK, pages.DistrictPage(page))
}

// districtFacts says what is known of a district; only members learn how many of
// its municipalities are here.
func districtFacts(d catalogue.District, part directory.Participation, member bool) []templates.Fact {
	facts := []templates.Fact{
		{Term: "Land", Text: d.State},
		{Term: "Einwohnerinnen und Einwohner", Text: templates.Number(d.Population)},
		{Term: "Gemeinden", Text: templates.Number(part.Municipalities)},
	}
	if member {
		facts = append(facts, templates.Fact{Term: "Davon hier vertreten", Text: templates.Number(part.Represented)})
	}
	return append(facts, templates.Fact{Term: "AGS", Text: d.AGS})
}

// organisationsOf reads the organisations of a district that the viewer may
// learn of.
func (s *server) organisationsOf(c *page.Context, d catalogue.District) ([]directory.Listed, error) {
	list, err := s.Directory.OfDistrict(c.Ctx(), d.AGS)
	if err != nil || c.Viewer().SignedIn() {
		return list, err
	}
	public, err := s.Forum.PublicOrganisations(c.Ctx())
	return slices.DeleteFunc(list, func(o directory.Listed) bool { return !slices.Contains(public, o.ID) }), err
}
