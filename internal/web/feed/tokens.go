package feed

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/account"
)

// showFeeds lists the private feeds of a member and offers more. With ?feed= the named
// one is chosen.
func (s *server) showFeeds(c *page.Context) error {
	return s.feedsPage(c, http.StatusOK, pages.Feeds{Chosen: c.Query("feed")})
}

// createFeed makes an address, which the answer shows once.
func (s *server) createFeed(c *page.Context) error {
	by, name := c.Viewer(), c.FormText("feed")
	subject, ok := subjectOf(name)
	if !ok {
		return s.wrongFeed(c, "", templates.Problems{{Field: "feed", Text: "Bitte wählen Sie, was Sie abonnieren möchten."}})
	}
	found, err := s.find(c.Ctx(), by, subject)
	if err != nil {
		return err
	}
	token, err := s.Tokens.Create(c.Ctx(), by, subject, c.OnceKey())
	if wrong, ok := page.Problems(err); ok {
		return s.wrongFeed(c, name, wrong)
	}
	var exists feedtoken.Exists
	if errors.As(err, &exists) {
		return s.feedsPage(c, http.StatusConflict, pages.Feeds{Earlier: pages.EarlierFeed{Title: found.Title, Made: exists.CreatedAt,
			Replace: path.To(path.ReplaceFeed, exists.ID)}})
	}
	if fault.Is(err, fault.NotFound) {
		return s.feedsPage(c, http.StatusConflict, pages.Feeds{Ended: true})
	}
	if err != nil {
		return err
	}
	return s.madeFeed(c, found.Title, token)
}

// replaceFeed ends an address and makes another one for the same feed. The same form
// again shows the new address again; another one finds the old address gone and changes
// nothing.
func (s *server) replaceFeed(c *page.Context, id int64) error {
	subject, token, err := s.Tokens.Replace(c.Ctx(), c.Viewer(), id, c.OnceKey())
	if fault.Is(err, fault.NotFound) {
		return s.feedsPage(c, http.StatusConflict, pages.Feeds{Ended: true})
	}
	if err != nil {
		return err
	}
	known, err := s.names(c, c.Viewer(), []feedtoken.Subject{subject})
	if err != nil {
		return err
	}
	name, _ := known.of(subject)
	return s.madeFeed(c, name, token)
}

// madeFeed shows an address, this once.
func (s *server) madeFeed(c *page.Context, title, token string) error {
	at := path.To(path.PrivateFeed, token)
	return s.feedsPage(c, http.StatusOK, pages.Feeds{Made: pages.NewFeed{Title: title, Atom: s.Config.BaseURL.URL(path.Feed(at, feed.Atom.Name)),
		JSON: s.Config.BaseURL.URL(path.Feed(at, feed.JSON.Name))}})
}

func (s *server) wrongFeed(c *page.Context, chosen string, wrong templates.Problems) error {
	return s.feedsPage(c, http.StatusUnprocessableEntity, pages.Feeds{Chosen: chosen, Problems: wrong})
}

// revokeFeed ends an address.
func (s *server) revokeFeed(c *page.Context, id int64) error {
	return c.Removed(s.Tokens.Revoke(c.Ctx(), c.Viewer(), id), path.Feeds, "feed-widerrufen")
}

// feedsPage shows p with all addresses of the member.
func (s *server) feedsPage(c *page.Context, status int, p pages.Feeds) error {
	by := c.Viewer()
	list, err := s.Tokens.List(c.Ctx(), by)
	if err != nil {
		return err
	}
	subjects := make([]feedtoken.Subject, len(list))
	for i, x := range list {
		subjects[i] = x.Subject
	}
	if subject, ok := subjectOf(p.Chosen); ok {
		subjects = append(subjects, subject)
	}
	known, err := s.names(c, by, subjects)
	if err != nil {
		return err
	}
	p.Base = c.Base("Feeds", templates.SectionNone, templates.Crumb{Href: path.Start, Text: "Start"},
		templates.Crumb{Href: path.Account, Text: "Mein Konto"}, templates.Crumb{Text: "Feeds"})
	p.Once = once.NewKey()
	p.Options, p.NoIndex = options(known, p.Chosen), true
	for _, x := range list {
		name, readable := known.of(x.Subject)
		p.List = append(p.List, pages.Feed{Title: name, Lost: !readable, Made: x.CreatedAt, Used: x.UsedAt,
			Revoke: path.To(path.RevokeFeed, x.ID)})
	}
	return c.Render(status, pages.FeedsPage(p))
}

