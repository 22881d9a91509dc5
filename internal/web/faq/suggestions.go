package faq

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/faq"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/once"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/faq"
)

// addSuggestions leads editors to what waits for their decision.
func (s *server) addSuggestions(c *page.Context, page *pages.Index) error {
	if !c.Viewer().EditsSomewhere() {
		return nil
	}
	n, err := s.Suggested.CountOpen(c.Ctx(), c.Viewer())
	page.Work = append(page.Work, templates.Link{Href: path.Suggestions, Text: "Vorschläge und Hinweise (" + templates.Number(n) + ")"})
	return err
}

// addHints leads editors to hints at the article, and other members to the form for one.
func (s *server) addHints(c *page.Context, page *pages.Show, a faq.Article) error {
	by := c.Viewer()
	if !a.CanEdit(by) {
		if by.SignedIn() && a.State == faq.Published {
			page.GiveHint = path.To(path.GiveHint, a.ID)
		}
		return nil
	}
	hints, err := s.Suggested.HintsAt(c.Ctx(), by, a.ID)
	if len(hints) > 0 {
		page.Edit = append(page.Edit, templates.Link{Href: path.To(path.ReviewArticle, a.ID) + "#hinweise", Text: "Hinweise von Mitgliedern (" +
			templates.Number(len(hints)) + ")"})
	}
	return err
}

// showSuggestions lists what waits for the viewer's decision.
func (s *server) showSuggestions(c *page.Context) error {
	after := c.FormNumber("ab")
	list, err := s.Suggested.Open(c.Ctx(), c.Viewer(), after, suggestion.RowsPerPage)
	if err != nil {
		return err
	}
	const title = "Vorschläge und Hinweise"
	out := pages.Suggestions{Base: c.Base(title, templates.SectionFAQ, faqCrumbs(templates.Crumb{Text: title})...),
		Notes: suggestionNotes(list.Rows), First: after == 0, Start: path.Suggestions}
	out.NoIndex = true
	if list.Next != 0 {
		out.More = path.WithQuery(path.Suggestions, "ab", strconv.FormatInt(list.Next, 10))
	}
	return c.Render(http.StatusOK, pages.SuggestionsPage(out))
}

// suggestionNotes shows suggestions to editors.
func suggestionNotes(list []suggestion.Suggestion) (out []templates.Note) {
	for _, x := range list {
		text := "Vorschlag"
		if x.Hint() {
			text = "Hinweis zu einem Artikel"
		}
		out = append(out, templates.Note{Href: path.To(path.SuggestionPage, x.ID), Title: x.Title,
			Text: text + " · " + x.Source.Board + " · " + x.By.Name + ", " + x.By.Organisation.Name + " · " + templates.DayText(x.At)})
	}
	return out
}

// showSuggestion shows a suggestion to who made it and to editors.
func (s *server) showSuggestion(c *page.Context, id int64) error {
	c.Settle(notify.Suggestion, id)
	return s.suggestionPage(c, id, pages.Suggestion{Once: once.NewKey()})
}

