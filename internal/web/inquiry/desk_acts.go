package inquiry

import (
	"net/http"
	"strconv"

	"kommunalforum/internal/account"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// deskAct is an act of the desk with a form of its own below
// /schreibtisch/{number}/{segment}. Those that need more than a reason name their
// controls; the form shows the reason by itself where one is wanted.
type deskAct struct {
	segment string
	link    string // as it is offered on the inquiry's page
	heading string
	lead    string
	send    string
	act     inquiry.Act // of the workflow; "" for acts beside it
	can     func(by account.Viewer, p inquiry.Page) bool
	reason  string // label of the reason, "" where none is ever given
	fields  func(d *deskForm) error
	do      func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error
}

// offered reports whether by may do the act now.
func (a deskAct) offered(by account.Viewer, p inquiry.Page) bool {
	if a.can != nil {
		return a.can(by, p)
	}
	return p.Can(by, a.act)
}

// deskForm is what the controls of an act are made from.
type deskForm struct {
	s        *server
	c        *page.Context
	page     inquiry.Page
	sent     bool
	problems templates.Problems
	controls []pages.Control
}

// value is what was typed, or the preset of a form that is shown first.
func (d *deskForm) value(name, preset string) string {
	if d.sent {
		return d.c.Request.PostFormValue(name)
	}
	return preset
}

func (d *deskForm) line(f templates.Field, preset string) {
	f.Value, f.Error = d.value(f.Name, preset), d.problems.For(f.Name)
	d.controls = append(d.controls, pages.Control{Line: &f})
}

func (d *deskForm) date(f templates.Field, preset string) {
	f.Value, f.Error = d.value(f.Name, preset), d.problems.For(f.Name)
	d.controls = append(d.controls, pages.Control{Date: &f})
}

func (d *deskForm) area(f templates.Area) {
	f.Value, f.Error, f.Limit = d.value(f.Name, ""), d.problems.For(f.Name), markdown.MaxLength
	d.controls = append(d.controls, pages.Control{Area: &f})
}

func (d *deskForm) choice(f templates.Choice, preset string) {
	f.Value, f.Error = d.value(f.Name, preset), d.problems.For(f.Name)
	d.controls = append(d.controls, pages.Control{Select: &f})
}

// deskActs are the acts with a form, in the order in which they are offered.
var deskActs = []deskAct{
	{segment: "pruefen", link: "Nur prüfen", heading: "Prüfung beginnen", send: "Prüfung beginnen", act: inquiry.ActExamine,
		lead: "Der Vorgang ist dann in Prüfung und noch niemandem zugewiesen.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Examine(c.Ctx(), by, number, in)
		}},
	{segment: "zuweisen", link: "Zuweisen", heading: "Vorgang zuweisen", send: "Zuweisen", act: inquiry.ActAssign,
		reason: "Hinweis für die Bearbeitung",
		lead:   "Wer den Vorgang bearbeitet, sieht nur das Programmmanagement.", fields: assignFields,
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Assign(c.Ctx(), by, number, inquiry.AssignInput{Basis: in, Assignee: c.FormNumber("an"),
				Substitute: readChoice(c, "vertretung")})
		}},
	{segment: "beginnen", link: "Bearbeitung beginnen", heading: "Bearbeitung beginnen", send: "Beginnen", act: inquiry.ActBegin, reason: "Grund",
		lead: "Der Vorgang ist dann in Bearbeitung.",
		can:  func(by account.Viewer, p inquiry.Page) bool { return p.Can(by, inquiry.ActBegin) && !p.Mine(by) },
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Begin(c.Ctx(), by, number, in)
		}},
	{segment: "antwort", link: "Antwort schreiben", heading: "Antwort schreiben",
		can: func(by account.Viewer, p inquiry.Page) bool {
			return p.CanDraft(by) || p.Can(by, inquiry.ActEnterReply)
		}},
	{segment: "freigabe", link: "Antwort prüfen und freigeben", heading: "Antwort prüfen und freigeben", act: inquiry.ActRelease},
	{segment: "rueckfrage", link: "Rückfrage stellen", heading: "Rückfrage stellen", send: "Rückfrage senden", act: inquiry.ActAskBack,
		reason: "Grund",
		lead:   "Die fragende Stelle und alle, die die Frage unterstützen, lesen die Rückfrage. Bis zur Rückmeldung ruht die Frist.",
		fields: func(d *deskForm) error {
			d.area(templates.Area{Name: "text", Label: "Rückfrage", Markdown: true})
			return nil
		},
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.AskBack(c.Ctx(), by, number, inquiry.AskBackInput{Basis: in, Text: c.Request.PostFormValue("text"), Once: c.OnceKey()})
		}},
	{segment: "zusammenfuehren", link: "Mit gleicher Frage zusammenführen", heading: "Mit einer gleichen Frage zusammenführen",
		send: "Zusammenführen", act: inquiry.ActMerge,
		lead: "Beide Fragen werden dann im anderen Vorgang beantwortet. Wer diese Frage gestellt hat oder unterstützt, liest dort mit. " +
			"Das lässt sich rückgängig machen.",
		fields: func(d *deskForm) error {
			d.line(templates.Field{Name: "ziel", Label: "Nummer des anderen Vorgangs", Hint: "Zum Beispiel FPM-2026-0042", MaxLength: 20}, "")
			return nil
		},
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Acts.MergeInquiries(c.Ctx(), by, number, inquiry.MergeInput{Basis: in, Into: c.FormText("ziel")})
		}},
	{segment: "trennen", link: "Zusammenführung aufheben", heading: "Zusammenführung aufheben", send: "Trennen", act: inquiry.ActUnmerge,
		reason: "Grund",
		lead:   "Der Vorgang kehrt in seinen früheren Stand zurück, mit allen, die ihn unterstützen. Den Grund liest nur das Programmmanagement.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Acts.UnmergeInquiry(c.Ctx(), by, number, in)
		}},
	{segment: "abgeben", link: "An andere Stelle abgeben", heading: "An die zuständige Stelle abgeben", send: "Abgeben", act: inquiry.ActHandOver,
		lead: "Die fragende Stelle liest die Abgabenachricht. Die Frist ruht, bis die zuständige Stelle antwortet.",
		fields: func(d *deskForm) error {
			d.line(templates.Field{Name: "stelle", Label: "Zuständige Stelle", MaxLength: 160}, "")
			d.area(templates.Area{Name: "text", Label: "Abgabenachricht", Markdown: true})
			return nil
		},
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.HandOver(c.Ctx(), by, number, inquiry.HandOverInput{Basis: in, Body: c.FormText("stelle"),
				Note: c.Request.PostFormValue("text"), Once: c.OnceKey()})
		}},
	{segment: "zurueckholen", link: "Von der anderen Stelle zurückholen", heading: "Vorgang zurückholen", send: "Zurückholen",
		act: inquiry.ActTakeBack, reason: "Grund",
		lead: "Der Vorgang ist dann wieder in Prüfung, und die Frist läuft weiter. Den Grund liest nur das Programmmanagement.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.TakeBack(c.Ctx(), by, number, in)
		}},
	{segment: "zurueckgeben", link: "Zurück in die Prüfung", heading: "Zurück in die Prüfung geben", send: "Zurückgeben",
		act: inquiry.ActGiveBack, reason: "Grund",
		lead: "Der Vorgang ist dann niemandem mehr zugewiesen. Den Grund liest nur das Programmmanagement.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.ReturnToExamination(c.Ctx(), by, number, in)
		}},
	{segment: "ablehnen", link: "Nicht annehmen", heading: "Frage nicht annehmen", send: "Nicht annehmen", act: inquiry.ActDecline, reason: "Grund",
		lead: "Die fragende Stelle liest den Grund. Schreiben Sie bitte auch, wohin sie sich wenden kann.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Decline(c.Ctx(), by, number, in)
		}},
	{segment: "wieder-aufnehmen", link: "Wieder aufnehmen", heading: "Frage wieder aufnehmen", send: "Wieder aufnehmen",
		act: inquiry.ActReopen, reason: "Grund",
		lead: "Der Vorgang ist dann wieder in Prüfung, mit neuer Frist. Die fragende Stelle liest den Grund.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Reopen(c.Ctx(), by, number, in)
		}},
	{segment: "ueberarbeiten", link: "Neue Fassung der Antwort beginnen", heading: "Neue Fassung beginnen", send: "Beginnen",
		act: inquiry.ActRevise, reason: "Grund",
		lead: "Die bisherige Fassung bleibt sichtbar, bis die neue veröffentlicht ist. Die fragende Stelle liest den Grund.",
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Revise(c.Ctx(), by, number, in)
		}},
	{segment: "antwort-zurueckziehen", link: "Offizielle Antwort zurückziehen", heading: "Offizielle Antwort zurückziehen",
		send: "Zurückziehen", reason: "Grund",
		lead: "Die Fassung bleibt lesbar, mit dem Grund darüber. Wählen Sie das nur, wenn sie falsch ist; sonst schreiben Sie eine neue Fassung.",
		can:  func(_ account.Viewer, p inquiry.Page) bool { return p.Desk != nil && len(releasedOf(p)) > 0 }, fields: retractFields,
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Acts.RetractAnswer(c.Ctx(), by, number, int(c.FormNumber("fassung")), in)
		}},
	{segment: "themenfeld", link: "Bereich ändern", heading: "Bereich ändern", send: "Ändern", reason: "Hinweis",
		lead: "Die Moderation des neuen Bereichs liest die Frage dann mit.",
		can:  func(by account.Viewer, p inquiry.Page) bool { return p.CanSort(by) }, fields: sortFields,
		do: func(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
			return s.Inquiries.Sort(c.Ctx(), by, number, inquiry.SortInput{Basis: in, Board: c.FormNumber("themenfeld")})
		}},
	{segment: "wiedervorlage", link: "Wiedervorlage", heading: "Wiedervorlage", send: "Speichern",
		lead: "An diesem Tag erscheint der Vorgang auf dem Schreibtisch unter „Wiedervorlage“. Ohne Datum entfällt sie.",
		can:  func(by account.Viewer, p inquiry.Page) bool { return p.CanNote(by) },
		fields: func(d *deskForm) error {
			today := catalogue.DateOf(d.c.Now())
			d.date(templates.Field{Name: "datum", Label: "Datum", Earliest: string(today), Optional: true}, d.page.Desk.Tickler.German())
			return nil
		}, do: setTickler},
}