// subjectOf reads the name of a subject, such as board/3.
func subjectOf(name string) (s feedtoken.Subject, ok bool) {
	kind, number, numbered := strings.Cut(name, "/")
	s.Kind = feedtoken.Kind(kind)
	if s.Kind == feedtoken.FAQ || s.Kind == feedtoken.Answers {
		return s, !numbered
	}
	id, err := strconv.ParseInt(number, 10, 64)
	s.ID = id
	return s, err == nil && id > 0 && s.String() == name &&
		(s.Kind == feedtoken.Board || s.Kind == feedtoken.Service || s.Kind == feedtoken.Thread || s.Kind == feedtoken.Search)
}

// names are the titles of what may be subscribed to, those that can be chosen from a
// list in its order.
type names struct {
	byID  map[feedtoken.Subject]string
	order []feedtoken.Subject
}

func (n *names) add(s feedtoken.Subject, name string, listed bool) {
	n.byID[s] = name
	if listed {
		n.order = append(n.order, s)
	}
}

// of returns the title of a subject; ok is false where the person may read it no more,
// or it is gone.
func (n *names) of(s feedtoken.Subject) (name string, ok bool) {
	if name, ok = n.byID[s]; ok {
		return name, true
	}
	return lost[s.Kind], false
}

var lost = map[feedtoken.Kind]string{feedtoken.Board: "Ein Bereich", feedtoken.Service: "Eine Leistung", feedtoken.Thread: "Ein Thema",
	feedtoken.Search: "Eine gespeicherte Suche"}

// names returns the titles of all boards that by may read, of all their saved searches,
// and of the other subjects.
func (s *server) names(c *page.Context, by account.Viewer, subjects []feedtoken.Subject) (*names, error) {
	out := &names{byID: map[feedtoken.Subject]string{}}
	out.add(feedtoken.Subject{Kind: feedtoken.FAQ}, "Häufige Fragen", true)
	out.add(feedtoken.Subject{Kind: feedtoken.Answers}, "Offizielle Antworten", true)
	boards, err := s.Boards.List(c.Ctx(), by)
	if err != nil {
		return nil, err
	}
	for _, b := range boards {
		if b.Readable(by) {
			out.add(feedtoken.Subject{Kind: feedtoken.Board, ID: b.ID}, "Bereich: "+b.Name, true)
		}
	}
	saved, err := s.Follows.Searches(c.Ctx(), by)
	if err != nil {
		return nil, err
	}
	for _, x := range saved {
		out.add(feedtoken.Subject{Kind: feedtoken.Search, ID: x.ID}, "Suche: "+x.Name, true)
	}
	ids := map[feedtoken.Kind][]int64{}
	for _, x := range subjects {
		ids[x.Kind] = append(ids[x.Kind], x.ID)
	}
	services, err := s.Catalogue.ServicesByID(c.Ctx(), ids[feedtoken.Service])
	if err != nil {
		return nil, err
	}
	for _, x := range services {
		out.add(feedtoken.Subject{Kind: feedtoken.Service, ID: x.ID}, "Leistung: "+x.Name, false)
	}
	threads, err := s.Forum.Hits(c.Ctx(), by, ids[feedtoken.Thread], nil)
	for _, t := range threads {
		out.add(feedtoken.Subject{Kind: feedtoken.Thread, ID: t.ThreadID}, "Thema: "+t.Title, false)
	}
	return out, err
}

// options offers all boards and what was chosen on its own page.
func options(known *names, chosen string) []templates.Option {
	out := []templates.Option{{Text: "Bitte wählen"}}
	if subject, ok := subjectOf(chosen); ok {
		if name, readable := known.of(subject); readable && (subject.Kind == feedtoken.Thread || subject.Kind == feedtoken.Service) {
			out = append(out, templates.Option{Value: chosen, Text: name})
		}
	}
	for _, s := range known.order {
		name, _ := known.of(s)
		out = append(out, templates.Option{Value: s.String(), Text: name})
	}
	return out
}
