package info

import (
	"net/http"
	"strings"

	"kommunalforum/internal/glossary"
	"kommunalforum/internal/library"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/info"
)

// maxGlossaryQuery is how many characters are looked for in the glossary.
const maxGlossaryQuery = 100

// showGlossary explains the abbreviations and words of the field and the forum. Those that are the
// reference of a document of the library lead to it.
func (s *server) showGlossary(c *page.Context) error {
	p := pages.Glossary{Base: s.infoBase(c, "Glossar", "Abkürzungen und Begriffe der OZG-Umsetzung, der Verwaltungsdigitalisierung "+
		"und des Forums, kurz erklärt."),
		Query: c.Query("q")}
	if len([]rune(p.Query)) > maxGlossaryQuery {
		p.Query = string([]rune(p.Query)[:maxGlossaryQuery])
	}
	p.NoIndex = p.Query != ""
	found := glossary.Find(p.Query)
	keys := make([]string, len(found))
	for i, e := range found {
		keys[i] = markdown.ReferenceKey(e.Term)
	}
	documents, err := s.Library.Referred(c.Ctx(), c.Viewer(), keys)
	if err != nil {
		return err
	}
	for i, e := range found {
		if n := len(p.Letters); n == 0 || p.Letters[n-1].Letter != e.Letter() {
			p.Letters = append(p.Letters, pages.Letter{Letter: e.Letter()})
		}
		last := &p.Letters[len(p.Letters)-1]
		last.Terms = append(last.Terms, termOf(e, documents[keys[i]]))
	}
	return c.Render(http.StatusOK, pages.GlossaryPage(p))
}

// termOf shows an entry with the document that has it as its reference, if there is one.
func termOf(e glossary.Entry, d library.Entry) pages.Term {
	t := pages.Term{ID: path.Slug(e.Term), Term: e.Term, Names: strings.Join(e.Names, ", "), Text: e.Text}
	if !e.Own {
		t.Search = templates.Link{Href: path.WithQuery(path.Search, "q", e.Term), Text: "Im Forum suchen"}
	}
	if d.ID != 0 {
		t.Document = templates.Link{Href: path.LibraryDocument(d.ID, d.Title), Text: d.Title}
	}
	return t
}
