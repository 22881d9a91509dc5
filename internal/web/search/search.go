package search

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/limit"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/search"
)

// kindPlurals are the words of the tabs.
var kindPlurals = map[document.Kind]string{
	document.Answer:       "Offizielle Antworten",
	document.Article:      "Häufige Fragen",
	document.Thread:       "Themen",
	document.Reply:        "Beiträge",
	document.File:         "Anhänge",
	document.Service:      "Leistungen",
	document.Library:      "Dokumente",
	document.Page:         "Dateien der Bibliothek",
	document.Consultation: "Beteiligungen",

	document.ArticleFile: "Anhänge von häufigen Fragen",
	document.AnswerFile:  "Anhänge von offiziellen Antworten",
}

// searchPath is the address of a page of a search.
func searchPath(in query.Form) string {
	q := in.Values()
	if in.Text == "" {
		q.Set("q", "")
	}
	if in.Page > 1 {
		q.Set("seite", strconv.Itoa(in.Page))
	}
	return path.Search + "?" + q.Encode()
}

// searchOf reads the address back.
func searchOf(c *page.Context) query.Form {
	in := query.FormOf(c.Request.URL.Query())
	in.Page = c.PageNumber()
	return in
}

// of returns the same search narrowed to another kind, and so on, from its
// first page.
func of(in query.Form, change func(*query.Form)) string {
	in.Page = 1
	change(&in)
	return searchPath(in)
}

// askPath leads to the form for a question with this title.
func askPath(title string) string {
	if title == "" {
		return path.Ask
	}
	return path.Ask + "?" + url.Values{"titel": {title}}.Encode()
}

// showSearch shows what was found, to each viewer what that viewer may see.
func (s *server) showSearch(c *page.Context) error {
	c.ReleaseSnapshot()
	if err := s.allowSearch(c); err != nil {
		return err
	}
	found, err := s.Search.Find(c.Ctx(), c.Viewer(), searchOf(c))
	if err != nil {
		return err
	}
	page := resultsOf(found)
	if err := s.addCited(c, found, &page); err != nil {
		return err
	}
	title := "Suche"
	if page.Query != "" {
		title = "Suche: " + page.Query
	}
	page.Base = c.Base(title, templates.SectionSearch, templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Suche"})
	page.NoIndex, page.Canonical = true, ""
	if c.Viewer().SignedIn() && found.Searched {
		page.Save = saveOf(found)
	}
	if found.Partial {
		page.IndexNotice = indexNotice(found.Built)
	}
	return c.Render(http.StatusOK, pages.ResultsPage(page))
}

// addCited adds the documents of the library that the line cites: who types „§ 3 OZG“ wants
// the law, which has these words less often than whatever is about it. A search that is
// narrowed asks for something else.
func (s *server) addCited(c *page.Context, found search.Result, page *pages.Results) error {
	if found.Normalized.HasConditions() || found.Page > 1 {
		return nil
	}
	documents, err := s.Library.Cited(c.Ctx(), c.Viewer(), found.Normalized.Text)
	page.Cited = view.DocumentEntries(documents)
	return err
}

// resultsOf shows what was found, and the ways on from there.
func resultsOf(found search.Result) pages.Results {
	// Conditions of the line stand as choices above the hits from now on.
	in := found.Normalized
	page := pages.Results{
		Query:      in.Text,
		Searched:   in.Text != "" || found.Searched || len(found.Problems) > 0,
		Words:      found.Searched,
		AnyWord:    found.AnyWord,
		NearTotal:  found.Near,
		Total:      found.Total,
		Texts:      found.Texts,
		Uncounted:  !found.Counted && found.Searched,
		AllHref:    searchPath(query.Form{Text: in.Text}),
		Narrowed:   in.HasConditions(),
		Elsewhere:  found.Relaxations.Unfiltered,
		AskHref:    askPath(in.Text),
		Kinds:      kindTabs(found),
		Facets:     facetsOf(found),
		Chosen:     chosenOf(found),
		Conditions: conditionsOf(found),
		Pages: templates.Pages{Current: found.Page, Last: found.LastPage, Href: func(n int) string {
			in.Page = n
			return searchPath(in)
		}},
	}
	addAlternatives(&page, found)
	for _, h := range found.Hits {
		if h.Near {
			page.Near = append(page.Near, hitOf(h))
		} else {
			page.Hits = append(page.Hits, hitOf(h))
		}
	}
	page.Services = pages.Services{First: found.ServicesFirst, All: of(found.Normalized, func(q *query.Form) { q.Kind = document.Service })}
	for _, h := range found.Services {
		page.Services.Hits = append(page.Services.Hits, hitOf(h))
	}
	for _, w := range found.Problems {
		page.Wrong = append(page.Wrong, "„"+w.Part+"“: "+w.Sentence)
	}
	return page
}

// saveOf offers to save the search.
func saveOf(found search.Result) pages.Save {
	name := []rune(found.Normalized.Text)
	return view.SaveSearch(found.Normalized, string(name[:min(len(name), follow.MaxName)]))
}

// addAlternatives offers other searches and places where there may be more.
func addAlternatives(page *pages.Results, found search.Result) {
	in := found.Normalized
	if shown := search.HitsPerPage * search.MaxPages; found.Total > shown {
		page.Beyond = shown
	}
	if found.Suggestion != "" {
		page.Suggest = templates.Link{Href: of(in, func(q *query.Form) { q.Text = found.Suggestion }), Text: found.Suggestion}
	}
	if less := found.Relaxations.WithoutWord; less.Word != "" {
		page.Without = pages.Without{Href: of(in, func(q *query.Form) { q.Text = less.Text }), Word: less.Word, Total: less.Total}
	}
	for _, b := range found.Relaxations.Boards {
		page.Boards = append(page.Boards, templates.Link{Href: path.Board(b.Slug), Text: b.Name})
	}
}

// indexNotice says why hits may be missing while the index is being built, to so
// many per cent; -1 if that is not known.
func indexNotice(built int) string {
	if built < 0 {
		return "Der Suchindex wird gerade aufgebaut. Bis er fertig ist, können Treffer fehlen."
	}
	// No numbers of texts: most of them may be for others alone.
	return fmt.Sprintf("Der Suchindex wird gerade aufgebaut (zu %d\u00a0%%). Bis er fertig ist, können Treffer fehlen.", built)
}

func hitOf(h search.Hit) pages.Hit {
	out := pages.Hit{Kind: kindOfHit(h).German(), Reply: h.Kind == document.Reply, State: view.State(h.State), Href: view.HitPath(h),
		Title: h.Title, Texts: h.Texts, Board: h.BoardName, At: h.At}
	if out.File = h.File; h.Place != "" {
		out.File += ", " + h.Place
	}
	out.Organisation = view.OrganisationLine(h.By)
	for _, s := range h.Excerpt {
		out.Excerpt = append(out.Excerpt, pages.Span(s))
	}
	return out
}

// allowSearch counts a search, by member or by client address of guests. The
// empty page of the search costs nothing.
func (s *server) allowSearch(c *page.Context) error {
	if c.Request.URL.RawQuery == "" || limit.IsUnlimited(c.Ctx()) {
		return nil
	}
	by, now := c.Viewer(), c.Now()
	counted, key := s.guests, c.Client()
	if by.SignedIn() {
		counted, key = s.members, strconv.FormatInt(by.ID, 10)
		if by.New(now) {
			counted = s.newcomers
		}
	}
	if _, wait := counted.Allow(key, now); wait > 0 {
		return fault.RateLimited(wait, "In kurzer Zeit wurde sehr oft gesucht.")
	}
	return nil
}
