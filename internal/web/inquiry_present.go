package web

import (
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	answers "kommunalforum/templates/answer"
	pages "kommunalforum/templates/inquiry"
)

func deskPath(number string) string { return "/schreibtisch/" + number }

func inquiryCrumbs(more ...templates.Crumb) []templates.Crumb {
	return append([]templates.Crumb{{Href: path.Inquiries, Text: "Fragen an das Programmmanagement"}}, more...)
}

// inquiryState is the word of a state and its tone.
func inquiryState(s inquiry.State) pages.State {
	tone := templates.ToneNeutral
	switch s {
	case inquiry.Answered:
		tone = templates.ToneOfficial
	case inquiry.AskedBack, inquiry.Resting:
		tone = templates.ToneWarning
	case inquiry.Declined, inquiry.Withdrawn, inquiry.Merged:
		tone = templates.ToneMuted
	}
	return pages.State{Text: s.German(), Tone: tone}
}

func inquiryRows(rows []inquiry.Row) []pages.Row {
	out := make([]pages.Row, len(rows))
	for i, r := range rows {
		out[i] = pages.Row{Href: path.Inquiry(r.Number), Number: r.Number, Title: r.Title, State: inquiryState(r.State), Board: r.BoardName,
			At: r.AskedAt, Weight: r.Weight, Due: dueText(r.Due, r.Stopped)}
		if r.Waits {
			out[i].Note = "Ihre Rückmeldung fehlt"
		}
	}
	return out
}

// inquiryLinks are inquiries as links in the column of context.
func inquiryLinks(rows []inquiry.Row) []templates.Link {
	var out []templates.Link
	for _, r := range rows {
		out = append(out, templates.Link{Href: path.Inquiry(r.Number), Text: r.Title + " (" + r.Number + ", " + r.State.German() + ")"})
	}
	return out
}

func dueText(due catalogue.Date, stopped bool) string {
	switch {
	case due == "":
		return ""
	case stopped:
		return "ruht"
	}
	return due.German()
}

// releaseText says who reads an official answer.
func releaseText(r board.Release) string {
	if r == inquiry.ToAsker {
		return "Nur für die fragende Stelle"
	}
	return r.German()
}

// officialOf shows an official answer as its readers see it.
func officialOf(v inquiry.AnswerVersion) templates.Official {
	return templates.Official{Number: v.Number, Version: v.Version, Short: v.Short, Body: v.HTML, Outdated: v.Banner(),
		Facts: []templates.Fact{
			{Term: "Stelle", Text: v.Body},
			{Term: "Gültig", Text: validText(v)},
			{Term: "Rechtsgrundlage", Text: v.LegalBasis},
			{Term: "Gilt für", Text: v.Scope},
		}}
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

// answerBlock shows an official answer within another page.
func answerBlock(v inquiry.AnswerVersion) answers.View {
	view := answers.View{Question: v.Question, Official: officialOf(v)}
	view.Official.Href = path.Answer(v.Number, v.Version)
	view.Actions = []templates.Link{{Href: view.Official.Href, Text: "Eigene Seite zum Zitieren und Drucken"}}
	if v.Version > 1 {
		view.Actions = append(view.Actions, templates.Link{Href: path.Answer(v.Number, v.Version-1), Text: "Vorige Fassung"})
	}
	return view
}

// answerBlocks shows the official answers that settle a thread.
func answerBlocks(list []inquiry.AnswerVersion) []answers.View {
	var out []answers.View
	for _, v := range list {
		out = append(out, answerBlock(v))
	}
	return out
}

// answerNotes are official answers in a list: the question, and the short answer under it.
func answerNotes(list []inquiry.AnswerVersion) []templates.Note {
	var out []templates.Note
	for _, v := range list {
		out = append(out, templates.Note{Href: path.Answer(v.Number, v.Version), Title: v.Question, Text: v.Short})
	}
	return out
}

func serviceTags(list []catalogue.Service) []templates.Link {
	var out []templates.Link
	for _, x := range list {
		out = append(out, templates.Link{Href: path.Service(x.ID), Text: strconv.FormatInt(x.ID, 10) + " " + x.Name})
	}
	return out
}

// typedOf writes services as the form's line takes them.
func typedOf(list []catalogue.Service) string {
	var out []string
	for _, x := range list {
		out = append(out, strconv.FormatInt(x.ID, 10)+" "+x.Name)
	}
	return strings.Join(out, "; ")
}

// inquiryAudience says who reads an inquiry.
func inquiryAudience(q inquiry.Inquiry) string {
	switch {
	case q.DeskOnly:
		return "Sichtbar nur für die fragende Stelle und das Programmmanagement"
	case q.Board.Audience == board.Restricted:
		return "Sichtbar nur für zugelassene Mitglieder"
	}
	return "Sichtbar für Mitglieder, je nach Beteiligung"
}

// bylineText is who acted, in a line: the organisation alone where the person
// is not named.
func bylineText(b account.Byline) string {
	if b.Name == "" {
		return b.Organisation.Name
	}
	return b.Name + ", " + b.Organisation.Name
}

// stepsOf is the history as the viewer may see it.
func stepsOf(by account.Viewer, steps []inquiry.Step) []pages.Step {
	var out []pages.Step
	for _, s := range steps {
		step := pages.Step{At: s.At, What: s.What(), State: inquiryState(s.To), Reason: s.Reason}
		switch {
		case s.System:
			step.Who = "automatisch"
		case s.Actor.Organisation.Name != "":
			step.Who = bylineText(s.Actor)
		case s.Desk:
			step.Who = "Programmmanagement"
		}
		if s.Assignee != "" {
			step.What += " an " + s.Assignee
		}
		if s.Other != "" {
			step.What += ": " + s.Other
		}
		out = append(out, step)
	}
	return out
}