// suggestionPage renders a suggestion with the given state of its forms.
func (s *server) suggestionPage(c *page.Context, id int64, out pages.Suggestion) error {
	x, err := s.Suggested.Show(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	what := "Vorschlag für die FAQ"
	if x.Hint() {
		what = "Hinweis zu einem FAQ-Artikel"
	}
	out.Base = c.Base(what, templates.SectionFAQ, suggestionCrumbs(c, what)...)
	out.NoIndex = true
	out.Heading, out.State, out.Title, out.Why, out.Hint = what, view.SuggestionState(x), x.Title, x.Why, x.Hint()
	if out.Answer.Text = x.Reason; x.State == suggestion.Declined {
		out.Answer.Term = "Abgelehnt"
	} else {
		out.Answer.Term = "Antwort der FAQ-Redaktion"
	}
	source := sourceLink(x.Source)
	out.Facts = []templates.Fact{{Term: "Geht zurück auf", Text: source.Text, Href: source.Href}, {Term: "Bereich", Text: x.Source.Board},
		{Term: "Von", Text: x.By.Name + ", " + x.By.Organisation.Name}, {Term: "Am", Text: templates.MomentText(x.At)}}
	if source.Href == "" {
		out.Facts[0].Text = "etwas, das Sie nicht oder nicht mehr lesen können"
	}
	if x.Article != 0 {
		out.Article = path.To(path.ArticlePage, x.Article)
	}
	if x.CanWithdraw() {
		out.Withdraw = path.To(path.WithdrawSuggestion, id)
	}
	if x.CanDecide() {
		out.Decline = path.To(path.DeclineSuggestion, id)
		out.Gone = x.Gone
		if x.Hint() {
			out.Settle, out.Review = path.To(path.SettleSuggestion, id), path.To(path.ReviewArticle, x.Source.ID)
		}
	}
	if x.CanTake() {
		out.Take = path.To(path.TakeSuggestion, id)
	}
	status := page.StatusOf(out.Problems)
	if out.Late != "" {
		status = http.StatusConflict
	}
	return c.Render(status, pages.SuggestionPage(out))
}

// suggestionCrumbs lead editors back to all suggestions, others to their own.
func suggestionCrumbs(c *page.Context, what string) []templates.Crumb {
	if c.Viewer().EditsSomewhere() {
		return faqCrumbs(templates.Crumb{Href: path.Suggestions, Text: "Vorschläge und Hinweise"}, templates.Crumb{Text: what})
	}
	return []templates.Crumb{{Href: path.OwnPage, Text: "Meine Seite"}, {Href: path.OwnSuggestions, Text: "Meine Vorschläge für die FAQ"},
		{Text: what}}
}

// takeSuggestion begins a draft of what was suggested and leads to its form. Who comes
// second sees what was decided.
func (s *server) takeSuggestion(c *page.Context, id int64) error {
	article, err := s.Acts.TakeSuggestion(c.Ctx(), c.Viewer(), id, c.FormText("grund"), c.OnceKey())
	if p, ok := page.Problems(err); ok {
		return s.suggestionPage(c, id, pages.Suggestion{Once: once.KeyAfter(err, c.OnceKey()), Words: c.FormText("grund"), Problems: p})
	}
	if err != nil {
		return s.decided(c, id, err, "", page.Done{})
	}
	return c.Announce(path.To(path.EditArticle, article), "vorschlag-uebernommen")
}

// settleSuggestion says that a hint was looked into.
func (s *server) settleSuggestion(c *page.Context, id int64) error {
	err := s.Suggested.Settle(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	return s.decided(c, id, err, "hinweis-erledigt", page.Done{Act: suggestion.ActSettle, Subject: "suggestion", ID: id})
}

// declineSuggestion says why a suggestion is not followed.
func (s *server) declineSuggestion(c *page.Context, id int64) error {
	err := s.Suggested.Decline(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	return s.decided(c, id, err, "vorschlag-abgelehnt", page.Done{Act: suggestion.ActDecline, Subject: "suggestion", ID: id})
}

// decided leads back to the list after a decision. Who comes second sees what was decided,
// with what they typed; only editors learn that something waits no more.
func (s *server) decided(c *page.Context, id int64, err error, notice string, done page.Done) error {
	form := pages.Suggestion{Once: once.NewKey(), Words: c.FormText("grund")}
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.suggestionPage(c, id, form)
	}
	if !c.Viewer().EditsSomewhere() {
		return err
	}
	back := path.Suggestions
	if fault.Is(err, fault.Conflict) {
		back = path.To(path.SuggestionPage, id)
		form.Late = fault.SentenceOf(err)
	}
	if err = c.Decided(err, back, notice, done); !fault.Is(err, fault.Conflict) || form.Late == "" {
		return err
	}
	return s.suggestionPage(c, id, form)
}

// withdrawSuggestion takes back what the viewer suggested, or says what the editors have
// done with it meanwhile.
func (s *server) withdrawSuggestion(c *page.Context, id int64) error {
	err := s.Suggested.Withdraw(c.Ctx(), c.Viewer(), id)
	if fault.Is(err, fault.Conflict) {
		return s.suggestionPage(c, id, pages.Suggestion{Late: fault.SentenceOf(err)})
	}
	return c.Removed(err, path.OwnSuggestions, "vorschlag-zurueck")
}
