package info

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// kept out of crawlers: what is different for everybody, or only does something.
// The sign of the end keeps /fragen-an-das-programmmanagement open.
var disallowed = []string{path.Search, path.SignIn, path.SignOut, path.Account, path.Members, "/passwort/", path.Administration,
	path.Desk, "/feeds/", "/fragen$", "/fragen?", "/beitrag/*/", "/thema/*/aehnlich", "/thema/*/drucken", path.Health, path.Ready}

// showRobots tells crawlers where not to go.
func (s *server) showRobots(c *page.Context) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, address := range disallowed {
		b.WriteString("Disallow: " + address + "\n")
	}
	b.WriteString("\nSitemap: " + s.Config.BaseURL.URL(path.Sitemap) + "\n")
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(b.String()))
	return nil
}

// maxSitemap is how many addresses one sitemap may hold (sitemaps.org).
const maxSitemap = 50_000

type sitemap struct {
	XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []sitemapPage `xml:"url"`
}

type sitemapPage struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// showSitemap lists the pages that everybody may read and search engines may
// show. Should they be more than a sitemap may hold, the oldest threads are
// left out.
func (s *server) showSitemap(c *page.Context) error {
	var out sitemap
	add := func(address string, changed time.Time) {
		page := sitemapPage{Loc: s.Config.BaseURL.URL(address)}
		if !changed.IsZero() {
			page.LastMod = changed.UTC().Format(time.RFC3339)
		}
		out.Pages = append(out.Pages, page)
	}
	for _, address := range []string{path.Start, path.Boards, path.FAQ, path.Inquiries, path.Services, path.Library,
		path.Help, path.Glossary, path.Sources, path.Accessibility} {
		add(address, time.Time{})
	}
	if err := s.publicPages(c.Ctx(), add, func() int { return maxSitemap - len(out.Pages) }); err != nil {
		return err
	}
	out.Pages = out.Pages[:min(len(out.Pages), maxSitemap)]
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(out); err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "application/xml; charset=utf-8", b.Bytes())
	return nil
}

// publicPages adds what guests may read: boards, services, FAQ articles,
// official answers and, while there is room, threads.
func (s *server) publicPages(ctx context.Context, add func(string, time.Time), room func() int) error {
	guest := account.Viewer{}
	boards, err := s.Boards.List(ctx, guest)
	if err != nil {
		return err
	}
	for _, b := range boards {
		if b.Audience == board.Public && b.Indexable {
			add(path.Board(b.Slug), time.Time{})
		}
	}
	services, err := s.Catalogue.Services(ctx)
	if err != nil {
		return err
	}
	for _, x := range services {
		add(path.Service(x.ID), time.Time{})
	}
	articles, err := s.FAQ.PublicPaths(ctx)
	if err != nil {
		return err
	}
	for _, x := range articles {
		add(path.Article(x.ID, x.Title), x.ChangedAt)
	}
	documents, err := s.Library.PublicPaths(ctx, max(0, room()))
	if err != nil {
		return err
	}
	for _, x := range documents {
		add(path.LibraryDocument(x.ID, x.Title), x.ChangedAt)
	}
	answers, err := s.Inquiries.LatestAnswers(ctx, guest, max(0, room()))
	if err != nil {
		return err
	}
	for _, x := range answers {
		add(path.Answer(x.Number, x.Version), x.ReleasedAt)
	}
	threads, err := s.Forum.PublicPaths(ctx, max(0, room()))
	for _, x := range threads {
		add(path.Thread(x.ID, x.Title), x.LastPostAt)
	}
	return err
}

// securityLife is how far ahead security.txt says that it holds. The contact
// comes from the running configuration, so it is never older than that.
const securityLife = 180 * 24 * time.Hour

// showSecurity says where weaknesses are reported (RFC 9116).
func (s *server) showSecurity(c *page.Context) error {
	contact := s.Settings.Site(c.Ctx()).ContactForSecurity()
	if contact == "" {
		return fault.Missing()
	}
	expires := c.Now().Add(securityLife).Truncate(24 * time.Hour)
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte("Contact: "+contact+
		"\nExpires: "+expires.Format(time.RFC3339)+
		"\nPreferred-Languages: de, en"+
		"\nCanonical: "+s.Config.BaseURL.URL(path.SecurityTxt)+"\n"))
	return nil
}
