package reuse

import (
	"net/http"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/reuse"
)

// showRegister shows who uses a service: to members the entries, to guests their number.
func (s *server) showRegister(c *page.Context, id int64) error {
	x, err := s.Catalogue.Service(c.Ctx(), id)
	if err != nil {
		return err
	}
	if address := path.To(path.Reuse, id); c.Request.URL.Path != address {
		return c.Moved(address)
	}
	figures, err := s.Reuse.Figures(c.Ctx(), id)
	if err != nil {
		return err
	}
	out := pages.Register{Base: base(c, x, "Nachnutzung"), Service: x.Name, ServiceHref: path.Service(id), Figures: view.ReuseFigures(figures)}
	out.NoIndex = true
	if !c.Viewer().SignedIn() {
		return c.Render(http.StatusOK, pages.RegisterPage(out))
	}
	c.Settle(notify.Service, id)
	if err := s.addEntries(c, x, &out); err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.RegisterPage(out))
}

// addEntries adds what members read: the entries of their own organisation, and those
// that pass the filter.
func (s *server) addEntries(c *page.Context, x catalogue.Service, out *pages.Register) error {
	by, f := c.Viewer(), view.ReuseFilter(c)
	own, err := s.Reuse.Own(c.Ctx(), by, x.ID)
	if err != nil {
		return err
	}
	for _, e := range own {
		out.Own = append(out.Own, view.ReuseRow(by, e, false))
	}
	removed, err := s.Reuse.Removals(c.Ctx(), by, x.ID)
	if err != nil {
		return err
	}
	for _, r := range removed {
		out.Removed = append(out.Removed, pages.Removed{Product: r.Product, Reason: r.Reason, At: r.At})
	}
	others := f
	others.Others = true
	list, err := s.Reuse.List(c.Ctx(), by, x.ID, others)
	if err != nil {
		return err
	}
	for _, e := range list.Entries {
		out.Rows = append(out.Rows, view.ReuseRow(by, e, list.Moderates))
	}
	address := path.To(path.Reuse, x.ID)
	out.Members, out.Total, out.NewHref, out.Start = true, list.Total, path.To(path.NewReuse, x.ID), address
	out.Filter = filterForm(f)
	plain := f
	plain.Order, plain.Page = "", 0
	out.Filtered = plain != reuse.Filter{}
	out.AlikeHref, out.Alike = alike(by, address)
	if list.Total > 0 {
		out.AskHref = view.ReuseAskHref(x.ID, f)
		f.Page = 0
		out.ExportHref = view.ReuseQuery(path.To(path.ReuseExport, x.ID), f)
	}
	out.Pages = templates.Pages{Current: list.Page, Last: list.Last, Href: func(n int) string {
		f.Page = n
		return view.ReuseQuery(address, f)
	}}
	return nil
}

// alike leads to the entries of municipalities with about as many inhabitants as the
// viewer's; "" for organisations without inhabitants.
func alike(by account.Viewer, address string) (href, size string) {
	if !by.Organisation.Kind.HasInhabitants() {
		return "", ""
	}
	for _, class := range catalogue.SizeClasses {
		if n := by.Organisation.Population; n >= class.Least && (n < class.Below || class.Below == 0) {
			return view.ReuseQuery(address, reuse.Filter{Size: class}), class.Name
		}
	}
	return "", ""
}

func filterForm(f reuse.Filter) pages.Filter {
	out := pages.Filter{Stage: view.ReuseStageWord(f.Stage), State: f.State, States: view.StateOptions(), Size: f.Size.Key, Kind: string(f.Kind),
		Kinds: view.OrganisationKindOptions("alle"), Faded: f.Faded, Order: view.ReuseOrderWord(f.Order), Sizes: view.SizeOptions()}
	if f.Every {
		out.Stage = "alle"
	}
	out.Stages = []templates.Option{{Text: "nutzen, führen ein oder planen"}}
	for _, s := range reuse.Stages {
		out.Stages = append(out.Stages, templates.Option{Value: view.ReuseStageWord(s), Text: s.German()})
	}
	out.Stages = append(out.Stages, templates.Option{Value: "alle", Text: "alle, auch beendete"})
	return out
}

// base is the frame of a page below a service.
func base(c *page.Context, x catalogue.Service, title string, more ...templates.Crumb) templates.Base {
	crumbs := []templates.Crumb{{Href: path.Services, Text: "Leistungen"}, {Href: path.Service(x.ID), Text: x.Name}}
	if len(more) > 0 {
		crumbs = append(crumbs, templates.Crumb{Href: path.To(path.Reuse, x.ID), Text: "Nachnutzung"})
	} else {
		more = []templates.Crumb{{Text: title}}
	}
	return c.Base(title+": "+x.Name, templates.SectionServices, append(crumbs, more...)...)
}
