package faq

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/faq"
)

// askPublish asks for whom an article is released.
func (s *server) askPublish(c *page.Context) error {
	return s.publishPage(c, pages.Publish{})
}

func (s *server) publishPage(c *page.Context, form pages.Publish) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	a, audiences, err := s.FAQ.Audiences(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	form.Heading, form.Send, form.New = "Artikel veröffentlichen", "Veröffentlichen", a.State == faq.Draft
	if !form.New {
		form.Heading, form.Send = "Freigabe ändern", "Freigabe ändern"
	}
	form.Base = c.Base(form.Heading, templates.SectionFAQ,
		faqCrumbs(templates.Crumb{Href: path.Article(id, a.Title), Text: a.Title}, templates.Crumb{Text: form.Heading})...)
	form.NoIndex = true
	form.Question, form.Short, form.Ready, form.Files = a.Title, a.Short, a.Complete(), page.AttachedFiles(a.Files, a.HTML)
	form.Action, form.EditHref, form.Back = path.To(path.PublishArticle, id), path.To(path.EditArticle, id), path.Article(id, a.Title)
	for _, x := range audiences {
		o := templates.Option{Value: string(x.Release), Text: x.Release.German(), Hint: readersOf(x.Release)}
		if x.Widens {
			o.Hint += " Das sind mehr Menschen, als den Bereich oder eine Quelle lesen dürfen."
			form.Widens = true
		}
		if x.Chosen && form.Chosen == "" {
			form.Chosen = o.Value
		}
		form.Choices = append(form.Choices, o)
	}
	return c.RenderForm(form.Problems, pages.PublishPage(form))
}

func readersOf(r board.Release) string {
	switch r {
	case board.ToPublic:
		return "Alle im Internet, auch ohne Anmeldung und über Suchmaschinen."
	case board.ToMembers:
		return "Alle, die angemeldet sind."
	}
	return "Nur wer auch die Themen dort lesen darf."
}

// publishArticle releases the article. Problems that are not at a field of
// this form are shown above it.
func (s *server) publishArticle(c *page.Context, id int64) error {
	to, confirm := c.FormText("freigabe"), c.Ticked("bestaetigung")
	err := s.FAQ.Publish(c.Ctx(), c.Viewer(), id, board.Release(to), confirm)
	if p, ok := page.Problems(err); ok {
		for i := range p {
			if p[i].Field != "freigabe" && p[i].Field != "bestaetigung" {
				p[i].Field = ""
			}
		}
		return s.publishPage(c, pages.Publish{Chosen: to, Confirm: confirm, Problems: p})
	}
	if err != nil {
		return err
	}
	return s.toArticle(c, id, "faq-veroeffentlicht")
}

