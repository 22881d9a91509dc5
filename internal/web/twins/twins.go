// Package twins finds what already stands in the forum on a question that is
// about to be put.
package twins

import (
	"context"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
)

// maxTwins is how many are shown before a question is put.
const maxTwins = 5

// Finder finds twins of questions.
type Finder struct {
	Catalogue *catalogue.Catalogue
	Inquiries *inquiry.Inquiries
	Search    *search.Search
}

// Of finds what already stands in the forum on a question with this title
// and these services: official answers on the same services, and what is similar
// to the title. They stop the form when they are close, not only near.
func (f Finder) Of(ctx context.Context, by account.Viewer, title, services string, kinds ...document.Kind) (t templates.Twins, err error) {
	seen := map[string]bool{}
	add := func(n templates.Note) {
		if !seen[n.Href] && len(t.Notes) < maxTwins {
			seen[n.Href] = true
			t.Notes = append(t.Notes, n)
		}
	}
	ids, _, err := f.Catalogue.TypedServices(ctx, services, forum.MaxServices)
	if err != nil {
		return t, err
	}
	official, err := f.Inquiries.AnswersOfServices(ctx, by, maxTwins, ids...)
	if err != nil {
		return t, err
	}
	for _, n := range view.AnswerNotes(official) {
		add(n)
	}
	if title == "" {
		return t, nil
	}
	t.Stopped = len(t.Notes) > 0
	found, err := f.Search.Similar(ctx, by, title, maxTwins, kinds...)
	for _, twin := range found {
		t.Stopped = t.Stopped || twin.Close
		add(templates.Note{Href: view.HitPath(twin.Hit), Title: twin.Title, Text: twinText(twin.Hit)})
	}
	return t, err
}

// twinText says what was found: its kind, and of answers the short answer.
func twinText(h search.Hit) string {
	text := kindText(h)
	if h.Short != "" {
		text += ": " + h.Short
	}
	return text
}

// kindText says of what kind something is, and of threads in which state.
func kindText(h search.Hit) string {
	if h.State == "" {
		return h.Kind.German()
	}
	return h.Kind.German() + ", " + h.State.German()
}

// Related finds up to limit entries of the kinds that are similar to what has this title,
// without those at the addresses in seen.
func (f Finder) Related(ctx context.Context, by account.Viewer, title string, limit int, seen map[string]bool,
	kinds ...document.Kind) (out []templates.Note, err error) {
	found, err := f.Search.Similar(ctx, by, title, limit+len(seen), kinds...)
	for _, twin := range found {
		if href := view.HitPath(twin.Hit); !seen[href] && len(out) < limit {
			out = append(out, templates.Note{Href: href, Title: twin.Title, Text: kindText(twin.Hit)})
		}
	}
	return out, err
}
