package web

import (
	"net/http"
	"slices"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/organisation"
)

// showDistrict shows a district with its organisations and what they ask.
func (s *server) showDistrict(c *page.Context) error {
	by := c.Viewer()
	var page pages.District
	err := s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		d, err := catalogue.FindDistrictTx(tx, c.Param("ags"))
		if err != nil {
			return err
		}
		page = pages.District{
			Base: c.Base(d.Name, templates.SectionPeople, templates.Crumb{Href: path.Organisations, Text: "Organisationen"}, templates.Crumb{Text: d.Name}),
			Name: d.Name, Kind: d.Kind, Land: d.State, ListHref: path.WithQuery(path.Organisations, "land", d.State),
		}
		page.NoIndex = true
		part, err := account.ParticipationTx(tx, d.AGS)
		if err != nil {
			return err
		}
		page.Facts = []templates.Fact{
			{Term: "Land", Text: d.State},
			{Term: "Einwohnerinnen und Einwohner", Text: templates.Number(d.Population)},
			{Term: "Gemeinden", Text: templates.Number(part.Municipalities)},
		}
		if by.SignedIn() {
			page.Facts = append(page.Facts, templates.Fact{Term: "Davon hier vertreten", Text: templates.Number(part.Represented)})
		}
		page.Facts = append(page.Facts, templates.Fact{Term: "AGS", Text: d.AGS})
		list, err := account.OrganisationsOfDistrictTx(tx, d.AGS)
		if err != nil {
			return err
		}
		if !by.SignedIn() {
			heard, err := forum.HeardTx(tx)
			if err != nil {
				return err
			}
			list = slices.DeleteFunc(list, func(o account.Listed) bool { return !slices.Contains(heard, o.ID) })
		}
		page.List = organisationRows(by, list)
		return districtActivity(tx, by, list, &page)
	})
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.DistrictPage(page))
}

// districtActivity fills what the organisations of a district write.
func districtActivity(tx *db.Tx, by account.Viewer, list []account.Listed, page *pages.District) error {
	if len(list) == 0 {
		return nil
	}
	var who forum.By
	for _, o := range list {
		who.Organisations = append(who.Organisations, o.ID)
	}
	open, err := forum.OpenByTx(tx, by, who, openListed)
	if err != nil {
		return err
	}
	page.Open = view.ThreadRows(open, true)
	said, err := forum.NewestByTx(tx, by, who, saidListed)
	if err != nil {
		return err
	}
	page.Said = saidNotes(said)
	services, err := forum.ServicesByTx(tx, by, who, servicesListed)
	page.Services = serviceLinks(services)
	return err
}
