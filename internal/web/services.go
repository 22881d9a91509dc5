package web

import (
	"net/http"
	"slices"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
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
		templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: "Leistungen"}),
		Query: c.Query("name"), Filled: c.Query("inhalt") == "ja"}
	if len(page.Query) > maxServiceQuery {
		page.Query = ""
	}
	err := s.DB.Read(c.Ctx(), func(tx *db.Tx) error {
		areas, err := catalogue.AreasTx(tx)
		if err != nil {
			return err
		}
		for _, a := range areas {
			page.Choices = append(page.Choices, templates.Option{Value: a.Slug, Text: a.Name})
			if a.Slug == c.Query("themenfeld") {
				page.Area = a.Slug
			}
		}
		found, err := servicesNamed(tx, page.Query)
		if err != nil {
			return err
		}
		if page.Area != "" {
			found = slices.DeleteFunc(found, func(x catalogue.Service) bool { return x.AreaSlug != page.Area })
		}
		if page.Filled {
			if found, err = withContent(tx, c.Viewer(), found); err != nil {
				return err
			}
		}
		page.Areas, page.Count = byArea(found), len(found)
		return nil
	})
	if err != nil {
		return err
	}
	page.Filtered = page.Query != "" || page.Area != "" || page.Filled
	page.NoIndex = page.Filtered
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// servicesNamed returns the services that fit a name, all for the empty one. The
// slice is the caller's.
func servicesNamed(tx *db.Tx, name string) ([]catalogue.Service, error) {
	if name == "" {
		return catalogue.AllServicesTx(tx)
	}
	return catalogue.FindServicesTx(tx, name, maxServicesFound)
}

// withContent keeps the services on which by can read a thread, an article or an
// official answer.
func withContent(tx *db.Tx, by account.Viewer, found []catalogue.Service) ([]catalogue.Service, error) {
	filled := map[int64]bool{}
	for _, servicesOf := range []func(*db.Tx, account.Viewer) ([]int64, error){forum.ServicesWithThreadsTx, faq.ServicesWithArticlesTx, inquiry.ServicesWithAnswersTx} {
		ids, err := servicesOf(tx, by)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			filled[id] = true
		}
	}
	return slices.DeleteFunc(found, func(x catalogue.Service) bool { return !filled[x.ID] }), nil
}

// byArea groups services by their Themenfeld, in the order of the first of each.
func byArea(found []catalogue.Service) (out []pages.Area) {
	at := map[int64]int{}
	for _, x := range found {
		i, ok := at[x.AreaID]
		if !ok {
			i = len(out)
			at[x.AreaID] = i
			out = append(out, pages.Area{Name: x.AreaName, Slug: x.AreaSlug})
		}
		out[i].Services = append(out[i].Services, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	return out
}
