package page

import (
	"errors"

	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
)

// Problems turns the field problems of an Invalid fault into those of a form;
// ok is false for every other error, which is then the page's.
func Problems(err error) (out templates.Problems, ok bool) {
	if errors.Is(err, db.ErrHeld) {
		return templates.Problems{}, true // the form is only to be shown again
	}
	if !fault.Is(err, fault.Invalid) {
		return nil, false
	}
	for _, p := range fault.ProblemsOf(err) {
		out = append(out, templates.Problem{Field: p.Field, Text: p.Sentence})
	}
	if len(out) == 0 {
		out = templates.Problems{{Text: fault.SentenceOf(err)}}
	}
	return out, true
}

// OnlyField reports whether the problems are for a form with the one field: found at
// it, or none because the form is only to be shown again. Other problems mean
// that the form is not possible any more.
func OnlyField(p templates.Problems, field string) bool { return len(p) == 0 || p.For(field) != "" }
