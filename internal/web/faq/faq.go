package faq

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/scope"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/faq"
)

func faqCrumbs(more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: path.FAQ, Text: "Häufige Fragen"}}, more...)
}

// Values of the filter by state, beside "" for what is published.
const (
	stateDraft    = "entwurf"
	stateReview   = "pruefen"
	stateOutdated = "ueberholt"
)

// showFAQ shows the FAQ by board, or a list of it once a filter is chosen.
func (s *server) showFAQ(c *page.Context) error {
	by := c.Viewer()
	overview, err := s.FAQ.Overview(c.Ctx(), by)
	if err != nil {
		return err
	}
	page := pages.Index{
		Base: c.Base("Häufige Fragen", templates.SectionFAQ,
			templates.Crumb{Href: path.Start, Text: "Start"}, templates.Crumb{Text: "Häufige Fragen"}),
		Board:   c.Query("bereich"),
		Service: c.Query("leistung"),
		State:   c.Query("zustand"),
	}
	page.Description = "Geprüfte Antworten auf häufige Fragen zur OZG-Umsetzung und Verwaltungsdigitalisierung, nach Bereich und Leistung."
	page.Feed = view.Feed(by, feedtoken.Subject{Kind: feedtoken.FAQ}, path.FAQ, "Häufige Fragen", view.Part)
	page.Filtered = page.Board != "" || page.Service != "" || page.State != ""
	page.NoIndex = page.Filtered
	fillFilter(&page, by, overview)
	if err := s.addSuggestions(c, &page); err != nil {
		return err
	}
	if page.Filtered {
		if page.Articles, page.More, err = s.articleList(c, by, page); err != nil {
			return err
		}
		return c.Render(http.StatusOK, pages.IndexPage(page))
	}
	for i, x := range overview.Sections {
		section := pages.Section{ID: "bereich-" + strconv.Itoa(i+1), Name: x.Board.Name, Articles: teasers(x.Newest, false)}
		if section.Name == "" {
			section.Name = "Weitere"
		}
		if x.Count > len(x.Newest) && x.Board.Slug != "" {
			section.More = templates.Link{Href: path.FAQOfBoard(x.Board.Slug), Text: "Alle " + templates.Number(x.Count) + " anzeigen"}
		}
		page.Sections = append(page.Sections, section)
	}
	for _, x := range mostArticles(overview.Services) {
		page.Themes = append(page.Themes, templates.Link{Href: path.WithQuery(path.FAQ, "leistung", strconv.FormatInt(x.ID, 10)),
			Text: x.Name + " (" + templates.Number(x.Count) + ")"})
	}
	return c.Render(http.StatusOK, pages.IndexPage(page))
}

// maxThemes is how many services stand beside the overview; the filter has all.
const maxThemes = 15

// mostArticles returns the services with the most articles, in the order of all.
func mostArticles(all []faq.ServiceCount) []faq.ServiceCount {
	best := slices.SortedStableFunc(slices.Values(all), func(a, b faq.ServiceCount) int { return cmp.Compare(b.Count, a.Count) })
	best = best[:min(maxThemes, len(best))]
	return slices.DeleteFunc(slices.Clone(all), func(x faq.ServiceCount) bool { return !slices.Contains(best, x) })
}

// fillFilter offers what there is to choose, and what editors may do.
func fillFilter(page *pages.Index, by account.Viewer, o faq.Overview) {
	page.Boards = []templates.Option{{Text: "Alle Bereiche"}}
	chosen := false
	for _, x := range o.Sections {
		if x.Board.Slug != "" {
			page.Boards = append(page.Boards, templates.Option{Value: x.Board.Slug, Text: x.Board.Name})
			chosen = chosen || x.Board.Slug == page.Board
		}
	}
	if page.Board != "" && !chosen { // a board without articles, from its own page
		page.Boards = append(page.Boards, templates.Option{Value: page.Board, Text: "Ausgewählter Bereich"})
	}
	page.Services = []templates.Option{{Text: "Alle Leistungen"}}
	for _, x := range o.Services {
		id := strconv.FormatInt(x.ID, 10)
		page.Services = append(page.Services, templates.Option{Value: id, Text: x.Name})
	}
	page.States = []templates.Option{{Text: "veröffentlicht"}, {Value: stateOutdated, Text: "überholt"}}
	if !by.EditsSomewhere() {
		return
	}
	page.States = append(page.States, templates.Option{Value: stateReview, Text: "zu prüfen"}, templates.Option{Value: stateDraft, Text: "Entwurf"})
	page.Work = []templates.Link{
		{Href: path.NewArticle, Text: "Artikel schreiben"},
		{Href: path.FAQToReview, Text: "Zu prüfen (" + templates.Number(o.ToReview) + ")"},
		{Href: path.FAQDrafts, Text: "Entwürfe (" + templates.Number(o.Drafts) + ")"},
	}
}

