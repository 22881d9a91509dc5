package templates

import (
	"context"
	"time"
)

type formOwnerKey struct{}

// WithFormOwner returns a context under which forms carry, sealed, for whom they
// are shown. seal is called by pages that have a form.
func WithFormOwner(ctx context.Context, seal func() string) context.Context {
	return context.WithValue(ctx, formOwnerKey{}, seal)
}

func formOwner(ctx context.Context) string {
	if seal, ok := ctx.Value(formOwnerKey{}).(func() string); ok {
		return seal()
	}
	return ""
}

// Field is a one-line input.
type Field struct {
	Name         string
	ID           string // empty: FieldID(Name)
	Label        string
	Hint         string
	Error        string // the problem with what was entered
	Value        string
	Type         string // empty: text
	Autocomplete string // a token of the HTML standard, may be empty
	InputMode    string
	MaxLength    int // characters, 0 for no limit
	Optional     bool
	Sometimes    bool     // whether it must be filled in depends on other fields; the hint says so
	Suggestions  []string // offered while typing
	Earliest     string   // of a day: the first that the calendar offers, 2006-01-02, "" for any
}

// Area is an input of many lines.
type Area struct {
	Name     string
	ID       string // empty: FieldID(Name)
	Label    string
	Hint     string
	Error    string
	Value    string
	Rows     int    // 0 for 8
	Limit    int    // characters, 0 for no limit; shown and counted
	Mentions string // address that offers people whom the text can address, "" for none
	Markdown bool   // the text is Markdown: how it works stands before Hint
	Optional bool

	Sometimes bool // with Optional: needed in the cases that the label names
}

// Choice is a selection of one among several options, as a list or as radio
// buttons.
type Choice struct {
	Name     string
	ID       string // empty: FieldID(Name)
	Label    string
	Hint     string
	Error    string
	Value    string // the value that is chosen
	Options  []Option
	Optional bool
}

// Option is one possibility. Options of the same Group, one after the other,
// are shown under that heading in a list.
type Option struct {
	Value string
	Text  string
	Hint  string // only for radio buttons
	Group string
}

// Check is a box to tick; its value is "ja" when ticked.
type Check struct {
	Name    string
	ID      string // empty: FieldID(Name)
	Label   string
	Hint    string
	Error   string
	Checked bool
	Value   string // empty: "ja"; several boxes may share a name
}

// Problem says what is wrong with a field of a form.
type Problem struct {
	Field string // its name; empty for the form as a whole
	Text  string
}

// Problems are all that is wrong with a form.
type Problems []Problem

// For returns the problem with a field, or the empty string.
func (p Problems) For(field string) string {
	for _, problem := range p {
		if problem.Field == field {
			return problem.Text
		}
	}
	return ""
}

// FieldID is the id of the input with this name, which error summaries lead to.
func FieldID(name string) string { return "feld-" + name }

func idOr(id, name string) string {
	if id != "" {
		return id
	}
	return FieldID(name)
}

func (f Field) id() string  { return idOr(f.ID, f.Name) }
func (f Area) id() string   { return idOr(f.ID, f.Name) }
func (f Choice) id() string { return idOr(f.ID, f.Name) }
func (f Check) id() string {
	if f.ID == "" && f.Value != "" {
		return FieldID(f.Name) + "-" + f.Value
	}
	return idOr(f.ID, f.Name)
}

func (f Check) value() string {
	if f.Value == "" {
		return "ja"
	}
	return f.Value
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// dateHint says after the field's own hint how a day is written; where only later days
// are taken, by one of them.
func dateHint(f Field) string {
	example := "21.11.2026"
	if t, err := time.Parse(time.DateOnly, f.Earliest); err == nil {
		example = t.AddDate(0, 0, 7).Format("02.01.2006")
	}
	return join(" ", f.Hint, "Zum Beispiel "+example+".")
}

func (f Area) rows() int {
	if f.Rows == 0 {
		return 8
	}
	return f.Rows
}

// describedBy lists the ids of what explains the input.
func describedBy(id, hint, problem string, counted bool) string {
	var ids []string
	if hint != "" {
		ids = append(ids, id+"-hinweis")
	}
	if counted {
		ids = append(ids, id+"-umfang")
	}
	if problem != "" {
		ids = append(ids, id+"-fehler")
	}
	return join(" ", ids...)
}

// describedBy lists the ids of what explains the area.
func (f Area) describedBy() string {
	hint := f.Hint
	if f.Markdown {
		hint = "Markdown"
	}
	return describedBy(f.id(), hint, f.Error, f.Limit > 0)
}

// optionGroup is a run of options under one heading.
type optionGroup struct {
	name    string
	options []Option
}

func (f Choice) groups() []optionGroup {
	var out []optionGroup
	for _, o := range f.Options {
		if len(out) == 0 || out[len(out)-1].name != o.Group {
			out = append(out, optionGroup{name: o.Group})
		}
		last := &out[len(out)-1]
		last.options = append(last.options, o)
	}
	return out
}