func setTickler(s *server, c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
	var check fault.Check
	date := readDate(&check, c, "datum")
	if err := check.Err(); err != nil {
		return err
	}
	return s.Inquiries.SetTickler(c.Ctx(), by, number, date, in)
}

// readDate reads a date of a form; "" is none.
func readDate(check *fault.Check, c *page.Context, name string) catalogue.Date {
	text := c.FormText(name)
	if text == "" {
		return ""
	}
	date, err := catalogue.ParseDate(text)
	if err != nil {
		check.Add(name, "%s", fault.SentenceOf(err))
	}
	return date
}

// readChoice reads a choice that may be left open; 0 is none. What is no choice is -1,
// which nobody has, so that it is not taken for none.
func readChoice(c *page.Context, name string) int64 {
	text := c.FormText(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return -1
	}
	return n
}

func assignFields(d *deskForm) error {
	people := []templates.Option{}
	for _, p := range d.page.Desk.Staff {
		people = append(people, templates.Option{Value: strconv.FormatInt(p.ID, 10), Text: p.Name})
	}
	preset := func(id int64) string {
		if id == 0 {
			return ""
		}
		return strconv.FormatInt(id, 10)
	}
	d.choice(templates.Choice{Name: "an", Label: "In Bearbeitung bei", Options: append([]templates.Option{{Text: "Bitte wählen"}}, people...)},
		preset(d.page.Desk.Assignee.ID))
	d.choice(templates.Choice{Name: "vertretung", Label: "Vertretung", Optional: true, Options: append([]templates.Option{{Text: "niemand"}},
		people...)}, preset(d.page.Desk.Substitute.ID))
	return nil
}

