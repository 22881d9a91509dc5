package thread

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/service"
)

// maxServiceQuery is the maximum length of a part of a service's name, in bytes.
const maxServiceQuery = 200

// maxServicesFound is how many services a search for a name shows at most.
const maxServicesFound = 50

// showServices lists the OZG services of the catalogue by Themenfeld: those that
// fit what was typed, of one Themenfeld, or with something to read about them.
// What cannot be understood filters nothing.
func (s *server) showServices(c *page.Context) error {
	page := pages.Index{Base: c.Base("OZG-Leistungen", templates.SectionServices,
		templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Leistungen"}),
		Query: c.Query("name"), Filled: c.Query("inhalt") == "ja"}
	if len(page.Query) > maxServiceQuery {
		page.Query = ""
	}
	areas, err := s.Catalogue.Areas(c.Ctx())
	if err != nil {
		return err
	}
	for _, a := range areas {
		page.Choices = append(page.Choices, templates.Option{Value: a.Slug, Text: a.Name})
		if a.Slug == c.Query("themenfeld") {
			page.Area = a.Slug
		}
	}
	found, err := s.servicesNamed(c, page.Query)
	if err != nil {
		return err
	}
	if page.Area != "" {
		found = slices.DeleteFunc(found, func(x catalogue.Service) bool { return x.AreaSlug != page.Area })
	}
	if page.Filled {
		if found, err = s.withContent(c, found); err != nil {
			return err
		}
	}
	figures, err := s.Reuse.FiguresByService(c.Ctx())
	if err != nil {
		return err
	}
	page.Areas, page.Count = byArea(found, figures), len(found)
	page.Filtered = page.Query != "" || page.Area != "" || page.Filled
	page.NoIndex = page.Filtered
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// servicesNamed reads the services that fit a name, all for the empty one.
func (s *server) servicesNamed(c *page.Context, name string) ([]catalogue.Service, error) {
	if name == "" {
		return s.Catalogue.Services(c.Ctx())
	}
	return s.Catalogue.ServicesNamed(c.Ctx(), name, maxServicesFound)
}

// withContent keeps the services on which the viewer can read a thread, an article or an
// official answer, or which the register says that somebody uses.
func (s *server) withContent(c *page.Context, found []catalogue.Service) ([]catalogue.Service, error) {
	filled := map[int64]bool{}
	for _, servicesOf := range []func(context.Context, account.Viewer) ([]int64, error){
		s.Forum.ServicesWithThreads, s.FAQ.ServicesWithArticles, s.Inquiries.ServicesWithAnswers,
	} {
		ids, err := servicesOf(c.Ctx(), c.Viewer())
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			filled[id] = true
		}
	}
	used, err := s.Reuse.FiguresByService(c.Ctx())
	if err != nil {
		return nil, err
	}
	for id := range used {
		filled[id] = true
	}
	return slices.DeleteFunc(found, func(x catalogue.Service) bool { return !filled[x.ID] }), nil
}

// byArea groups services by their Themenfeld, in the order of the first of each.
func byArea(found []catalogue.Service, figures map[int64]reuse.Figures) (out []pages.Area) {
	at := map[int64]int{}
	for _, x := range found {
		i, ok := at[x.AreaID]
		if !ok {
			i = len(out)
			at[x.AreaID] = i
			out = append(out, pages.Area{Name: x.AreaName, Slug: x.AreaSlug})
		}
		out[i].Services = append(out[i].Services, pages.Service{Link: templates.Link{Href: path.Service(x.ID),
			Text: strconv.FormatInt(x.ID, 10) + " " + x.Name}, Figures: view.ReuseShort(figures[x.ID])})
	}
	return out
}
