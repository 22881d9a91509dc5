package export

import (
	"fmt"
	"strconv"
	"time"

	"kommunalforum/internal/db"
	"kommunalforum/templates"
)

// kind is how a column's values are to be read.
type kind int

const (
	text   kind = iota
	prose       // text of many lines, Markdown
	moment      // Unix milliseconds in the database, RFC 3339 in JSON
	truth       // yes or no
	number
	path // an address on the site, made of the value by the column's format
)

// column is a value of each record of a section. The query selects them in
// their order.
type column struct {
	key    string // in JSON
	label  string // on the page
	kind   kind
	format string // of path, such as "/beitrag/%v"
}

// section is one part of the export: what is kept of one kind.
type section struct {
	key     string // in JSON
	title   string // on the page
	note    string // what it is, and what is not in it
	columns []column
	query   string // $1 is the person's id, $2 the hash of their address where byAddress
	// byAddress says that the query counts by the address instead of the person.
	byAddress bool
}

// each calls visit with the values of every record, as JSON has them: string,
// bool, int64 or nil.
func (s section) each(tx *db.Tx, p subject, base string, visit func([]any) error) error {
	var arg any = p.Person
	if s.byAddress {
		arg = p.Address
	}
	values := make([]any, len(s.columns))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	return db.Each(tx, func(r db.Row) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		out := make([]any, len(values))
		for i, c := range s.columns {
			v, err := c.value(values[i], base)
			if err != nil {
				return fmt.Errorf("%s.%s: %w", s.key, c.key, err)
			}
			out[i] = v
		}
		return visit(out)
	}, s.query, arg)
}

// value turns what the database holds into what JSON shows.
func (c column) value(v any, base string) (any, error) {
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	if v == nil {
		return nil, nil
	}
	switch c.kind {
	case moment:
		ms, ok := v.(int64)
		if !ok {
			return nil, fmt.Errorf("no moment: %T", v)
		}
		return time.UnixMilli(ms).UTC().Format(time.RFC3339), nil
	case truth:
		switch v := v.(type) {
		case bool:
			return v, nil
		case int64:
			return v != 0, nil
		}
		return nil, fmt.Errorf("neither yes nor no: %T", v)
	case path:
		return base + fmt.Sprintf(c.format, v), nil
	}
	return v, nil
}

// shown is a value as people read it, "" for nothing.
func (c column) shown(v any) string {
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
		if c.kind == moment {
			if at, err := time.Parse(time.RFC3339, v); err == nil {
				return templates.MomentText(at)
			}
		}
		return v
	}
	return fmt.Sprint(v)
}

// Titles returns the titles of all sections, as the page lists them.
func Titles() []string {
	out := make([]string, len(sections))
	for i, s := range sections {
		out[i] = s.title
	}
	return out
}

// Keys returns the keys of all sections.
func Keys() []string {
	out := make([]string, len(sections))
	for i, s := range sections {
		out[i] = s.key
	}
	return out
}
