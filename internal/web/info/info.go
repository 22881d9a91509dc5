package info

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"kommunalforum/internal/markdown"
	"kommunalforum/internal/privacy"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/info"
)

func (s *server) infoBase(c *page.Context, title, description string) templates.Base {
	b := c.Base(title, templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: title})
	b.Description = description
	return b
}

// showHelp says how the forum works, with every piece of Markdown as it appears.
func (s *server) showHelp(c *page.Context) error {
	page := pages.Help{Base: s.infoBase(c, "Hilfe", "Wie das Forum der Kommunen funktioniert: Rollen, Zustände, Texte "+
		"gestalten, suchen und mitreden."),
		Contact: s.Settings.Site(c.Ctx()).Contact}
	for _, x := range pages.Samples {
		text, err := markdown.Render(c.Ctx(), x.Source)
		if err != nil {
			return err
		}
		x.HTML = text.HTML
		page.Samples = append(page.Samples, x)
	}
	return c.Render(http.StatusOK, pages.HelpPage(page))
}

// periods is how long which records are kept, as the privacy notice shows it.
func (s *server) periods() (out []templates.Fact) {
	for _, p := range privacy.Told(s.Config) {
		out = append(out, templates.Fact{Term: p.Record, Text: p.Kept})
	}
	return out
}

// legal shows a page that the operator's configuration fills.
func (s *server) legal(title, description string, form func(pages.Legal) templ.Component) page.Handler {
	return func(c *page.Context) error {
		return c.Render(http.StatusOK, form(pages.Legal{Base: s.infoBase(c, title, description), Conf: *s.Settings.Site(c.Ctx()),
			Address: s.Config.BaseURL.String(), Cookie: s.kit.Sessions.CookieName(), Periods: s.periods(),
			Backups: privacy.Backups(s.Config)}))
	}
}

// showSources names where the reference data come from.
func (s *server) showSources(c *page.Context) error {
	n, err := s.Catalogue.Counts(c.Ctx())
	if err != nil {
		return err
	}
	return c.Render(http.StatusOK, pages.SourcesPage(pages.Sources{
		Base: s.infoBase(c, "Datenquellen und Lizenzen", "Woher die Daten zu OZG-Leistungen und Kommunen stammen und unter welchen "+
			"Lizenzen sie stehen."),
		Services: n.Services, Municipalities: n.Municipalities, Districts: n.Districts,
	}))
}

// health says that the process is alive, for supervisors that start it again
// otherwise: a full disk or a damaged database is not mended by that.
func (s *server) health(c *page.Context) error {
	c.Header("Cache-Control", "no-store")
	c.String(http.StatusOK, "ok\n")
	return nil
}

// Part is something on which requests depend.
type Part struct {
	Name    string
	Trouble string // what is the matter with it, a German sentence; "" if it works
}

// Ready reports whether all parts work.
func Ready(parts []Part) bool {
	return !slices.ContainsFunc(parts, func(p Part) bool { return p.Trouble != "" })
}

// ready says whether requests should come here, for whatever spreads them over several
// nodes, and names each part with what is the matter with it.
func (s *server) ready(c *page.Context) error {
	c.Header("Cache-Control", "no-store")
	status, out := http.StatusOK, "bereit\n"
	parts := s.Health(c.Ctx())
	if !Ready(parts) {
		status, out = http.StatusServiceUnavailable, "nicht bereit\n"
	}
	for _, p := range parts {
		if p.Trouble == "" {
			p.Trouble = "ok"
		}
		out += p.Name + ": " + p.Trouble + "\n"
	}
	c.String(status, "%s", out)
	return nil
}
