package consultation

import (
	"net/http"
	"strconv"
	"strings"

	"kommunalforum/internal/consultation"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// showConsultation shows a consultation with its sections, and to who prepares it what
// can be done with it.
func (s *server) showConsultation(c *page.Context, id int64) error {
	by := c.Viewer()
	x, err := s.Consulted.Show(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	address := path.Consultation(id, x.Title)
	if c.Request.URL.Path != address {
		return c.Moved(address)
	}
	var table consultation.Table
	page := pages.Show{Base: c.Base(x.Title, templates.SectionConsultations, crumbs(templates.Crumb{Text: x.Title})...),
		Mark: x.Standing.German(), Tone: view.ConsultationTone(x.Standing), Draft: x.Standing == consultation.IsDraft,
		Intro: x.Intro.HTML, Outcome: x.Outcome.HTML, Revision: strconv.Itoa(x.Revision)}
	page.NoIndex = x.Standing != consultation.IsOpen && x.Standing != consultation.IsDecided || x.Board.Audience != "public"
	if page.Facts, err = s.facts(c, x.Consultation); err != nil {
		return err
	}
	for _, step := range x.Steps {
		page.Steps = append(page.Steps, stepOf(step))
		if span, shown := x.ShownUntil(step); shown {
			page.Steps = append(page.Steps, pages.Step{What: shownWords(x.Entry, span), At: step.At})
		}
		if step.Act == consultation.ActWithdraw {
			page.Withdrawn = step.Reason
		}
	}
	if by.SignedIn() {
		c.Settle(notify.Consulting, id)
	}
	if !page.Draft {
		if table, err = s.Consulted.Table(c.Ctx(), by, id, consultation.Filter{PerPage: 1}); err != nil {
			return err
		}
		page.Table, page.Print = tableLink(x.Consultation, table), path.To(path.PrintConsultation, id)
		page.Own = ownWords(x, by.SignedIn())
	}
	if x.CanSpeak(by) {
		page.Take = templates.Link{Href: path.To(path.TakePositions, id), Text: "Stellung nehmen"}
		if x.Entry.Own > 0 {
			page.Take.Text = "Stellungnahme ändern"
		}
	}
	for i, section := range x.Sections {
		p := partOf(section, table)
		p.First, p.Last = i == 0, i == len(x.Sections)-1
		s.addToPart(c, x, section, &p)
		page.Sections = append(page.Sections, p)
	}
	page.Remark = ownSaid(x, consultation.Section{})
	if x.CanPrepare(by) {
		page.Work = workOn(x.Consultation)
	}
	return c.Render(http.StatusOK, pages.ShowPage(page))
}

// facts are what is known of a consultation, with its source if the viewer may read it.
func (s *server) facts(c *page.Context, x consultation.Consultation) ([]templates.Fact, error) {
	out := []templates.Fact{{Term: "Herausgebende Stelle", Text: x.Issuer},
		{Term: "Bereich", Text: x.Board.Name, Href: path.Board(x.Board.Slug)}}
	if x.Standing != consultation.IsDraft {
		out = append(out, period(x),
			templates.Fact{Term: "Stellungnahmen", Text: disclosureWords(x)})
	}
	readable := "Lesbar"
	if x.Standing == consultation.IsDraft {
		readable = "Lesbar nach der Eröffnung"
	}
	out = append(out, templates.Fact{Term: readable, Text: x.Board.Widest().German()})
	if x.Document != 0 {
		d, err := s.Library.Show(c.Ctx(), c.Viewer(), x.Document)
		if err == nil {
			out = append(out, templates.Fact{Term: "Quelle", Text: d.Title, Href: path.LibraryDocument(d.ID, d.Title)})
		} else if !isMissing(err) {
			return nil, err
		}
	}
	return out, nil
}

// shownWords says when positions were shown that are hidden again.
func shownWords(x consultation.Entry, span consultation.Span) string {
	from, until := templates.DayText(span.From), templates.DayText(span.Until)
	when := "vom " + from + " bis " + until
	if from == until {
		when = "am " + from
	}
	if forGuests(x) {
		return "Stellungnahmen waren " + when + " für alle sichtbar, auch ohne Anmeldung"
	}
	return "Stellungnahmen waren " + when + " für Mitglieder sichtbar, die den Bereich lesen"
}

// period says until when a consultation runs or ran, and when it was ended before.
func period(x consultation.Consultation) templates.Fact {
	if x.Standing == consultation.IsOpen {
		return templates.Fact{Term: "Läuft bis einschließlich", Text: x.EndsOn.German() + " (" + view.DaysLeft(x.DaysLeft) + ")"}
	}
	for i := len(x.Steps) - 1; i >= 0; i-- { // what happened first since the last time that it was opened
		step := x.Steps[i]
		if step.At.Before(x.OpenedAgain()) || !step.At.Before(x.EndsOn.AddDays(1).Begin()) {
			continue
		}
		term := map[consultation.Act]string{consultation.ActClose: "Beendet am", consultation.ActWithdraw: "Zurückgezogen am"}[step.Act]
		if term != "" {
			return templates.Fact{Term: term, Text: templates.DayText(step.At) + " (vorgesehen bis einschließlich " + x.EndsOn.German() + ")"}
		}
	}
	return templates.Fact{Term: "Lief bis einschließlich", Text: x.EndsOn.German()}
}

func stepOf(s consultation.Step) pages.Step {
	out := pages.Step{Reason: s.Reason, At: s.At}
	switch s.Act {
	case consultation.ActOpen:
		out.What = "eröffnet, bis einschließlich " + s.EndsOn.German()
	case consultation.ActExtend:
		out.What = "verlängert, bis einschließlich " + s.EndsOn.German()
	case consultation.ActCorrect:
		out.What = "Abschnitt " + strconv.Itoa(s.Section) + " berichtigt"
	case consultation.ActClose:
		out.What = "vorzeitig beendet"
	case consultation.ActWithdraw:
		out.What = "zurückgezogen"
	case consultation.ActDecide:
		out.What = "Ergebnis veröffentlicht"
	}
	return out
}

// ownWords says what the viewer's organisation has done.
func ownWords(x consultation.Shown, member bool) string {
	sections, remark := 0, x.Own[0].Stance != consultation.NoStance
	for number, p := range x.Own {
		if number != 0 && p.Stance != consultation.NoStance {
			sections++
		}
	}
	switch {
	case !member:
		return ""
	case sections > 0 && remark:
		return "Sie haben zu " + templates.Plural(sections, "Abschnitt", "Abschnitten") + " Stellung genommen und etwas zum Ganzen angemerkt."
	case sections > 0:
		return "Sie haben zu " + templates.Plural(sections, "Abschnitt", "Abschnitten") + " Stellung genommen."
	case remark:
		return "Sie haben etwas zum Ganzen angemerkt."
	case x.Standing == consultation.IsOpen:
		return "Sie haben noch nicht Stellung genommen."
	}
	return "Sie haben nicht Stellung genommen."
}

func tableLink(x consultation.Consultation, t consultation.Table) templates.Link {
	link := templates.Link{Href: path.To(path.PositionTable, x.ID), Text: "Stellungnahmen nebeneinander"}
	if t.Disclosed {
		link.Text += " (" + templates.Plural(t.TookPart, "Organisation", "Organisationen") + ")"
	}
	return link
}

// partOf is a section as everybody reads it.
func partOf(x consultation.Section, t consultation.Table) pages.Part {
	p := pages.Part{Number: x.Number, Heading: x.Heading, Body: x.Text.HTML, Correction: x.Correction, At: x.CorrectedAt,
		Verdict: x.Verdict.German(), Answer: x.Answer, Tone: templates.ToneSuccess}
	if x.Verdict == consultation.Rejected {
		p.Tone = templates.ToneMuted
	}
	for _, f := range x.Former {
		p.Former = append(p.Former, pages.Former{Heading: f.Heading, Body: f.Text.HTML, Until: f.Until})
	}
	if t.Figures != nil {
		p.Figures = figureWords(t.Figures[x.Number])
		if n := t.Former[x.Number]; n > 0 {
			p.Figures += " · davon " + formerWords(n)
		}
	}
	return p
}

// formerWords says how many of the figures of a section are on what it said before.
func formerWords(n int) string { return strconv.Itoa(n) + " zu einer früheren Fassung" }

// figureWords says how many organisations said what.
func figureWords(f consultation.Figures) string {
	if f.Total() == 0 {
		return "Noch keine Stellungnahme zu diesem Abschnitt"
	}
	var words []string
	for _, part := range barParts(f) {
		words = append(words, part.Text)
	}
	return strings.Join(words, " · ")
}

// barParts are the figures of a section, each as text.
func barParts(f consultation.Figures) []pages.BarPart {
	agree, change, reject := f[consultation.Agree], f[consultation.Change], f[consultation.Reject]
	return []pages.BarPart{{Text: templates.Plural(agree, "Zustimmung", "Zustimmungen"), Count: agree, Kind: "agree"},
		{Text: templates.Plural(change, "Änderungsvorschlag", "Änderungsvorschläge"), Count: change, Kind: "change"},
		{Text: templates.Plural(reject, "Ablehnung", "Ablehnungen"), Count: reject, Kind: "reject"}}
}

// addToPart adds what the viewer's organisation says about a section, and what the viewer
// can do with it.
func (s *server) addToPart(c *page.Context, x consultation.Shown, section consultation.Section, p *pages.Part) {
	by := c.Viewer()
	p.Own = ownSaid(x, section)
	if x.CanSpeak(by) {
		p.TakeHref = path.WithQuery(path.To(path.TakePositions, x.ID), "abschnitt", strconv.Itoa(section.Number))
	}
	if by.SignedIn() && x.Standing != consultation.IsDraft && !x.Board.Archived {
		p.AskHref = path.WithQuery(path.Ask, "bereich", x.Board.Slug, "beteiligung", strconv.FormatInt(x.ID, 10), "abschnitt",
			strconv.Itoa(section.Number))
	}
	if !x.CanPrepare(by) || x.Board.Archived {
		return
	}
	switch x.Standing {
	case consultation.IsDraft:
		p.Move = path.To(path.MoveSection, x.ID, section.ID)
		p.RemoveHref = path.To(path.RemoveSection, x.ID, section.ID)
		p.EditHref = path.To(path.EditSection, x.ID, section.ID)
	case consultation.IsOpen, consultation.IsEnded:
		p.EditHref = path.To(path.EditSection, x.ID, section.ID)
	}
}

// ownSaid is what the viewer's organisation says about a section, which is zero for the
// whole: nil if it never did. What was taken back says so, and leads to what it was.
func ownSaid(x consultation.Shown, section consultation.Section) *pages.Said {
	own, ok := x.Own[section.Number]
	if !ok {
		return nil
	}
	said := saidOf(own, section)
	if own.Stance == consultation.NoStance {
		said.Stance, said.Older = "zurückgezogen", ""
	}
	said.History = path.To(path.PositionHistory, x.ID, own.ID)
	return &said
}

// saidOf shows a position on a section, which is zero for the whole.
func saidOf(p consultation.Position, x consultation.Section) pages.Said {
	out := pages.Said{Stance: p.Stance.German(), Tone: stanceTone(p.Stance), Proposal: p.Proposal, Reasons: p.Reasons, By: p.By, At: p.ChangedAt}
	if p.Wording < x.Wording && p.Section != 0 {
		out.Older = "Bezieht sich auf eine frühere Fassung des Abschnitts."
		for _, f := range x.Former {
			if f.Number == p.Wording {
				out.Older = "Bezieht sich auf die Fassung bis " + templates.DayText(f.Until) + "."
			}
		}
	}
	return out
}

func stanceTone(s consultation.Stance) templates.Tone {
	switch s {
	case consultation.Agree:
		return templates.ToneSuccess
	case consultation.Change:
		return templates.ToneWarning
	case consultation.Reject:
		return templates.ToneDanger
	}
	return templates.ToneNeutral
}

// workOn lists what who prepares a consultation can do with it now.
func workOn(x consultation.Consultation) (out []templates.Link) {
	add := func(pattern, text string) {
		out = append(out, templates.Link{Href: path.To(pattern, x.ID), Text: text})
	}
	switch {
	case x.Board.Archived && x.Standing != consultation.IsDraft:
	case x.Standing == consultation.IsDraft:
		if !x.Board.Archived {
			add(path.CutConsultation, "Ganzen Text einlesen")
			add(path.NewSection, "Abschnitt hinzufügen")
			add(path.EditConsultation, "Titel und Einführung bearbeiten")
			if len(x.Sections) > 0 {
				add(path.OpenConsultation, "Eröffnen")
			}
		}
		add(path.DiscardConsultation, "Entwurf löschen")
	case x.Standing == consultation.IsOpen:
		add(path.ExtendConsultation, "Verlängern")
		add(path.CloseConsultation, "Vorzeitig beenden")
		add(path.WithdrawConsultation, "Zurückziehen")
	case x.Standing == consultation.IsEnded:
		add(path.DecideConsultation, "Ergebnis veröffentlichen")
		add(path.ExtendConsultation, "Verlängern und wieder öffnen")
		add(path.WithdrawConsultation, "Zurückziehen")
	case x.Standing == consultation.IsDecided:
		add(path.DecideConsultation, "Ergebnis ändern")
	}
	return out
}
