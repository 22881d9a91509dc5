package inquiry

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

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

// inquiryAudience says who reads an inquiry.
func inquiryAudience(q inquiry.Inquiry) string {
	if q.DeskOnly {
		return "Sichtbar nur für die fragende Stelle und das Programmmanagement"
	}
	others := "Andere Mitglieder"
	if q.Board.Audience == board.Restricted {
		others = "Andere zugelassene Mitglieder"
	}
	return "Alles lesen die fragende Stelle, Organisationen, die „Betrifft uns auch“ angeben, die Moderation des Bereichs und das " +
		"Programmmanagement. " +
		others + " sehen Nummer, Titel und Stand, nach der Antwort auch die Frage."
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
			step.Who = view.Byline(s.Actor)
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