// toArticle leads to an article, with a notice.
func (s *server) toArticle(c *page.Context, id int64, notice string) error {
	a, err := s.FAQ.Show(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	return c.Announce(path.Article(id, a.Title), notice)
}

// askReview asks whether an article still holds.
func (s *server) askReview(c *page.Context) error {
	return s.reviewPage(c, pages.Review{})
}

func (s *server) reviewPage(c *page.Context, page pages.Review) error {
	a, err := s.ownArticle(c)
	if err != nil {
		return err
	}
	title := "Artikel prüfen"
	page.Earliest = tomorrow(c)
	if a.State == faq.Draft {
		title = "Entwurf löschen"
	}
	page.Base = c.Base(title, templates.SectionFAQ,
		faqCrumbs(templates.Crumb{Href: path.Article(a.ID, a.Title), Text: a.Title}, templates.Crumb{Text: title})...)
	page.NoIndex = true
	page.Question, page.Short, page.AsOf, page.Outdated, page.Draft = a.Title, a.Short, a.AsOf.German(), a.OutdatedReason, a.State == faq.Draft
	page.Path, page.Back = path.To(path.ArticlePage, a.ID), path.Article(a.ID, a.Title)
	page.EditHref = path.To(path.EditArticle, a.ID)
	hints, err := s.Suggested.HintsAt(c.Ctx(), c.Viewer(), a.ID)
	if err != nil {
		return err
	}
	for _, x := range hints {
		page.Hints = append(page.Hints, templates.Note{Href: path.To(path.SuggestionPage, x.ID), Title: markdown.Excerpt(x.Why, 160),
			Text: x.By.Name + ", " + x.By.Organisation.Name + " · " + templates.DayText(x.At)})
	}
	return c.RenderForm(page.Problems, pages.ReviewPage(page))
}

// review runs an act of the review page and leads back to the article, or
// shows the page again with what was wrong.
func (s *server) review(c *page.Context, notice string, act func(id int64) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = act(id)
	if p, ok := page.Problems(err); ok {
		return s.reviewPage(c, pages.Review{Next: c.FormText("pruefung"), Reason: c.FormText("grund"), Problems: p})
	}
	if err != nil {
		return err
	}
	return s.toArticle(c, id, notice)
}

// confirmArticle says that an article still holds.
func (s *server) confirmArticle(c *page.Context) error {
	return s.review(c, "faq-geprueft", func(id int64) error {
		return s.FAQ.ConfirmReview(c.Ctx(), c.Viewer(), id, catalogue.Date(c.FormText("pruefung")))
	})
}

// outdateArticle marks an article as überholt.
func (s *server) outdateArticle(c *page.Context) error {
	return s.review(c, "faq-ueberholt", func(id int64) error {
		return s.FAQ.MarkOutdated(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	})
}

// restoreArticle takes the mark überholt away.
func (s *server) restoreArticle(c *page.Context) error {
	return s.review(c, "faq-veroeffentlicht", func(id int64) error {
		return s.FAQ.Restore(c.Ctx(), c.Viewer(), id)
	})
}

// discardArticle deletes a draft.
func (s *server) discardArticle(c *page.Context, id int64) error {
	err := s.Acts.DiscardArticle(c.Ctx(), c.Viewer(), id)
	if p, ok := page.Problems(err); ok {
		return s.reviewPage(c, pages.Review{Problems: p})
	}
	return c.Removed(err, path.FAQ, "faq-geloescht")
}

// showArticleVersions shows the versions of an article; ?von= and ?bis= choose
// two whose difference stands on top.
func (s *server) showArticleVersions(c *page.Context, id int64) error {
	by := c.Viewer()
	a, versions, err := s.FAQ.Revisions(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	out := pages.Versions{
		Base: c.Base("Fassungen eines FAQ-Artikels", templates.SectionFAQ,
			faqCrumbs(templates.Crumb{Href: path.Article(id, a.Title), Text: a.Title}, templates.Crumb{Text: "Fassungen"})...),
		Path: path.To(path.ArticleVersions, id),
		Back: path.Article(id, a.Title),
		From: c.Query("von"), To: c.Query("bis"),
	}
	out.NoIndex = true
	for _, v := range versions {
		n := strconv.Itoa(v.Number)
		entry := pages.Version{Name: "Fassung " + n, At: v.SavedAt, Author: v.By.Name + ", " + v.By.Organisation.Name, AsOf: v.AsOf.German(),
			Present: v.Present, Files: page.AttachedFiles(v.Files, "")}
		if v.Number > 1 {
			entry.Href = out.Path + "?von=" + strconv.Itoa(v.Number-1) + "&bis=" + n
		}
		out.Versions = append(out.Versions, entry)
		out.Choices = append(out.Choices, templates.Option{Value: n, Text: "Fassung " + n + " vom " + templates.DayText(v.SavedAt)})
	}
	if out.From != "" || out.To != "" {
		if err := s.compareVersions(c, id, &out); err != nil {
			return err
		}
	}
	return c.Render(http.StatusOK, pages.VersionsPage(out))
}

// compareVersions puts the difference of the chosen versions on the page.
func (s *server) compareVersions(c *page.Context, id int64, page *pages.Versions) error {
	from, err := strconv.Atoi(page.From)
	if err != nil {
		return fault.Missing()
	}
	to, err := strconv.Atoi(page.To)
	if err != nil {
		return fault.Missing()
	}
	_, d, err := s.FAQ.Compare(c.Ctx(), c.Viewer(), id, from, to)
	if err != nil {
		return err
	}
	page.Compared = "Von Fassung " + page.From + " zu Fassung " + page.To
	for _, f := range []struct {
		name  string
		lines []templates.DiffLine
	}{
		{"Frage", view.Diff(d.Title)}, {"Kurzantwort", view.Diff(d.Short)}, {"Text", view.Diff(d.Text)}, {"Gilt für", view.Diff(d.Scope)},
		{"Anhänge", view.Diff(d.Files)},
	} {
		if len(f.lines) > 0 {
			page.Changes = append(page.Changes, pages.Change{Field: f.name, Lines: f.lines})
		}
	}
	return nil
}
