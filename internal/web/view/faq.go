package view

import (
	"kommunalforum/internal/faq"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// ArticleNotes shows articles beside a thread, on a board or the start page.
func ArticleNotes(list []faq.Entry) []templates.Note {
	var out []templates.Note
	for _, e := range list {
		n := templates.Note{Href: path.Article(e.ID, e.Title), Title: e.Title, Text: e.Short}
		switch e.State {
		case faq.Draft:
			n.Text = "Entwurf, nur für die FAQ-Redaktion sichtbar."
		case faq.Outdated:
			n.Text = "Überholt: " + e.OutdatedReason
		}
		out = append(out, n)
	}
	return out
}

// MaxArticlesBeside is how many articles stand beside other things.
const MaxArticlesBeside = 4
