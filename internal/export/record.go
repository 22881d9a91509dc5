package export

import (
	"fmt"
	"strconv"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/internal/export/section"
	"kommunalforum/templates"
)

// each calls visit with the values of every record of a section, as JSON has
// them: string, bool, int64 or nil.
func (e *Exporter) each(tx *db.Tx, s section.Section, p subject, visit func([]any) error) error {
	var arg any = p.Person
	if s.ByAddress {
		arg = p.Address
	}
	values := make([]any, len(s.Columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	return db.Each(tx, func(r db.Row) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		out := make([]any, len(values))
		for i, c := range s.Columns {
			v, err := value(c, values[i], e.base)
			if err != nil {
				return fmt.Errorf("%s.%s: %w", s.Key, c.Key, err)
			}
			out[i] = v
		}
		return visit(out)
	}, s.Query, arg)
}

// value turns a value of the database into that of JSON.
func value(c section.Column, v any, base string) (any, error) {
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	if v == nil {
		return nil, nil
	}
	switch c.Kind {
	case section.Moment:
		ms, ok := v.(int64)
		if !ok {
			return nil, fmt.Errorf("no moment: %T", v)
		}
		return time.UnixMilli(ms).UTC().Format(time.RFC3339), nil
	case section.Bool:
		switch v := v.(type) {
		case bool:
			return v, nil
		case int64:
			return v != 0, nil
		}
		return nil, fmt.Errorf("neither yes nor no: %T", v)
	case section.Path:
		return base + fmt.Sprintf(c.Format, v), nil
	}
	return v, nil
}

// shown returns a value as people read it, "" for nothing.
func shown(c section.Column, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "ja"
		}
		return "nein"
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		if c.Kind == section.Moment {
			if at, err := time.Parse(time.RFC3339, v); err == nil {
				return templates.MomentText(at)
			}
		}
		return v
	}
	return fmt.Sprint(v)
}

// Titles returns the titles of all sections in the order of the page.
func (e *Exporter) Titles() []string {
	out := make([]string, len(e.sections))
	for i, s := range e.sections {
		out[i] = s.Title
	}
	return out
}

// Keys returns the keys of all sections in the order of the page.
func (e *Exporter) Keys() []string {
	out := make([]string, len(e.sections))
	for i, s := range e.sections {
		out[i] = s.Key
	}
	return out
}
