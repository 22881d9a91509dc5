package view

import (
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
)

// Official shows an official answer as its readers see it.
func Official(v inquiry.AnswerVersion) templates.Official {
	return templates.Official{Number: v.Number, Version: v.Version, Short: v.Short, Body: v.HTML, Outdated: v.Banner(),
		Files: page.AttachedFiles(v.Files, v.HTML),
		Facts: []templates.Fact{
			{Term: "Stelle", Text: v.Body},
			{Term: "Gültig", Text: validText(v)},
			{Term: "Rechtsgrundlage", Text: v.LegalBasis, Linked: markdown.EscapedText(v.LegalBasis)},
			{Term: "Gilt für", Text: v.Scope},
		}}
}

// OfficialTexts are the texts of official answers that may refer to something.
func OfficialTexts(list ...*templates.Official) (out []*markdown.HTML) {
	for _, o := range list {
		out = append(out, &o.Body)
		for i := range o.Facts {
			out = append(out, &o.Facts[i].Linked)
		}
	}
	return out
}

// BlockTexts are those of answers within another page.
func BlockTexts(blocks []answers.View) (out []*markdown.HTML) {
	for i := range blocks {
		out = append(out, OfficialTexts(&blocks[i].Official)...)
	}
	return out
}

func validText(v inquiry.AnswerVersion) string {
	from, until := v.ValidFrom.German(), v.ValidUntil.German()
	switch {
	case from != "" && until != "":
		return from + " bis " + until
	case from != "":
		return "ab " + from
	case until != "":
		return "bis " + until
	}
	return ""
}

// AnswerBlock shows an official answer within another page.
func AnswerBlock(v inquiry.AnswerVersion) answers.View {
	view := answers.View{Question: v.Question, Official: Official(v)}
	view.Official.Href = path.Answer(v.Number, v.Version)
	view.Actions = []templates.Link{{Href: view.Official.Href, Text: "Eigene Seite zum Zitieren und Drucken"}}
	if v.Version > 1 {
		view.Actions = append(view.Actions, templates.Link{Href: path.Answer(v.Number, v.Version-1), Text: "Vorige Fassung"})
	}
	return view
}

// MaxAnswers is how many official answers stand beside other matter.
const MaxAnswers = 6

// AnswerBlocks shows the official answers that settle a thread, and whether they hold for the
// viewer's organisation.
func AnswerBlocks(c *page.Context, list []inquiry.AnswerVersion) []answers.View {
	var out []answers.View
	for _, v := range list {
		block := AnswerBlock(v)
		block.Official.Facts = append(block.Official.Facts, AnswerForUs(c, v))
		out = append(out, block)
	}
	return out
}

// AnswerNotes are official answers in a list: the question, and the short answer under it.
func AnswerNotes(list []inquiry.AnswerVersion) []templates.Note {
	var out []templates.Note
	for _, v := range list {
		out = append(out, templates.Note{Href: path.Answer(v.Number, v.Version), Title: v.Question, Text: v.Short})
	}
	return out
}
