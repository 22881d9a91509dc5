package view

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strings"

	"kommunalforum/internal/web/page"
)

// byteOrderMark makes Excel read a file as UTF-8.
const byteOrderMark = "\ufeff"

// SendCSV sends rows as a file with the name, as Excel opens it in German: with semicolons
// between the cells, and no cell that it would compute.
func SendCSV(c *page.Context, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range rows {
		for i := range row {
			row[i] = harmless(row[i])
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	h.Set("Cache-Control", "no-store")
	c.Data(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
	return nil
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