// articleList loads the part of the list that the address asks for, and the
// address of the next part.
func (s *server) articleList(c *page.Context, by account.Viewer, page pages.Index) (list []pages.Teaser, more string, err error) {
	filter := faq.Filter{Before: placeIn(c.Query("ab")), Service: c.FormNumber("leistung")}
	if page.Board != "" {
		b, err := s.Boards.Board(c.Ctx(), by, page.Board)
		if err != nil {
			return nil, "", err
		}
		filter.Board = b.ID
	}
	switch page.State {
	case stateDraft:
		filter.State = faq.Draft
	case stateOutdated:
		filter.State = faq.Outdated
	case stateReview:
		due, err := s.FAQ.ToReview(c.Ctx(), by)
		return teasers(due, true), "", err
	}
	found, err := s.FAQ.List(c.Ctx(), by, filter)
	if found.Next.ID != 0 {
		more = faqListPath(page, found.Next)
	}
	return teasers(found.Entries, true), more, err
}

func faqListPath(page pages.Index, from faq.Place) string {
	q := url.Values{}
	for name, value := range map[string]string{"bereich": page.Board, "leistung": page.Service, "zustand": page.State} {
		if value != "" {
			q.Set(name, value)
		}
	}
	q.Set("ab", strconv.FormatInt(from.At.UnixMilli(), 10)+"-"+strconv.FormatInt(from.ID, 10))
	return path.FAQ + "?" + q.Encode()
}

// placeIn reads where a list goes on; what is no place is its beginning.
func placeIn(text string) faq.Place {
	at, id, _ := strings.Cut(text, "-")
	millis, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return faq.Place{}
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 1 {
		return faq.Place{}
	}
	return faq.Place{At: time.UnixMilli(millis), ID: n}
}

// teasers shows articles in a list; the board stands beside those of several.
func teasers(list []faq.Entry, withBoard bool) []pages.Teaser {
	out := make([]pages.Teaser, len(list))
	for i, e := range list {
		t := pages.Teaser{Href: path.Article(e.ID, e.Title), Title: e.Title, Short: e.Short}
		switch {
		case e.State == faq.Outdated:
			t.Mark, t.Tone = "überholt", templates.ToneMuted
		case e.State == faq.Draft:
			t.Mark, t.Tone = "Entwurf", templates.ToneNeutral
		case e.Due:
			t.Mark, t.Tone = "zu prüfen", templates.ToneWarning
		}
		if withBoard && e.Board.Name != "" {
			t.Facts = append(t.Facts, e.Board.Name)
		}
		t.Facts = append(t.Facts, "Stand "+e.AsOf.German())
		out[i] = t
	}
	return out
}

