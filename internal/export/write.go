package export

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
	pages "kommunalforum/templates/export"
)

// writeJSON writes data.json:
//
//	{"format": 1, "forum": "…", "address": "https://…", "created": "2026-…Z",
//	 "sections": {"account": {"title": "Konto", "note": "…", "records": [{"number": 7, …}]}, …}}
//
// Every section is there, also one without records; moments are RFC 3339 in
// UTC; what is missing is null.
func (e *Exporter) writeJSON(tx *db.Tx, out io.Writer, p subject) error {
	w := &jsonWriter{w: bufio.NewWriter(out)}
	w.raw(`{"format":1,"forum":`).value(e.site).raw(`,"address":`).value(e.base).
		raw(`,"created":`).value(tx.Now.Format(time.RFC3339)).raw(`,"sections":{`)
	for i, s := range e.sections {
		if i > 0 {
			w.raw(",")
		}
		w.raw("\n").value(s.Key).raw(`:{"title":`).value(s.Title).raw(`,"note":`).value(s.Note).raw(`,"records":[`)
		first := true
		err := e.each(tx, s, p, func(values []any) error {
			if !first {
				w.raw(",")
			}
			first = false
			w.raw("\n{")
			for i, c := range s.Columns {
				if i > 0 {
					w.raw(",")
				}
				w.value(c.Key).raw(":").value(values[i])
			}
			w.raw("}")
			return w.err
		})
		if err != nil {
			return err
		}
		w.raw("]}")
	}
	w.raw("}}\n")
	if w.err != nil {
		return w.err
	}
	return w.w.Flush()
}

// jsonWriter writes until the first error and keeps it.
type jsonWriter struct {
	w   *bufio.Writer
	err error
}

func (j *jsonWriter) raw(s string) *jsonWriter {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
	return j
}

func (j *jsonWriter) value(v any) *jsonWriter {
	b, err := json.Marshal(v)
	if j.err == nil {
		j.err = err
	}
	return j.raw(string(b))
}

// writeHTML writes index.html, which needs nothing from anywhere else.
func (e *Exporter) writeHTML(tx *db.Tx, out io.Writer, p subject) error {
	w := bufio.NewWriter(out)
	ctx := context.WithoutCancel(tx.Context())
	page := pages.Page{Site: e.site, Address: e.base, Created: tx.Now}
	for _, s := range e.sections {
		page.Contents = append(page.Contents, pages.Section{Key: s.Key, Title: s.Title, Note: s.Note})
	}
	if err := pages.Head(page).Render(ctx, w); err != nil {
		return err
	}
	for i, s := range e.sections {
		if err := pages.Begin(page.Contents[i]).Render(ctx, w); err != nil {
			return err
		}
		empty := true
		err := e.each(tx, s, p, func(values []any) error {
			empty = false
			var facts []pages.Fact
			for i, c := range s.Columns {
				f := pages.Fact{Term: c.Label, Text: shown(c, values[i]), Prose: c.Kind == section.Prose}
				if f.Text == "" {
					continue
				}
				if c.Kind == section.Path {
					f.Href = f.Text
				}
				facts = append(facts, f)
			}
			return pages.Record(facts).Render(ctx, w)
		})
		if err != nil {
			return err
		}
		if err := pages.End(empty).Render(ctx, w); err != nil {
			return err
		}
	}
	if err := pages.Foot().Render(ctx, w); err != nil {
		return err
	}
	return w.Flush()
}
