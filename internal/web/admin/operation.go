package admin

import (
	"net/http"
	"strings"

	"kommunalforum/internal/web/page"
	pages "kommunalforum/templates/admin"
)

// Operation is how the forum is run.
type Operation struct {
	Groups   []pages.OperationGroup
	Settings []pages.DeploymentSetting // that are not the program's defaults
}

// showOperation shows how the forum is run.
func (s *server) showOperation(c *page.Context) error {
	o, err := s.Operation(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	p := pages.Operation{Base: s.adminBase(c, "Betrieb"), Groups: o.Groups, Settings: o.Settings, Diagnostics: o.diagnostics()}
	return c.Render(http.StatusOK, pages.OperationPage(p))
}

// diagnostics is what may be read by whoever gets a report: of settings their names alone.
func (o Operation) diagnostics() string {
	var b strings.Builder
	for _, g := range o.Groups {
		b.WriteString(g.Title + "\n")
		for _, f := range g.Facts {
			if f.Text != "" {
				b.WriteString("  " + f.Term + ": " + f.Text + "\n")
			}
		}
	}
	if len(o.Settings) > 0 {
		b.WriteString("Gesetzte Einstellungen\n")
		for _, s := range o.Settings {
			b.WriteString("  " + s.Name + " (" + s.Origin + ")\n")
		}
	}
	return b.String()
}
