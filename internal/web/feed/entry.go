package feed

import (
	"html"
	"strconv"
	"strings"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
)

// maxExcerpt is how much of a post a feed holds, in characters. What was sent to other
// people's programs cannot be taken back when a post is withdrawn, so it is not whole.
const maxExcerpt = 600

// Categories of entries.
const (
	question  = "Frage"
	reply     = "Antwort"
	official  = "Offizielle Antwort"
	article   = "Häufige Frage"
	paper     = "Dokument"
	consulted = "Beteiligung"
)

// questionEntries are questions in a list of several threads, under their titles.
func (s *server) questionEntries(list []forum.Contribution) []feed.Entry {
	out := make([]feed.Entry, len(list))
	for i, p := range list {
		out[i] = s.postEntry(p)
	}
	return out
}

// postEntries are the posts of one thread.
func (s *server) postEntries(list []forum.Contribution) []feed.Entry {
	out := make([]feed.Entry, len(list))
	for i, p := range list {
		out[i] = s.postEntry(p)
		if p.Question() {
			continue
		}
		out[i].Category, out[i].Title, out[i].Link = reply, reply, s.Config.BaseURL.URL(path.Post(p.ID))
		if by := out[i].Author; by != "" {
			out[i].Title = "Antwort von " + by
		}
	}
	return out
}

// postEntry shows a post by its excerpt, or what became of it. Who wrote what is gone
// is not shown, as on its page.
func (s *server) postEntry(p forum.Contribution) feed.Entry {
	e := feed.Entry{ID: s.id("post/" + strconv.FormatInt(p.ID, 10)), Title: p.Title, Category: question,
		Link: s.Config.BaseURL.URL(path.Thread(p.ThreadID, p.Title)), Published: p.CreatedAt,
		Updated: latest(p.CreatedAt, p.EditedAt, p.StateAt)}
	if e.Summary = view.Gone(p.Post); e.Summary == "" {
		e.Summary, e.Author = markdown.Excerpt(p.HTML.Plain(), maxExcerpt), author(p.Author)
	}
	return e
}

// answerEntries are versions of official answers, in full. Each version is an entry of
// its own, because the former ones stay citable.
func (s *server) answerEntries(list []inquiry.AnswerVersion) []feed.Entry {
	out := make([]feed.Entry, len(list))
	for i, v := range list {
		address := s.Config.BaseURL.URL(path.Answer(v.Number, v.Version))
		var facts []string
		for _, f := range view.Official(v).Facts {
			if f.Text != "" {
				facts = append(facts, f.Term+": "+f.Text)
			}
		}
		var expired time.Time
		if v.Expired {
			expired = v.ValidUntil.AddDays(1).Begin()
		}
		out[i] = feed.Entry{ID: s.id("answer/" + v.Number + "/" + strconv.Itoa(v.Version)), Title: v.Question, Category: official, Link: address,
			Author: v.Body, Published: v.ReleasedAt, Updated: latest(v.ReleasedAt, v.WithdrawnAt, expired), Summary: v.Short,
			HTML: paragraphs(v.Banner(), v.Short) + s.body(v.HTML, address) + paragraphs(facts...)}
	}
	return out
}

// articleEntries are FAQ articles, in full.
func (s *server) articleEntries(list []faq.Article) []feed.Entry {
	out := make([]feed.Entry, len(list))
	for i, a := range list {
		address := s.Config.BaseURL.URL(path.Article(a.ID, a.Title))
		facts := []string{"Stand: " + a.AsOf.German()}
		if a.Scope != "" {
			facts = append(facts, "Gilt für: "+a.Scope)
		}
		out[i] = feed.Entry{ID: s.id("article/" + strconv.FormatInt(a.ID, 10)), Title: a.Title, Category: article, Link: address,
			Author: author(a.By), Published: a.PublishedAt, Updated: a.ChangedAt, Summary: a.Short,
			HTML: paragraphs(a.Short) + s.body(a.HTML, address) + paragraphs(facts...)}
	}
	return out
}

// body is a text for readers elsewhere.
func (s *server) body(text markdown.HTML, page string) string {
	return text.Absolute(s.Config.BaseURL.String(), page)
}

// paragraphs are plain texts as HTML; empty ones are left out.
func paragraphs(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		if t != "" {
			b.WriteString("<p>" + html.EscapeString(t) + "</p>")
		}
	}
	return b.String()
}

// author names who wrote something as its page does: guests read organisation and Land.
func author(b account.Byline) string {
	shown := view.Author(b)
	var parts []string
	for _, p := range []string{shown.Name, shown.Organisation, shown.Land} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

func latest(all ...time.Time) (t time.Time) {
	for _, x := range all {
		if x.After(t) {
			t = x
		}
	}
	return t
}
