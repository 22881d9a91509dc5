package admin

import (
	"net/http"

	"kommunalforum/internal/alarm"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// levels are the words for how a check stands, and how they look.
var levels = map[alarm.Level]pages.CheckState{
	alarm.Fine:    {Word: "in Ordnung", Tone: templates.ToneSuccess},
	alarm.Warning: {Word: "bitte prüfen", Tone: templates.ToneWarning},
	alarm.Danger:  {Word: "gestört", Tone: templates.ToneDanger},
	alarm.Unknown: {Word: "nicht geprüft", Tone: templates.ToneNeutral},
}

// showState shows how everything stands that is watched.
func (s *server) showState(c *page.Context) error {
	all, err := s.Alarms.All(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	last, checked, err := s.Integrity.LastFor(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	p := pages.State{Base: s.adminBase(c, "Zustand des Forums"), ByMail: s.Config.Mail.On()}
	for _, a := range all {
		p.Checks = append(p.Checks, checkRow(a, s.Config.Database != ""))
	}
	if checked {
		p.Pages = "Zuletzt am " + templates.MomentText(last.Ended) + " geprüft: " + last.Checked + "."
	}
	return c.Render(http.StatusOK, pages.StatePage(p))
}

// checkRow shows a check, and on which of several nodes it is.
func checkRow(a alarm.State, several bool) pages.Check {
	row := pages.Check{Title: a.Title, State: levels[a.Level], Sentence: a.Sentence}
	if !a.Since.IsZero() {
		row.Since = "Seit " + templates.MomentText(a.Since)
		if several && a.Node != "" {
			row.Since += ", Knoten " + a.Node
		}
	}
	return row
}

// troubles are the alarms that the overview shows above everything else, other than those
// that it has words of its own for.
func troubles(all []alarm.State) (out []string) {
	for _, a := range all {
		switch {
		case a.Level != alarm.Danger && a.Level != alarm.Warning:
		case a.Kind == "backup" && a.Level == alarm.Danger: // that none is whole
		case a.Kind == "losses", a.Kind == "notices", a.Kind == "scanner", a.Kind == "mails":
		default:
			out = append(out, a.Title+": "+a.Sentence)
		}
	}
	return out
}

// stateCard leads to the state of the forum.
func stateCard(all []alarm.State) templates.Card {
	n := 0
	for _, a := range all {
		if a.Level == alarm.Danger || a.Level == alarm.Warning {
			n++
		}
	}
	fact := "alles in Ordnung"
	if n > 0 {
		fact = templates.Plural(n, "Meldung", "Meldungen")
	}
	return templates.Card{Href: path.State, Title: "Zustand", Text: "Sehen, ob Datenbank, Suche, Versand und Speicherplatz in Ordnung sind.",
		Facts: []string{fact}}
}
