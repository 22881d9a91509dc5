package reuse

import (
	"strconv"

	"kommunalforum/internal/reuse"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
)

// sendExport sends the entries that pass the filter as a table. It names no person,
// because what has left the forum cannot be taken back.
func (s *server) sendExport(c *page.Context, id int64) error {
	list, err := s.Reuse.Export(c.Ctx(), c.Viewer(), id, view.ReuseFilter(c))
	if err != nil {
		return err
	}
	c.ReleaseSnapshot()
	return view.SendCSV(c, "nachnutzung-"+strconv.FormatInt(id, 10), table(list))
}

// table lays entries out in rows below their headings.
func table(list []reuse.Entry) [][]string {
	rows := [][]string{{"Organisation", "Art", "Land", "Einwohner", "Umsetzung", "Onlinedienst", "Anbieter", "Betreiber", "Seit (bei Plänen: ab)",
		"Kosten", "Erfahrungen", "Finanzierung", "Einbindung", "Betrieb", "Schnittstellen", "Unterstützung", "Postfach", "Zuletzt bestätigt"}}
	for _, e := range list {
		inhabitants, n := "", e.Notes
		if e.Inhabitants > 0 {
			inhabitants = strconv.FormatInt(e.Inhabitants, 10)
		}
		rows = append(rows, []string{e.Organisation.Name, e.Organisation.Kind.German(), e.Organisation.State, inhabitants, e.Stage.German(),
			e.Product, e.Provider, e.Operator, e.Since.German(), e.Cost.German(), n.Experience, n.Financing, n.Integration, n.Operation, n.Interfaces,
			n.Assistance, e.Mailbox, templates.DayText(e.ConfirmedAt)})
	}
	return rows
}
