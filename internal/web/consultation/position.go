package consultation

import (
	"net/http"
	"slices"
	"strconv"

	"kommunalforum/internal/board"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// stances are the words of forms and addresses for what an organisation thinks.
var stances = map[string]consultation.Stance{"zustimmung": consultation.Agree, "aenderung": consultation.Change, "ablehnung": consultation.Reject}

func stanceWord(s consultation.Stance) string {
	for word, stance := range stances {
		if stance == s {
			return word
		}
	}
	return ""
}

// askPositions shows the form for positions on all sections, or on the one that the
// address names.
func (s *server) askPositions(c *page.Context, id int64) error {
	x, err := s.Consulted.Show(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !x.CanSpeak(c.Viewer()) {
		return s.refusePositions(c, x.Consultation)
	}
	form := pages.Take{Once: once.NewKey(), Speaks: strconv.FormatInt(c.Viewer().Organisation.ID, 10)}
	only, err := strconv.Atoi(c.Query("abschnitt"))
	if section, known := x.Section(only); err == nil && known {
		form.Only = strconv.Itoa(only)
		form.Choices = []pages.Choice{choiceOf(x, section)}
		return s.takePage(c, http.StatusOK, x, form)
	}
	for _, section := range x.Sections {
		form.Choices = append(form.Choices, choiceOf(x, section))
	}
	remark := choiceOf(x, consultation.Section{})
	form.Remark = &remark
	return s.takePage(c, http.StatusOK, x, form)
}

// refusePositions says why there is no form, and leads back.
func (s *server) refusePositions(c *page.Context, x consultation.Consultation) error {
	out := pages.Refused{}
	out.Base, out.Back = below(c, x, "Stellung nehmen")
	out.Back.Text = "Zurück zur Beteiligung"
	out.Title, out.Text = "Stellung nehmen geht hier nicht", "Zu dieser Beteiligung lässt sich gerade nicht Stellung nehmen."
	switch {
	case x.Standing == consultation.IsDraft:
		out.Title, out.Text = "Die Beteiligung ist noch nicht eröffnet", "Stellung nehmen können Organisationen, sobald sie eröffnet ist."
	case x.Board.Archived:
		out.Text = board.Archival
	case x.Standing != consultation.IsOpen:
		out.Title, out.Text = overWords(x), "Stellungnahmen lassen sich nicht mehr abgeben und nicht mehr ändern."
		out.Table = templates.Link{Href: path.To(path.PositionTable, x.ID), Text: "Stellungnahmen ansehen"}
	case !c.Viewer().Organisation.Named():
		out.Text = "Stellung nimmt, wer für eine Organisation sprechen kann. Ihr Konto gehört zu keiner."
	}
	return c.Render(http.StatusConflict, pages.RefusedPage(out))
}

// overWords says how a consultation came to its end, "" while it is open.
func overWords(x consultation.Consultation) string {
	switch x.Standing {
	case consultation.IsOpen, consultation.IsDraft:
		return ""
	case consultation.IsWithdrawn:
		return "Die Beteiligung wurde zurückgezogen"
	}
	return "Die Beteiligung ist beendet"
}

// choiceOf fills the form for a section, which is zero for the whole, with what the
// organisation says now.
func choiceOf(x consultation.Shown, section consultation.Section) pages.Choice {
	own := x.Own[section.Number]
	return pages.Choice{Number: strconv.Itoa(section.Number), Stance: stanceWord(own.Stance), Proposal: own.Proposal, Reasons: own.Reasons,
		Revision: strconv.Itoa(own.Revision), Wording: strconv.Itoa(section.Wording)}
}

func (s *server) takePage(c *page.Context, status int, x consultation.Shown, page pages.Take) (err error) {
	page.Base, page.Back = below(c, x.Consultation, "Stellung nehmen")
	page.Action, page.Organisation = path.To(path.TakePositions, x.ID), c.Viewer().Organisation.Name
	page.Over = overWords(x.Consultation)
	if x.Standing == consultation.IsOpen {
		page.Until, page.Shown = x.EndsOn.German(), audienceWords(x.Consultation)
	}
	page.Stances = []templates.Option{{Text: "keine Stellungnahme"}}
	for _, stance := range consultation.Stances {
		page.Stances = append(page.Stances, templates.Option{Value: stanceWord(stance), Text: stance.German()})
	}
	for i, choice := range page.Choices {
		number, _ := strconv.Atoi(choice.Number)
		section, _ := x.Section(number)
		own := x.Own[number]
		page.Choices[i].Heading, page.Choices[i].Body = section.Heading, section.Text.HTML
		page.Choices[i].Former = own.Stance != consultation.NoStance && own.Wording < section.Wording
	}
	if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
		return err
	}
	return c.Render(status, pages.TakePage(page))
}

// readPositions reads the form.
func readPositions(c *page.Context) (form pages.Take, in consultation.Positions, err error) {
	form = pages.Take{Once: c.OnceKey(), Speaks: c.FormText("fuer_organisation"), Only: c.FormText("nur")}
	in.Once, in.Organisation = form.Once, c.FormNumber("fuer_organisation")
	rows, err := readRows(c, "abschnitt", "stand", "wortlaut", "haltung", "vorschlag", "gruende")
	if err != nil {
		return form, in, err
	}
	reaffirmed := c.Request.PostForm["bekraeftigt"]
	for _, row := range rows {
		number, err := strconv.Atoi(row[0])
		if err != nil {
			return form, in, errTorn
		}
		x := consultation.Choice{Section: number, Stance: stances[row[3]], Proposal: row[4], Reasons: row[5],
			Reaffirm: slices.Contains(reaffirmed, row[0])}
		if row[3] != "" && x.Stance == consultation.NoStance {
			return form, in, errTorn
		}
		if x.Revision, err = strconv.Atoi(row[1]); err != nil {
			return form, in, errTorn
		}
		x.Wording, _ = strconv.Atoi(row[2])
		in.Choices = append(in.Choices, x)
		choice := pages.Choice{Number: row[0], Revision: row[1], Wording: row[2], Stance: row[3], Proposal: row[4], Reasons: row[5],
			Reaffirm: x.Reaffirm}
		if number == 0 {
			form.Remark = &choice
		} else {
			form.Choices = append(form.Choices, choice)
		}
	}
	return form, in, nil
}

// takePositions saves what the viewer says for their organisation.
func (s *server) takePositions(c *page.Context, id int64) error {
	x, err := s.Consulted.Show(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	form, in, err := readPositions(c)
	if err != nil {
		return err
	}
	if c.ShowsDraft() {
		return s.takePage(c, http.StatusOK, x, form)
	}
	clashes, err := s.Consulted.TakePositions(c.Ctx(), c.Viewer(), id, in)
	if p, status, ok := refusal(err); ok {
		form.Problems, form.Once = p, once.KeyAfter(err, form.Once)
		if status == http.StatusConflict {
			form.Speaks = strconv.FormatInt(c.Viewer().Organisation.ID, 10)
			if x, err = s.Consulted.Show(c.Ctx(), c.Viewer(), id); err != nil {
				return err
			}
			showClashes(&form, x, clashes)
		}
		return s.takePage(c, status, x, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Consultation(id, x.Title), savedNotice(x, in))
}

// savedNotice is the word for what became of a form: saved, taken back, or saved for a
// wording that was corrected while the form was open.
func savedNotice(before consultation.Shown, in consultation.Positions) string {
	said, former, back := false, false, false
	for _, choice := range in.Choices {
		own := before.Own[choice.Section]
		section, known := before.Section(choice.Section)
		if choice.Stance == consultation.NoStance && (choice.Section != 0 || choice.Reasons == "") {
			back = back || own.ID != 0 && (own.Stance != consultation.NoStance || choice.Revision > 0 && choice.Revision < own.Revision)
			continue
		}
		said = said || choice.Stance != own.Stance || choice.Proposal != own.Proposal || choice.Reasons != own.Reasons
		former = former || known && choice.Wording < section.Wording && choice.Revision >= own.Revision
	}
	switch {
	case former:
		return "stellungnahme-frueher"
	case back && said:
		return "stellungnahme-teils"
	case back:
		return "stellungnahme-zurueck"
	}
	return "stellungnahme"
}

// showClashes puts what a colleague saved beside what the viewer wrote, for each section
// where both changed something. When the form is sent again, what the viewer wrote counts.
func showClashes(form *pages.Take, x consultation.Shown, clashes []int) {
	show := func(c *pages.Choice) {
		number, _ := strconv.Atoi(c.Number)
		own := x.Own[number]
		if !slices.Contains(clashes, number) {
			return
		}
		c.Revision = strconv.Itoa(own.Revision)
		stance := own.Stance.German()
		if stance == "" {
			stance = "zurückgezogen"
		}
		c.Present = []templates.Fact{{Term: "Haltung", Text: stance}, {Term: "Gewünschte Fassung", Text: own.Proposal},
			{Term: "Begründung", Text: own.Reasons}, {Term: "Von", Text: own.By}}
	}
	for i := range form.Choices {
		show(&form.Choices[i])
	}
	if form.Remark != nil {
		show(form.Remark)
	}
}

// showHistory shows what a position said before.
func (s *server) showHistory(c *page.Context, id int64) error {
	position, err := c.ID("stellungnahme")
	if err != nil {
		return err
	}
	x, list, err := s.Consulted.History(c.Ctx(), c.Viewer(), id, position)
	if err != nil {
		return err
	}
	out := pages.History{Organisation: list[0].Organisation.Name, Section: "Anmerkung zum Ganzen"}
	out.Base, out.Back = below(c, x, "Verlauf einer Stellungnahme")
	out.Back.Text = "Zurück zur Beteiligung"
	section, known := x.Section(list[0].Section)
	if known {
		out.Section = "Abschnitt " + strconv.Itoa(section.Number) + ": " + section.Heading
	}
	for _, p := range list {
		said := saidOf(p, section)
		if said.Stance == "" {
			said.Stance = "zurückgezogen"
		}
		out.List = append(out.List, said)
	}
	return c.Render(http.StatusOK, pages.HistoryPage(out))
}
