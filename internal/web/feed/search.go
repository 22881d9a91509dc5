package feed

import (
	"context"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/search"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/search/query"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
)

// search returns the newest hits of one of by's saved searches; somebody else's is
// fault.NotFound.
func (s *server) search(ctx context.Context, by account.Viewer, id int64) (source, error) {
	saved, err := s.Follows.Searches(ctx, by)
	if err != nil {
		return source{}, err
	}
	for _, x := range saved {
		if x.ID != id {
			continue
		}
		form := query.FormOfSaved(x.Query)
		form.Newest = true
		found, err := s.Search.Newest(ctx, by, form)
		out := s.source(feedtoken.Subject{Kind: feedtoken.Search, ID: id}, x.Name, path.Search+"?"+form.Values().Encode())
		out.Entries, out.Changed = s.hitEntries(found.Hits), x.CreatedAt
		if err != nil {
			return out, err
		}
		return s.departed(ctx, by, out, 0, 0)
	}
	return source{}, fault.Missing()
}

// hitEntries are hits as the search page shows them. Services have no date and are no
// news.
func (s *server) hitEntries(list []search.Hit) (out []feed.Entry) {
	for _, h := range list[:min(len(list), feed.MaxEntries)] {
		if h.At.IsZero() {
			continue
		}
		e := feed.Entry{ID: s.id(string(h.Kind) + "/" + strconv.FormatInt(h.ID, 10)), Title: h.Title, Link: s.Config.BaseURL.URL(view.HitPath(h)),
			Category: categories[h.Kind], Author: author(h.By), Published: h.At, Updated: h.At, Summary: h.Short}
		if e.Summary == "" {
			e.Summary = textOf(h.Excerpt)
		}
		out = append(out, e)
	}
	return out
}

var categories = map[document.Kind]string{document.Thread: question, document.Reply: reply, document.File: reply,
	document.Article: article, document.Answer: official, document.Library: paper, document.Page: paper,
	document.Consultation: consulted, document.ArticleFile: article, document.AnswerFile: official}

func textOf(spans []search.Span) string {
	var b strings.Builder
	for _, x := range spans {
		b.WriteString(x.Text)
	}
	return b.String()
}
