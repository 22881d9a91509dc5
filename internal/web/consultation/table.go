package consultation

import (
	"net/http"
	"slices"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/consultation"
)

// asList is the view in which positions stand below each other, by section.
const asList = "liste"

// remarks is the word in addresses for the remarks on the whole.
const remarks = "anmerkungen"

// filterOf reads from the address how the table is narrowed. What cannot be understood
// filters nothing.
func filterOf(c *page.Context) consultation.Filter {
	f := consultation.Filter{Stance: stances[c.Query("haltung")], State: c.Query("land"), Size: catalogue.SizeClassFor(c.Query("groesse")),
		Page: c.PageNumber()}
	if f.Section, _ = strconv.Atoi(c.Query("abschnitt")); f.Section < 0 {
		f.Section = 0
	}
	if c.Query("abschnitt") == remarks {
		f.Section = -1
	}
	if !slices.Contains(catalogue.States(), f.State) {
		f.State = ""
	}
	return f
}

// query writes a filter as an address.
func query(base string, f consultation.Filter, more ...string) string {
	section := ""
	switch {
	case f.Section < 0:
		section = remarks
	case f.Section > 0:
		section = strconv.Itoa(f.Section)
	}
	return path.WithQuery(base, append(more, "abschnitt", section, "haltung", stanceWord(f.Stance), "land", f.State, "groesse", f.Size.Key)...)
}

// showTable shows who says what, side by side or by section.
func (s *server) showTable(c *page.Context, id int64) error {
	by, f := c.Viewer(), filterOf(c)
	list := c.Query("ansicht") == asList
	f.PerPage = consultation.ColumnsPerPage
	if list {
		f.PerPage = consultation.ListedPerPage
	}
	t, err := s.Consulted.Table(c.Ctx(), by, id, f)
	if err != nil {
		return err
	}
	x, start := t.Consultation, path.To(path.PositionTable, id)
	page := pages.Table{Start: start, Disclosed: t.Disclosed, Total: t.Total, AsTable: !list, Filter: filterForm(x, f)}
	page.Base, page.Back = below(c, x, "Stellungnahmen")
	page.Back.Text = "Zurück zur Beteiligung"
	page.Filtered = f.Section != 0 || f.Stance != "" || f.State != "" || f.Size.Key != ""
	page.Note, page.TookPart, page.Closed = noteOf(by, t), tookPart(t), closed(t, by)
	if t.Disclosed {
		page.Bars = barsOf(t, f)
	}
	shown := ""
	if list {
		shown = asList
	}
	page.Filter.View = shown
	page.Tabs = []templates.Tab{{Href: query(start, f), Text: "Nebeneinander", Count: -1, Current: !list},
		{Href: query(start, f, "ansicht", asList), Text: "Nach Abschnitten", Count: -1, Current: list}}
	for _, o := range t.Organisations {
		page.Columns = append(page.Columns, columnOf(o))
	}
	page.Rows = rowsOf(t, f)
	if t.Total > 0 {
		page.CSV = query(path.To(path.ExportPositions, id), f)
	}
	page.Pages = templates.Pages{Current: t.Page, Last: t.Last, Href: func(n int) string {
		return query(start, f, "ansicht", shown, "seite", strconv.Itoa(n))
	}}
	return c.Render(http.StatusOK, pages.TablePage(page))
}

func filterForm(x consultation.Consultation, f consultation.Filter) pages.Filter {
	out := pages.Filter{Stance: stanceWord(f.Stance), State: f.State, States: view.StateOptions(), Size: f.Size.Key, Sizes: view.SizeOptions(),
		Sections: []templates.Option{{Text: "alle"}}, Stances: []templates.Option{{Text: "alle"}}}
	switch {
	case f.Section > 0:
		out.Section = strconv.Itoa(f.Section)
	case f.Section < 0:
		out.Section = remarks
	}
	for _, section := range x.Sections {
		out.Sections = append(out.Sections, templates.Option{Value: strconv.Itoa(section.Number), Text: sectionName(section)})
	}
	out.Sections = append(out.Sections, templates.Option{Value: remarks, Text: "Anmerkungen zum Ganzen"})
	for _, stance := range consultation.Stances {
		out.Stances = append(out.Stances, templates.Option{Value: stanceWord(stance), Text: stance.German()})
	}
	return out
}

func sectionName(s consultation.Section) string { return strconv.Itoa(s.Number) + ". " + s.Heading }

// closed reports whether the viewer sees no position at all: neither those of others nor
// their own.
func closed(t consultation.Table, by account.Viewer) bool { return !t.Disclosed && !by.SignedIn() }

func tookPart(t consultation.Table) string {
	if !t.Disclosed {
		return ""
	}
	return templates.Plural(t.TookPart, "Organisation hat", "Organisationen haben") + " Stellung genommen."
}

// barsOf shows the figures of the sections, of the Land and size that are chosen.
func barsOf(t consultation.Table, f consultation.Filter) (out []pages.Bar) {
	for _, section := range t.Consultation.Sections {
		figures, former := t.Figures[section.Number], ""
		if n := t.Former[section.Number]; n > 0 {
			former = "davon " + formerWords(n)
		}
		f.Section = section.Number
		out = append(out, pages.Bar{Former: former, Section: sectionName(section), None: figures.Total() == 0,
			Href:  query(path.To(path.PositionTable, t.Consultation.ID), f, "ansicht", asList) + "#stellungnahmen",
			Parts: barParts(figures)})
	}
	return out
}

