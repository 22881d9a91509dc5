package thread

import (
	"context"
	"net/http"

	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// farDown is from how many replies on links lead to the parts of a thread.
const farDown = 3

// addReading says how to find one's way in the thread: jumps, who answered, what is
// similar. Unread is where the first unread post is, "" without one.
func addReading(page *pages.Show, r forum.Reading, a around, unread string) {
	t := r.Thread
	page.Answerers = answerers(r.Answerers)
	page.Folded = r.Page == 1 && r.Last > 1 && unread == "" && (len(page.Solutions) > 0 || page.Official != nil)
	addJumps(page, r, a, unread)
	if !t.Hidden {
		page.Similar, page.PrintHref = path.To(path.SimilarToThread, t.ID), path.To(path.PrintThread, t.ID)
	}
}

// addJumps leads to what people look for in a thread, from every page of it.
func addJumps(page *pages.Show, r forum.Reading, a around, unread string) {
	t := r.Thread
	first := page.QuestionHref
	if page.First {
		first = ""
	}
	jump := func(ok bool, href, text, key string) {
		if ok {
			page.Jumps = append(page.Jumps, pages.Jump{Href: href, Text: text, Key: key})
		}
	}
	far := t.Replies >= farDown
	jump(unread != "", unread, "Zum ersten neuen Beitrag", "u")
	jump(far && page.Official != nil, first+"#offiziell", "Offizielle Antwort", "o")
	jump(far && len(a.articles) > 0, first+"#faq", "Häufige Frage", "f")
	solved := "Zur Lösung"
	if len(page.Solutions) > 1 {
		solved = "Zu den " + templates.Number(len(page.Solutions)) + " Lösungen"
	}
	jump(far && (len(page.Solutions) > 0 || !page.First && t.State == forum.Answered), first+"#loesungen", solved, "l")
	jump(far, path.NewestPost(t.ID, t.Title), "Zum neuesten Beitrag", "e")
}

func answerers(a forum.Answerers) pages.Answerers {
	out := pages.Answerers{Total: a.Total}
	for _, x := range a.List {
		by := view.Author(x.Byline)
		kind := by.Kind
		if by.Land != "" {
			kind += " · " + by.Land
		}
		out.List = append(out.List, pages.Answerer{Name: by.Organisation, Href: by.OrganisationHref, Kind: kind, Replies: x.Replies})
	}
	return out
}

// citation is how a letter refers to a thread: by its title, who asked, when, and where it
// is. Persons stand in no citation, so it is the same for everybody.
func (s *server) citation(t forum.Thread) string {
	return "„" + t.Title + "“, " + t.Author.OrganisationName() + ", " + templates.DayText(t.CreatedAt) + ", " +
		s.Config.BaseURL.URL(path.To(path.ThreadPage, t.ID))
}

// maxSimilar is how many similar entries stand beside a thread.
const maxSimilar = 5

// related are the kinds of what stands beside a thread. Names of services are so short that
// any word of a title finds some, so the proposer names the service instead.
var related = []document.Kind{document.Answer, document.Article, document.Thread}

// showSimilar shows what is similar to a thread: a page, and for the script the part of one.
// Only who looks at it pays for the search.
func (s *server) showSimilar(c *page.Context, id int64) error {
	t, err := s.Forum.Thread(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if wait := c.TypedTooFast(); wait > 0 {
		return fault.RateLimited(wait, "In kurzer Zeit wurde sehr oft nach Ähnlichem gesucht.")
	}
	seen, err := s.shownInThread(c, t)
	if err != nil {
		return err
	}
	c.ReleaseSnapshot()
	c.ShowsFindings()
	found, err := s.Twins.Related(c.Ctx(), c.Viewer(), t.Title, maxSimilar, seen, related...)
	if err != nil {
		return err
	}
	if found, err = s.addNamedService(c, t, found); err != nil {
		return err
	}
	if c.Request.URL.Query().Has("teil") {
		return c.Render(http.StatusOK, pages.SimilarPart(found))
	}
	page := pages.Similar{Base: c.Base("Ähnliches im Forum", templates.SectionBoards,
		view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Ähnliches"})...),
		Thread: templates.Link{Href: path.Thread(t.ID, t.Title), Text: t.Title}, Notes: found}
	page.NoIndex = true
	return c.Render(http.StatusOK, pages.SimilarPage(page))
}

// addNamedService adds the service that the title of a thread names which is tagged with
// none.
func (s *server) addNamedService(c *page.Context, t forum.Thread, notes []templates.Note) ([]templates.Note, error) {
	if len(t.Services) > 0 {
		return notes, nil
	}
	proposed, err := s.Proposer.Propose(c.Ctx(), t.Title)
	if err != nil || len(proposed) == 0 {
		return notes, err
	}
	x, err := s.Catalogue.Service(c.Ctx(), proposed[0].ServiceID)
	return append(notes, templates.Note{Href: path.Service(x.ID), Title: x.Name, Text: document.Service.German()}), err
}

// shownInThread returns the addresses of what stands on the thread's own page already.
func (s *server) shownInThread(c *page.Context, t forum.Thread) (map[string]bool, error) {
	seen := map[string]bool{path.Thread(t.ID, t.Title): true}
	for _, x := range t.Services {
		seen[path.Service(x.ID)] = true
	}
	var articles []faq.Entry
	var status inquiry.ThreadStatus
	err := s.kit.DB.Together(c.Ctx(),
		func(ctx context.Context) (err error) {
			articles, err = s.FAQ.ForThread(ctx, c.Viewer(), t.ID)
			return err
		},
		func(ctx context.Context) (err error) {
			status, err = s.Inquiries.ThreadStatus(ctx, c.Viewer(), t.ID)
			return err
		})
	for _, n := range view.ArticleNotes(articles) {
		seen[n.Href] = true
	}
	for _, a := range status.Answers {
		seen[path.Answer(a.Number, a.Version)] = true
	}
	return seen, err
}