func sortFields(d *deskForm) error {
	boards, err := d.s.boardOptions(d.c)
	d.choice(templates.Choice{Name: "themenfeld", Label: "Bereich", Options: boards}, strconv.FormatInt(d.page.Board.ID, 10))
	return err
}

func releasedOf(p inquiry.Page) []inquiry.AnswerVersion {
	var out []inquiry.AnswerVersion
	for _, v := range p.Answers {
		if v.State == inquiry.ReleasedVersion && v.Number == p.Number {
			out = append(out, v)
		}
	}
	return out
}

func retractFields(d *deskForm) error {
	var versions []templates.Option
	for _, v := range releasedOf(d.page) {
		versions = append(versions, templates.Option{Value: strconv.Itoa(v.Version), Text: "Fassung " + strconv.Itoa(v.Version) +
			" vom " + templates.DayText(v.ReleasedAt)})
	}
	d.choice(templates.Choice{Name: "fassung", Label: "Fassung", Options: versions}, "")
	return nil
}

// showDeskAct shows the form of an act, if by may do it now.
func (s *server) showDeskAct(a deskAct) page.Handler {
	return func(c *page.Context) error {
		p, err := s.deskInquiry(c)
		if err != nil {
			return err
		}
		if !a.offered(c.Viewer(), p) {
			return notNow(p)
		}
		return s.deskActPage(c, http.StatusOK, a, deskForm{page: p}, "")
	}
}