func columnOf(o organisation.Organisation) pages.Column {
	out := pages.Column{Name: o.Name, Facts: o.State}
	if o.Named() {
		out.Href = path.Organisation(o.ID, o.Name)
	}
	return out
}

// rowsOf lays the positions out by section, those on the whole last.
func rowsOf(t consultation.Table, f consultation.Filter) (out []pages.Row) {
	for _, section := range append(slices.Clone(t.Consultation.Sections), consultation.Section{}) {
		number := section.Number
		if f.Section > 0 && number != f.Section || f.Section < 0 && number != 0 {
			continue
		}
		row := rowOf(t, section)
		if number == 0 && !said(row) {
			continue
		}
		out = append(out, row)
	}
	return out
}

func said(r pages.Row) bool {
	return slices.ContainsFunc(r.Cells, func(c pages.Cell) bool { return c.Said.Stance != "" })
}

// rowOf is what the organisations of the page say about a section, which is zero for the
// whole.
func rowOf(t consultation.Table, section consultation.Section) pages.Row {
	row := pages.Row{ID: "zeile-" + strconv.Itoa(section.Number), Section: sectionName(section)}
	if section.Number == 0 {
		row.Section = "Anmerkung zum Ganzen"
	}
	for _, o := range t.Organisations {
		cell := pages.Cell{Column: columnOf(o)}
		if p, ok := t.Positions[o.ID][section.Number]; ok {
			cell.Said = saidOf(p, section)
			if p.By == "" {
				cell.Said.At = p.ChangedAt
			} else {
				cell.Said.History = path.To(path.PositionHistory, t.Consultation.ID, p.ID)
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// exportPositions sends the positions that pass the filter as a table. It names no person,
// because what has left the forum cannot be taken back.
func (s *server) exportPositions(c *page.Context, id int64) error {
	t, err := s.Consulted.Table(c.Ctx(), c.Viewer(), id, filterOf(c))
	if err != nil {
		return err
	}
	if closed(t, c.Viewer()) {
		return c.SeeOther(path.To(path.PositionTable, id)) // says why, and lets them sign in
	}
	c.ReleaseSnapshot()
	rows := [][]string{{"Abschnitt", "Überschrift", "Organisation", "Art", "Land", "Einwohner", "Haltung", "Gewünschte Fassung",
		"Begründung", "Fassung des Abschnitts", "Zuletzt geändert"}}
	for _, o := range t.Organisations {
		for _, section := range append(slices.Clone(t.Consultation.Sections), consultation.Section{Heading: "Anmerkung zum Ganzen"}) {
			p, ok := t.Positions[o.ID][section.Number]
			if !ok {
				continue
			}
			number, wording := strconv.Itoa(section.Number), strconv.Itoa(p.Wording)
			if section.Number == 0 {
				number, wording = "", ""
			}
			rows = append(rows, []string{number, headingAt(section, p.Wording), o.Name, o.Kind.German(), o.State, inhabitants(t, o.ID),
				p.Stance.German(), p.Proposal, p.Reasons, wording, templates.DayText(p.ChangedAt)})
		}
	}
	return view.SendCSV(c, "beteiligung-"+strconv.FormatInt(id, 10), rows)
}

// inhabitants is for how many people an organisation stands, "" where it has none.
func inhabitants(t consultation.Table, organisation int64) string {
	if n := t.Inhabitants[organisation]; n > 0 {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// headingAt is the heading of a section in the wording to which a position refers.
func headingAt(s consultation.Section, wording int) string {
	for _, f := range s.Former {
		if f.Number == wording && s.Number != 0 {
			return f.Heading
		}
	}
	return s.Heading
}

// printedPerPage is how many organisations one page of a print holds.
const printedPerPage = 100

// printedRow is a row of a print, which names no person and leads nowhere: paper is
// passed on.
func printedRow(t consultation.Table, section consultation.Section) pages.Row {
	row := rowOf(t, section)
	for i := range row.Cells {
		row.Cells[i].Said.By, row.Cells[i].Said.History = "", ""
	}
	return row
}

// showPrint shows the whole consultation with all positions, as it is printed.
func (s *server) showPrint(c *page.Context, id int64) error {
	t, err := s.Consulted.Table(c.Ctx(), c.Viewer(), id, consultation.Filter{PerPage: printedPerPage, Page: c.PageNumber()})
	if err != nil {
		return err
	}
	x := t.Consultation
	page := pages.Print{Mark: x.Standing.German(), Note: noteOf(c.Viewer(), t), TookPart: tookPart(t),
		Stand: "Stand: " + templates.MomentText(c.Now()), Back: path.Consultation(id, x.Title)}
	page.Base, _ = below(c, x, "Drucken")
	page.Title = x.Title
	if page.Facts, err = s.facts(c, x); err != nil {
		return err
	}
	if x.Outcome.HTML != "" {
		page.Intro = append(page.Intro, pages.Part{Heading: "Ergebnis", Body: x.Outcome.HTML})
	}
	if x.Intro.HTML != "" {
		page.Intro = append(page.Intro, pages.Part{Heading: "Worum es geht", Body: x.Intro.HTML})
	}
	for _, section := range x.Sections {
		page.Sections = append(page.Sections, partOf(section, t))
		page.Rows = append(page.Rows, printedRow(t, section))
	}
	page.Remarks = printedRow(t, consultation.Section{})
	page.Pages = templates.Pages{Current: t.Page, Last: t.Last, Href: func(n int) string {
		return path.WithQuery(path.To(path.PrintConsultation, id), "seite", strconv.Itoa(n))
	}}
	return c.Render(http.StatusOK, pages.PrintPage(page))
}
