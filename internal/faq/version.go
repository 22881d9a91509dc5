package faq

import (
	"context"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/diff"
	"kommunalforum/internal/fault"
)

// Version is one state of an article's text.
type Version struct {
	Number  int
	Title   string
	Short   string
	Source  string // Markdown
	Scope   string
	AsOf    catalogue.Date
	By      account.Byline
	SavedAt time.Time
	Present bool // the one that is shown
	Files   []attachment.File
}

// Revisions returns an article with all its versions, newest first. Only its
// editors see former ones: they may hold what was removed before the article
// reached more people.
func (s *Articles) Revisions(ctx context.Context, by account.Viewer, id int64) (a Article, out []Version, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, out, err = versions(tx, by, id)
		return err
	})
	return a, out, err
}

func versions(tx *db.Tx, by account.Viewer, id int64) (Article, []Version, error) {
	a, err := findArticle(tx, by, id)
	if err != nil {
		return a, nil, err
	}
	if !a.CanEdit(by) {
		return a, nil, fault.Forbid("Frühere Fassungen sehen nur die FAQ-Redaktion und die Moderation des Bereichs.")
	}
	former, err := db.List(tx, func(r db.Row) (v Version, err error) {
		fields := []any{&v.Number, &v.Title, &v.Short, &v.Source, &v.Scope, &v.AsOf, db.Instant(&v.SavedAt)}
		return v, r.Scan(append(fields, account.BylineFields(&v.By)...)...)
	}, `
		SELECT f.number, f.title, f.short, f.source, f.scope, f.as_of, f.saved_at, `+account.BylineColumns+`
		FROM faq_version f
		JOIN person p ON p.id = f.saved_by
		JOIN organisation o ON o.id = f.organisation_id
		WHERE f.article_id = $1
		ORDER BY f.number DESC`, id)
	present := Version{Number: a.Version, Title: a.Title, Short: a.Short, Source: a.Source, Scope: a.Scope, AsOf: a.AsOf,
		By: a.By, SavedAt: a.SavedAt, Present: true}
	if err != nil {
		return a, nil, err
	}
	all := append([]Version{present}, former...)
	files, err := allFiles(tx, id)
	for i, v := range all {
		all[i].Files = attachment.Of(files, v.Number)
	}
	return a, all, err
}

// Difference is what changed between two versions, field by field; a field
// that stayed has no lines.
type Difference struct {
	From, To Version
	Title    []diff.Line
	Short    []diff.Line
	Text     []diff.Line
	Scope    []diff.Line
	Files    []diff.Line // their names
}

// None reports whether both versions read the same.
func (d Difference) None() bool {
	return d.Title == nil && d.Short == nil && d.Text == nil && d.Scope == nil && d.Files == nil
}

// Compare returns the difference between two versions of an article by their
// numbers. Who may is said at Revisions.
func (s *Articles) Compare(ctx context.Context, by account.Viewer, id int64, from, to int) (a Article, d Difference, err error) {
	var all []Version
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, all, err = versions(tx, by, id)
		return err
	})
	if err != nil {
		return a, d, err
	}
	for _, v := range all {
		if v.Number == from {
			d.From = v
		}
		if v.Number == to {
			d.To = v
		}
	}
	if d.From.Number == 0 || d.To.Number == 0 {
		return a, d, fault.Missing()
	}
	d.Title = changes(d.From.Title, d.To.Title)
	d.Short = changes(d.From.Short, d.To.Short)
	d.Text = changes(d.From.Source, d.To.Source)
	d.Scope = changes(d.From.Scope, d.To.Scope)
	d.Files = changes(names(d.From.Files), names(d.To.Files))
	return a, d, nil
}

// names returns the names of files, one a line.
func names(files []attachment.File) string {
	var b strings.Builder
	for _, f := range files {
		b.WriteString(f.Name + "\n")
	}
	return b.String()
}

func changes(from, to string) []diff.Line {
	lines := diff.Lines(from, to)
	if diff.Same(lines) {
		return nil
	}
	return lines
}
