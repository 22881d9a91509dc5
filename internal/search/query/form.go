// Package query reads what people search for: the line of the search field with
// its operators, and the form around it. It owns no table and knows no index.
//
// It promises: every line can be read; whatever cannot be understood is reported
// as a Problem, and the rest of the line still counts.
package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kommunalforum/internal/search/document"
)

// MaxLength is the maximum length of a search line and of each field, in
// characters; the rest is cut off.
const MaxLength = 200

// Form is a filled-in search form: a line, and fields for the conditions that
// can also be written in the line. A condition in the line overrides its field.
type Form struct {
	Text  string        // the line
	Kind  document.Kind // "" or an unknown one for all; threads include their replies
	Board string        // slug, "" for all
	// The other conditions are written as after the operators of the line.
	State            string // ist:
	Land             string // land:
	OrganisationKind string // organisationsart:
	Year             string // jahr:
	Organisation     string // organisation:
	Service          string // leistung:
	After            string // nach:
	Before           string // vor:
	Newest           bool   // order by date, the newest first, instead of by score
	Page             int    // from 1; a page beyond the last one means the last one
}

// Clipped returns the form with its line and fields normalised, and holds on to nothing
// of a longer text that they were parts of.
func (f Form) Clipped() Form {
	for _, text := range f.fields() {
		*text = strings.Clone(Normalise(*text))
	}
	if f.Kind = document.Kind(strings.Clone(string(f.Kind))); !f.Kind.Valid() {
		f.Kind = ""
	}
	return f
}

// Size returns how many bytes the texts of the form have.
func (f Form) Size() (size int) {
	for _, text := range f.fields() {
		size += len(*text)
	}
	return size + len(f.Kind)
}

// TooLong reports whether the line or a field is longer than MaxLength, so that a
// search leaves some of it out.
func (f Form) TooLong() bool {
	return slices.ContainsFunc(f.fields(), func(text *string) bool { return utf8.RuneCountInString(*text) > MaxLength })
}

// fields are the line and everything else that is typed.
func (f *Form) fields() []*string {
	return []*string{&f.Text, &f.Board, &f.State, &f.Land, &f.OrganisationKind, &f.Year, &f.Organisation, &f.Service, &f.After, &f.Before}
}

// Normalise makes a text valid UTF-8 with single spaces and at most MaxLength
// characters.
func Normalise(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, " ")), " ")
	if r := []rune(text); len(r) > MaxLength {
		text = strings.TrimSpace(string(r[:MaxLength]))
	}
	return text
}

// Parse reads the line and the fields. Board is left to the caller, who knows
// which boards there are.
func (f Form) Parse() (Terms, []Problem) {
	t, problems := Parse(f.Text)
	for _, field := range []struct{ operator, value, line string }{
		{"ist", f.State, t.State}, {"land", f.Land, t.Land}, {"organisationsart", f.OrganisationKind, string(t.OrganisationKind)}, {"jahr",
			f.Year, t.Year},
		{"organisation", f.Organisation, t.Organisation}, {"leistung", f.Service, t.Service},
		{"nach", f.After, string(t.After)}, {"vor", f.Before, string(t.Before)},
	} {
		if field.value == "" || field.line != "" {
			continue
		}
		if sentence := operators[field.operator](&t, field.value); sentence != "" {
			problems = append(problems, Problem{field.value, sentence})
		}
	}
	if t.Kind == "" && f.Kind.Valid() {
		t.Kind = f.Kind
	}
	return t, problems
}

// Normalized returns the same search with the facet conditions of the line moved
// to the fields, so that each can be replaced by another value. The board, which
// the line can name in several ways, is left out.
func (f Form) Normalized(t Terms) Form {
	f.Text, f.Kind, f.Board, f.Land, f.Year = t.Line, t.Kind, "", t.Land, t.Year
	f.State, f.OrganisationKind = StateWord(t.State), ""
	if t.OrganisationKind != "" {
		f.OrganisationKind = OrganisationKindWord(t.OrganisationKind)
	}
	return f
}

// HasConditions reports whether any field but the line is a condition.
func (f Form) HasConditions() bool {
	return f != Form{Text: f.Text, Newest: f.Newest, Page: f.Page}
}
