package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/a-h/templ"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/privacy"
	"kommunalforum/templates"
	pages "kommunalforum/templates/info"
)

func (s *server) infoBase(c *gin.Context, title, description string) templates.Base {
	b := s.base(c, title, templates.SectionNone, templates.Crumb{Href: "/", Text: "Start"}, templates.Crumb{Text: title})
	b.Description = description
	return b
}

// showHelp says how the forum works, with every piece of Markdown as it appears.
func (s *server) showHelp(c *gin.Context) error {
	page := pages.Help{Base: s.infoBase(c, "Hilfe und Glossar", "Wie das Forum der Kommunen funktioniert: Rollen, Zustände, Texte gestalten und die wichtigsten Begriffe."),
		Contact: s.Settings.Site().Contact}
	for _, x := range pages.Samples {
		text, err := markdown.Render(ctx(c), x.Source)
		if err != nil {
			return err
		}
		x.HTML = text.HTML
		page.Samples = append(page.Samples, x)
	}
	return s.render(c, http.StatusOK, pages.HelpPage(page))
}

// periods is how long which records are kept, as the privacy notice shows it.
func periods() (out []templates.Fact) {
	for _, p := range privacy.Periods {
		out = append(out, templates.Fact{Term: p.Record, Text: p.Kept})
	}
	return out
}

// legal shows a page that the operator's configuration fills.
func (s *server) legal(title, description string, page func(pages.Legal) templ.Component) handler {
	return func(c *gin.Context) error {
		return s.render(c, http.StatusOK, page(pages.Legal{Base: s.infoBase(c, title, description), Conf: *s.Settings.Site(),
			Address: s.Config.BaseURL.String(), Cookie: s.sessions.sessionName(), Periods: periods()}))
	}
}

// showSources names where the reference data come from.
func (s *server) showSources(c *gin.Context) error {
	page := pages.Sources{Base: s.infoBase(c, "Datenquellen und Lizenzen", "Woher die Daten zu OZG-Leistungen und Kommunen stammen und unter welchen Lizenzen sie stehen.")}
	err := s.DB.Read(ctx(c), func(tx *db.Tx) error {
		n, err := catalogue.CountTx(tx)
		page.Services, page.Municipalities, page.Districts = n.Services, n.Municipalities, n.Districts
		return err
	})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, pages.SourcesPage(page))
}
