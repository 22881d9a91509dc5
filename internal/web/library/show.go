package library

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/library"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/library"
)

func crumbs(more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: path.Library, Text: "Bibliothek"}}, more...)
}

// Values of the filter by validity, beside "" for all.
const (
	stateHolding = "gueltig"
	stateEnded   = "nicht-mehr-gueltig"
)

// showLibrary lists the documents that the viewer may read.
func (s *server) showLibrary(c *page.Context) error {
	by := c.Viewer()
	page := pages.Index{
		Base: c.Base("Bibliothek", templates.SectionLibrary, templates.Crumb{Href: path.Start, Text: "Start"},
			templates.Crumb{Text: "Bibliothek"}),
		Board: c.Query("bereich"), Issuer: c.Query("herausgeber"), Service: c.Query("leistung"), State: c.Query("zustand"),
		States: []templates.Option{{Text: "Alle"}, {Value: stateHolding, Text: "Gültig"}, {Value: stateEnded, Text: "Nicht mehr gültig"}},
	}
	page.Description = "Beschlüsse, Gesetze, Leitfäden und Muster zur OZG-Umsetzung, mit Fundstelle, Geltung und Fassungen."
	page.Filtered = page.Board+page.Issuer+page.Service+page.State != ""
	page.NoIndex = page.Filtered || c.Query("ab") != ""
	if library.CanKeepSomewhere(by) {
		page.NewHref = path.NewDocument
	}
	filter := library.Filter{Issuer: page.Issuer, Service: c.FormNumber("leistung"), Before: placeIn(c.Query("ab"))}
	switch page.State {
	case stateHolding:
		filter.Validity = library.OnlyHolding
	case stateEnded:
		filter.Validity = library.OnlyEnded
	}
	if page.Board != "" {
		b, err := s.Boards.Board(c.Ctx(), by, page.Board)
		if err != nil {
			return err
		}
		filter.Board = b.ID
	}
	if err := s.addChoices(c, &page); err != nil {
		return err
	}
	found, err := s.Library.List(c.Ctx(), by, filter)
	if err != nil {
		return err
	}
	page.Entries = view.DocumentEntries(found.Entries)
	if found.Next.ID != 0 {
		page.More = listPath(page, found.Next)
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// addChoices offers what the documents of the viewer can be narrowed to.
func (s *server) addChoices(c *page.Context, page *pages.Index) error {
	choices, err := s.Library.Choices(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page.Issuers = []templates.Option{{Text: "Alle"}}
	for _, x := range choices.Issuers {
		page.Issuers = append(page.Issuers, templates.Option{Value: x, Text: x})
	}
	page.Services = []templates.Option{{Text: "Alle"}}
	for _, x := range choices.Services {
		page.Services = append(page.Services, templates.Option{Value: strconv.FormatInt(x.ID, 10), Text: x.Name})
	}
	with := map[int64]bool{}
	for _, id := range choices.Boards {
		with[id] = true
	}
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	page.Boards = []templates.Option{{Text: "Alle"}}
	for _, b := range boards {
		if with[b.ID] || b.Slug == page.Board {
			page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name})
		}
	}
	return err
}

func listPath(page pages.Index, from library.Place) string {
	q := url.Values{}
	for name, value := range map[string]string{"bereich": page.Board, "herausgeber": page.Issuer, "leistung": page.Service, "zustand": page.State} {
		if value != "" {
			q.Set(name, value)
		}
	}
	q.Set("ab", strconv.FormatInt(from.At.UnixMilli(), 10)+"-"+strconv.FormatInt(from.ID, 10))
	return path.Library + "?" + q.Encode()
}

// placeIn reads where a list goes on; what is no place is its beginning.
func placeIn(text string) library.Place {
	at, id, _ := strings.Cut(text, "-")
	millis, err := strconv.ParseInt(at, 10, 64)
	n, wrong := strconv.ParseInt(id, 10, 64)
	if err != nil || wrong != nil || n < 1 {
		return library.Place{}
	}
	return library.Place{At: time.UnixMilli(millis), ID: n}
}

// showDocument shows a document with its versions.
func (s *server) showDocument(c *page.Context, id int64) error {
	by := c.Viewer()
	d, err := s.Library.Show(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	address := path.LibraryDocument(id, d.Title)
	if c.Request.URL.Path != address {
		return c.Moved(address)
	}
	texts := make([]*markdown.HTML, len(d.Versions))
	for i := range d.Versions {
		texts[i] = &d.Versions[i].HTML
	}
	if err := c.LinkReferences(texts...); err != nil {
		return err
	}
	v := d.Present()
	page := pages.Show{
		Base:     c.Base(d.Title, templates.SectionLibrary, crumbs(templates.Crumb{Text: d.Title})...),
		Reason:   d.StateReason,
		Facts:    append(versionFacts(v), standingFacts(d)...),
		Body:     v.HTML,
		Source:   source(v),
		Files:    page.AttachedFiles(v.Files, v.HTML),
		Citation: citation(d),
	}
	page.Mark, page.Tone = view.DocumentMark(d.Standing)
	page.NoIndex = d.Standing.Outdated() || d.Board.Audience != "public"
	page.Outdated = bannerOf(d)
	if d.Successor.ID != 0 {
		page.Successor = templates.Link{Href: path.LibraryDocument(d.Successor.ID, d.Successor.Title), Text: d.Successor.Title}
	}
	for _, x := range d.Services {
		page.Services = append(page.Services, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	for _, v := range d.Versions[1:] {
		page.Former = append(page.Former, formerVersion(v))
	}
	if d.CanKeep(by) {
		page.Work = []templates.Link{{Href: path.To(path.RenewDocument, id), Text: "Neue Fassung einstellen"},
			{Href: path.To(path.EditDocument, id), Text: "Angaben berichtigen"}}
		if d.State == library.Valid {
			page.Work = append(page.Work, templates.Link{Href: path.To(path.EndDocument, id), Text: "Gilt nicht mehr"})
		} else {
			page.Restore = path.To(path.RestoreDocument, id)
		}
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// bannerOf says above a document that it no longer holds, "" while it does.
func bannerOf(d library.Document) string {
	switch d.Standing {
	case library.Expired:
		return "Dieses Dokument galt bis zum " + d.ValidUntil.German()
	case library.IsReplaced:
		return "Dieses Dokument wurde ersetzt"
	case library.IsWithdrawn:
		return "Dieses Dokument wurde zurückgezogen"
	}
	return ""
}

func versionFacts(v library.Version) []templates.Fact {
	return []templates.Fact{
		{Term: "Herausgebende Stelle", Text: v.Issuer},
		{Term: "Datum", Text: v.Dated.German()},
		{Term: "Fundstelle", Text: v.Reference},
		{Term: "Gültig ab", Text: v.ValidFrom.German()},
		{Term: "Gültig bis", Text: v.ValidUntil.German()},
	}
}

func standingFacts(d library.Document) []templates.Fact {
	v := d.Present()
	by := v.By.Organisation.Name
	if v.By.Name != "" {
		by = v.By.Name + ", " + by
	}
	return []templates.Fact{
		{Term: "Bereich", Text: d.Board.Name, Href: path.Board(d.Board.Slug)},
		{Term: "Fassung", Text: strconv.Itoa(v.Number)},
		{Term: "Neu an dieser Fassung", Text: v.News},
		{Term: "Eingestellt", Text: templates.DayText(v.SavedAt) + " von " + by},
		{Term: "Lesbar", Text: d.Board.Widest().German()},
	}
}

func source(v library.Version) templates.Link {
	if v.Link == "" {
		return templates.Link{}
	}
	return templates.Link{Href: v.Link, Text: v.Host()}
}

func formerVersion(v library.Version) pages.Version {
	out := pages.Version{Name: "Fassung " + strconv.Itoa(v.Number), Title: v.Title, News: v.News, At: v.SavedAt, By: v.By.Organisation.Name,
		Facts: versionFacts(v), Body: v.HTML, Source: source(v), Files: page.AttachedFiles(v.Files, v.HTML)}
	if v.By.Name != "" {
		out.By = v.By.Name + ", " + out.By
	}
	return out
}

// citation is how a document is cited in a letter.
func citation(d library.Document) string {
	text := d.Issuer + ": " + d.Title
	if d.Reference != "" {
		text += ", " + d.Reference
	}
	return text + " vom " + d.Dated.German() + " (Bibliothek Nr.\u00a0" + strconv.FormatInt(d.ID, 10) + ", Fassung\u00a0" +
		strconv.Itoa(d.Version) + ")"
}