// deskInquiry loads the inquiry of the address for the desk.
func (s *server) deskInquiry(c *page.Context) (inquiry.Page, error) {
	p, err := s.Inquiries.Show(c.Ctx(), c.Viewer(), c.Param("number"))
	if err == nil && p.Desk == nil {
		err = inquiry.ErrNotDesk
	}
	return p, err
}

func notNow(p inquiry.Page) error {
	return fault.Of(fault.Conflict, "Der Vorgang ist „"+p.State.German()+"“. In diesem Stand ist das nicht möglich.")
}

func (s *server) deskActPage(c *page.Context, status int, a deskAct, d deskForm, stale string) error {
	by, p := c.Viewer(), d.page
	d.s, d.c = s, c
	if a.fields != nil {
		if err := a.fields(&d); err != nil {
			return err
		}
	}
	wanted := a.act == "" || p.ReasonWanted(by, a.act)
	if a.reason != "" && (wanted || a.act == inquiry.ActAssign) {
		d.line(templates.Field{Name: "grund", Label: a.reason, MaxLength: inquiry.MaxReason, Optional: a.act == inquiry.ActAssign ||
			a.segment == "themenfeld"}, "")
	}
	page := pages.Act{
		Base: c.Base(a.heading, templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Href: path.Inquiry(p.Number), Text: p.Number},
			templates.Crumb{Text: a.heading})...),
		Heading: a.heading, Inquiry: p.Number + " · " + p.Title, Lead: a.lead, Stale: stale,
		Action: path.To(path.DeskAct(a.segment), p.Number), Once: c.OnceKey(), Revision: revisionFor(c, p, stale != ""),
		Controls: d.controls, Send: a.send, Back: path.Inquiry(p.Number), Problems: d.problems,
	}
	material := materialOf(p)
	if err := linkMaterial(c, &material); err != nil {
		return err
	}
	page.Material = &material
	page.NoIndex = true
	if page.Keeps = c.KeepsDrafts(page.Action); page.Keeps {
		var err error
		if page.Drafts, err = c.Drafts(c.Ctx(), page.Action, page.Once); err != nil {
			return err
		}
	}
	return c.Render(status, pages.ActPage(page))
}

// revisionFor returns the revision that a form of the desk carries: the present
// one for a form that is shown first, or that shows what somebody else changed;
// the one it was sent with for a form that only comes back, so that a change in
// the meantime is still noticed.
func revisionFor(c *page.Context, p inquiry.Page, present bool) string {
	if sent := c.FormText("stand"); sent != "" && !present {
		return sent
	}
	return strconv.Itoa(p.Revision)
}

// doDeskAct does an act. The form comes back with what was typed when it has
// problems, or when somebody else changed the inquiry in the meantime.
func (s *server) doDeskAct(a deskAct) page.Handler {
	return func(c *page.Context) error {
		err := a.do(s, c, c.Viewer(), c.Param("number"), basisOf(c))
		if err == nil {
			return c.Announce(path.Inquiry(c.Param("number")), "vorgang")
		}
		wrong, invalid := page.Problems(err)
		stale := fault.Is(err, fault.Conflict)
		if !invalid && !stale {
			return err
		}
		p, loadErr := s.deskInquiry(c)
		if loadErr != nil || !a.offered(c.Viewer(), p) {
			return err
		}
		if stale {
			return s.deskActPage(c, http.StatusConflict, a, deskForm{page: p, sent: true}, fault.SentenceOf(err))
		}
		return s.deskActPage(c, http.StatusUnprocessableEntity, a, deskForm{page: p, sent: true, problems: wrong}, "")
	}
}
