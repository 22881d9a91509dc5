package reuse

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

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
	body, err := table(list)
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Content-Disposition", `attachment; filename="nachnutzung-`+strconv.FormatInt(id, 10)+`.csv"`)
	h.Set("Cache-Control", "no-store")
	c.Data(http.StatusOK, "text/csv; charset=utf-8", body)
	return nil
}

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\ufeff"

// table writes entries as Excel opens them in German: with semicolons between the cells.
func table(list []reuse.Entry) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	rows := [][]string{{"Organisation", "Art", "Land", "Einwohner", "Umsetzung", "Onlinedienst", "Anbieter", "Betreiber", "Seit", "Kosten",
		"Erfahrungen", "Finanzierung", "Einbindung", "Betrieb", "Schnittstellen", "Unterstützung", "Postfach", "Zuletzt bestätigt"}}
	for _, e := range list {
		inhabitants, n := "", e.Notes
		if e.Inhabitants > 0 {
			inhabitants = strconv.FormatInt(e.Inhabitants, 10)
		}
		rows = append(rows, []string{e.Organisation.Name, e.Organisation.Kind.German(), e.Organisation.State, inhabitants, e.Stage.German(),
			e.Product, e.Provider, e.Operator, e.Since.German(), e.Cost.German(), n.Experience, n.Financing, n.Integration, n.Operation, n.Interfaces,
			n.Assistance, e.Mailbox, templates.DayText(e.ConfirmedAt)})
	}
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
	}
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// harmless keeps spreadsheets from computing what somebody typed: a cell that begins like
// a formula gets an apostrophe in front (OWASP, CSV Injection).
func harmless(cell string) string {
	if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") || strings.HasPrefix(cell, "＝") || strings.HasPrefix(cell, "＋") ||
		strings.HasPrefix(cell, "－") || strings.HasPrefix(cell, "＠") {
		return "'" + cell
	}
	return cell
}
