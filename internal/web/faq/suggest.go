package faq

import (
	"net/http"

	"kommunalforum/internal/once"
	"kommunalforum/internal/search/document"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/faq"
)

// subjectOf reads from the address what is suggested.
type subjectOf func(c *page.Context) (suggestion.Subject, error)

func postOf(c *page.Context) (suggestion.Subject, error) {
	id, err := c.ID("id")
	return suggestion.Subject{Kind: suggestion.Post, ID: id}, err
}

func articleOf(c *page.Context) (suggestion.Subject, error) {
	id, err := c.ID("id")
	return suggestion.Subject{Kind: suggestion.Article, ID: id}, err
}

func (s *server) answerOf(c *page.Context) (suggestion.Subject, error) {
	p, err := s.Inquiries.AnswerPage(c.Ctx(), c.Viewer(), c.Param("number"), 0)
	return suggestion.Subject{Kind: suggestion.Answer, ID: p.AnswerID}, err
}

// askSuggest shows the form for a suggestion or a hint. Who has made it already is led
// there.
func (s *server) askSuggest(of subjectOf) func(c *page.Context) error {
	return func(c *page.Context) error {
		source, err := s.suggested(c, of)
		if err != nil {
			return err
		}
		if source.SuggestID != 0 {
			return c.SeeOther(path.To(path.SuggestionPage, source.SuggestID))
		}
		form := pages.Suggest{Once: once.NewKey(), Question: source.Title}
		if err := s.articlesLike(c, source, &form); err != nil {
			return err
		}
		form.Twins.Stopped = false // shown with the form, nothing was sent yet
		return s.suggestPage(c, http.StatusOK, source, form)
	}
}

// suggested loads what the address names.
func (s *server) suggested(c *page.Context, of subjectOf) (source suggestion.Source, err error) {
	x, err := of(c)
	if err != nil {
		return source, err
	}
	return s.Suggested.Source(c.Ctx(), c.Viewer(), x)
}

// maxAlike is how many articles stand above the form, so that it can still be seen.
const maxAlike = 3

// articlesLike looks for up to maxAlike FAQ articles that may already say what is
// suggested.
func (s *server) articlesLike(c *page.Context, source suggestion.Source, form *pages.Suggest) (err error) {
	if source.Kind == suggestion.Article || c.TypedTooFast() > 0 {
		return nil
	}
	form.Twins, err = s.Twins.Of(c.Ctx(), c.Viewer(), form.Question, "", document.Article)
	form.Twins.Notes = form.Twins.Notes[:min(maxAlike, len(form.Twins.Notes))]
	return err
}

func (s *server) suggestPage(c *page.Context, status int, source suggestion.Source, form pages.Suggest) error {
	form.Heading, form.Action = "Für die FAQ vorschlagen", c.Request.URL.Path
	if form.Hint = source.Kind == suggestion.Article; form.Hint {
		form.Heading = "Hinweis zu einem FAQ-Artikel"
	}
	form.Base = c.Base(form.Heading, templates.SectionFAQ, faqCrumbs(templates.Crumb{Text: form.Heading})...)
	form.NoIndex, form.Source = true, sourceLink(source)
	if source.SuggestID != 0 {
		form.Known = path.To(path.SuggestionPage, source.SuggestID)
	}
	return c.Render(status, pages.SuggestPage(form))
}

// suggest makes a suggestion or gives a hint. Articles that already say what is
// suggested are shown once before.
func (s *server) suggest(of subjectOf) func(c *page.Context) error {
	return func(c *page.Context) error {
		source, err := s.suggested(c, of)
		if err != nil {
			return err
		}
		form := pages.Suggest{Once: c.OnceKey(), Question: c.FormText("titel"), Why: c.Request.PostFormValue("begruendung")}
		if !c.Ticked("gesehen") && source.SuggestID == 0 {
			if err := s.articlesLike(c, source, &form); err != nil || form.Twins.Stopped {
				return s.suggestAgain(c, source, form, err)
			}
		}
		id, err := s.Suggested.Suggest(c.Ctx(), c.Viewer(), suggestion.Input{Subject: source.Subject, Title: form.Question, Why: form.Why,
			Once: form.Once})
		if err != nil {
			return s.suggestAgain(c, source, form, err)
		}
		notice := "faq-vorgeschlagen"
		if source.Kind == suggestion.Article {
			notice = "faq-hinweis"
		}
		return c.Announce(path.To(path.SuggestionPage, id), notice)
	}
}

// suggestAgain shows the form as it was sent, with what is wrong with it.
func (s *server) suggestAgain(c *page.Context, source suggestion.Source, form pages.Suggest, err error) error {
	p, ok := page.Problems(err)
	if err != nil && !ok {
		return err
	}
	form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
	return s.suggestPage(c, page.StatusOf(p), source, form)
}

// sourceLink leads to what a suggestion is about; without Href it may not be read.
func sourceLink(x suggestion.Source) templates.Link {
	switch {
	case x.Title == "":
		return templates.Link{}
	case x.Kind == suggestion.Post:
		return templates.Link{Href: path.Post(x.ID), Text: "Beitrag im Thema „" + x.Title + "“"}
	case x.Kind == suggestion.Answer:
		return templates.Link{Href: path.To(path.LatestAnswer, x.Number), Text: "Offizielle Antwort " + x.Number + " „" + x.Title + "“"}
	}
	return templates.Link{Href: path.Article(x.ID, x.Title), Text: "Artikel „" + x.Title + "“"}
}
