// Package richtext holds what all domains do with the Markdown that people write:
// check and render a form field, recognise a form that is sent twice, and render
// stored texts again. It owns no table.
package richtext

import (
	"context"
	"crypto/rand"
	"errors"
	"html"
	"regexp"
	"strings"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/textfield"
)

// Render renders the Markdown of a form field. Problems are recorded in c; the
// result must not be used then.
func Render(ctx context.Context, c *fault.Check, field, label, source string, required bool) markdown.Text {
	source = strings.TrimSpace(source)
	if source == "" {
		c.Require(!required, field, "Bitte füllen Sie „"+label+"“ aus.")
		return markdown.Text{Version: markdown.Version}
	}
	text, err := markdown.Render(ctx, source)
	var p *markdown.Problem
	switch {
	case errors.As(err, &p):
		c.Add(field, "%s", p.Error())
	case err != nil:
		c.Add(field, "Der Text ließ sich gerade nicht verarbeiten. Bitte versuchen Sie es noch einmal.")
	case !shows(text.HTML): // such as a footnote that nothing refers to, or invisible characters only
		c.Add(field, "Von diesem Text wäre nichts zu sehen. Bitte schreiben Sie etwas dazu.")
	}
	return text
}

var tags = regexp.MustCompile(`<[^>]*>`)

// shows reports whether rendered text has anything to see: a character, a
// picture or a line.
func shows(text markdown.HTML) bool {
	return strings.Contains(string(text), "<img") || strings.Contains(string(text), "<hr") ||
		textfield.Visible(html.UnescapeString(tags.ReplaceAllLiteralString(string(text), "")))
}

// Once returns the key of a form, or a new one for callers without a form.
func Once(key string) string {
	if key == "" {
		return rand.Text()
	}
	return key
}