// showArticle shows an FAQ article.
func (s *server) showArticle(c *page.Context, id int64) error {
	by := c.Viewer()
	a, err := s.FAQ.Show(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	address := path.Article(id, a.Title)
	if c.Request.URL.Path != address {
		return c.Moved(address)
	}
	c.Settle(notify.Article, id)
	body := a.HTML
	if err := c.LinkReferences(&body); err != nil {
		return err
	}
	page := pages.Show{
		Base:     c.Base(a.Title, templates.SectionFAQ, faqCrumbs(templates.Crumb{Text: a.Title})...),
		Draft:    a.State == faq.Draft,
		AsOf:     "Stand " + a.AsOf.German() + ", nächste Prüfung " + a.ReviewOn.German(),
		Outdated: a.OutdatedReason,
		Short:    a.Short,
		Body:     body,
		Files:    page.AttachedFiles(a.Files, a.HTML),
		Facts:    articleFacts(a.Article),
		Edit:     articleWork(by, a.Article),
	}
	if err := s.addHints(c, &page, a.Article); err != nil {
		return err
	}
	page.Facts = append(page.Facts, view.ForUs(c, scope.Matter{Scope: a.Scope, Outdated: a.State == faq.Outdated}))
	page.Description = a.Short
	page.NoIndex = a.State != faq.Published || !a.ForEverybody()
	if a.Due {
		page.Due = a.ReviewOn.German()
	}
	if a.Board.Slug != "" {
		page.BoardHref = path.FAQOfBoard(a.Board.Slug)
	}
	for _, x := range a.Services {
		page.Services = append(page.Services, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	if page.Sources, err = s.sourceLinks(c, by, a.Sources); err != nil {
		return err
	}
	if a.State != faq.Draft {
		place := follow.Subject{Kind: follow.Article, ID: id}
		if page.Follow, err = view.FollowBlock(c.Ctx(), s.Follows, by, place); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

func articleFacts(a faq.Article) []templates.Fact {
	facts := []templates.Fact{
		{Term: "Stand", Text: a.AsOf.German()},
		{Term: "Nächste Prüfung", Text: a.ReviewOn.German()},
		{Term: "Gilt für", Text: a.Scope},
		{Term: "Bereich", Text: a.Board.Name, Href: path.Board(a.Board.Slug)},
		{Term: "Fassung", Text: strconv.Itoa(a.Version)},
		{Term: "Bearbeitet von", Text: a.By.Organisation.Name},
	}
	if a.By.Name != "" {
		facts[len(facts)-1].Text = a.By.Name + ", " + a.By.Organisation.Name
	}
	if a.State != faq.Draft {
		facts = append(facts, templates.Fact{Term: "Lesbar", Text: readableBy(a)})
	}
	return facts
}

// readableBy says who reads the article, as far as that may be said.
func readableBy(a faq.Article) string {
	if a.Audience == board.ToBoard && a.Board.Audience != board.Restricted {
		return a.Board.Widest().German()
	}
	return a.Audience.German()
}

// articleWork is what by may do with an article.
func articleWork(by account.Viewer, a faq.Article) (out []templates.Link) {
	if !a.CanEdit(by) {
		return nil
	}
	out = append(out, templates.Link{Href: path.To(path.EditArticle, a.ID), Text: "Bearbeiten"})
	switch a.State {
	case faq.Draft:
		if a.Complete() { // else the form says what is missing
			out = append(out, templates.Link{Href: path.To(path.PublishArticle, a.ID), Text: "Veröffentlichen"})
		}
	case faq.Published:
		out = append(out, templates.Link{Href: path.To(path.ReviewArticle, a.ID), Text: "Prüfen"},
			templates.Link{Href: path.To(path.PublishArticle, a.ID), Text: "Freigabe ändern"})
	case faq.Outdated:
		out = append(out, templates.Link{Href: path.To(path.ReviewArticle, a.ID), Text: "Markierung „überholt“ aufheben"})
	}
	out = append(out, templates.Link{Href: path.To(path.ArticleVersions, a.ID), Text: "Fassungen vergleichen"})
	if a.CanDiscard(by) {
		out = append(out, templates.Link{Href: path.To(path.ReviewArticle, a.ID), Text: "Entwurf löschen"})
	}
	return out
}

// sourceLinks leads to the sources that by may see.
func (s *server) sourceLinks(c *page.Context, by account.Viewer, sources []faq.Source) (out []templates.Link, err error) {
	var threads, posts, answers []int64
	for _, x := range sources {
		switch x.Kind {
		case faq.FromThread:
			threads = append(threads, x.ID)
		case faq.FromPost:
			posts = append(posts, x.ID)
		case faq.FromAnswer:
			answers = append(answers, x.ID)
		}
	}
	if len(sources) == 0 {
		return nil, nil
	}
	hits, err := s.Forum.Hits(c.Ctx(), by, threads, posts)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		link := templates.Link{Href: path.Thread(h.ThreadID, h.Title), Text: "Thema „" + h.Title + "“"}
		if h.PostID != 0 {
			link = templates.Link{Href: path.Post(h.PostID), Text: "Antwort im Thema „" + h.Title + "“"}
		}
		out = append(out, link)
	}
	official, err := s.Inquiries.AnswerHits(c.Ctx(), by, answers)
	for _, h := range official {
		out = append(out, templates.Link{Href: path.Answer(h.Number, h.Version), Text: "Offizielle Antwort " + h.Number + ", Fassung " +
			strconv.Itoa(h.Version)})
	}
	return out, err
}
