package inquiry

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/once"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/inquiry"
)

// deskViews are the views of the queue.
var deskViews = []struct {
	value, text string
	narrow      func(*inquiry.Filter)
}{
	{"", "Alle", func(*inquiry.Filter) {}},
	{"meine", "Meine", func(f *inquiry.Filter) { f.Mine = true }},
	{"ueberfaellig", "Überfällig", func(f *inquiry.Filter) { f.Due = inquiry.Overdue }},
	{"wiedervorlage", "Wiedervorlage", func(f *inquiry.Filter) { f.Due = inquiry.TicklerDue }},
}

// showDesk shows the queue of programme management.
func (s *server) showDesk(c *page.Context) error {
	by := c.Viewer()
	view, state, slug := c.Query("sicht"), c.Query("zustand"), c.Query("bereich")
	filter := inquiry.Filter{After: c.Query("ab")}
	if known := inquiry.State(state); known.Valid() {
		filter.State = known
	}
	page := pages.Queue{
		Base:  c.Base("Schreibtisch", templates.SectionInquiries, inquiryCrumbs(templates.Crumb{Text: "Schreibtisch"})...),
		State: string(filter.State), Board: slug, AllHref: path.Desk, View: view,
		Filtered: view != "" || filter.State != "" || slug != "",
	}
	page.NoIndex = true
	if err := s.deskBoards(c, by, &page, &filter); err != nil {
		return err
	}
	for _, v := range deskViews {
		if v.value == view {
			v.narrow(&filter)
		}
	}
	in, err := s.Inquiries.Inbox(c.Ctx(), by, filter)
	if err != nil {
		return err
	}
	step, err := s.Inquiries.LastStep(c.Ctx())
	if err != nil {
		return err
	}
	page.Live = path.LiveOf(path.LiveDesk, 0, step)
	_, waiting, err := s.Privacy.Mentions(c.Ctx(), by)
	if err != nil {
		return err
	}
	if waiting > 0 {
		page.Names = templates.Link{Href: path.Mentions, Text: templates.Plural(waiting, "Text nennt", "Texte nennen") +
			" vermutlich ein ehemaliges Mitglied"}
	}
	for _, v := range deskViews {
		page.Tabs = append(page.Tabs, templates.Tab{Href: deskListPath(v.value, "", slug, ""), Text: v.text, Count: -1, Current: v.value == view})
	}
	page.States = []templates.Option{{Text: "offen (" + templates.Number(in.Open()) + ")"}}
	for _, state := range inquiry.States {
		page.States = append(page.States, templates.Option{Value: string(state), Text: state.German() + " (" +
			templates.Number(in.Counts[state]) + ")"})
	}
	for _, r := range in.Rows {
		page.Rows = append(page.Rows, queueRow(r))
	}
	if in.Next != "" {
		page.NextHref = deskListPath(view, string(filter.State), slug, in.Next)
	}
	return c.Render(http.StatusOK, pages.QueuePage(page))
}

// deskBoards offers the boards to choose from and reads the chosen one.
func (s *server) deskBoards(c *page.Context, by account.Viewer, page *pages.Queue, filter *inquiry.Filter) error {
	boards, err := s.Boards.List(c.Ctx(), by)
	if err != nil {
		return err
	}
	page.Boards = []templates.Option{{Text: "alle"}}
	for _, b := range boards {
		page.Boards = append(page.Boards, templates.Option{Value: b.Slug, Text: b.Name, Group: view.BoardGroup(b)})
		if b.Slug == page.Board {
			filter.Board = b.ID
		}
	}
	if filter.Board == 0 {
		page.Board = ""
	}
	return nil
}

func deskListPath(view, state, slug, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"sicht": view, "zustand": state, "bereich": slug, "ab": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path.Desk
	}
	return path.Desk + "?" + q.Encode()
}

func queueRow(r inquiry.DeskRow) pages.QueueRow {
	row := pages.QueueRow{Href: path.Inquiry(r.Number), Number: r.Number, Title: r.Title, State: inquiryState(r.State), Board: r.BoardName,
		Organisation: r.Organisation, Due: r.Due.German(), Tickler: r.Tickler.German(), TicklerDue: r.TicklerDue,
		Assignee: r.Assignee, Weight: r.Weight, DeskOnly: r.DeskOnly}
	switch {
	case r.Stopped:
		row.DueNote, row.DueTone = "ruht", templates.ToneMuted
	case r.Overdue:
		row.DueNote, row.DueTone = "überfällig", templates.ToneDanger
	case !r.State.Open():
		row.Due = ""
	}
	return row
}

// deskOf is the desk's side of an inquiry's page.
func deskOf(by account.Viewer, p inquiry.Page, d pages.Desk) *pages.Desk {
	side := p.Desk
	d.Facts = []templates.Fact{
		{Term: "In Bearbeitung bei", Text: side.Assignee.Name},
		{Term: "Vertretung", Text: side.Substitute.Name},
		{Term: "Wiedervorlage", Text: side.Tickler.German()},
	}
	if side.Draft != nil {
		d.Draft = templates.Link{Href: path.To(path.EditAnswer, p.Number), Text: "Entwurf der Fassung " + strconv.Itoa(side.Draft.Version)}
		if p.State == inquiry.ForRelease {
			d.Draft = templates.Link{Href: path.To(path.Release, p.Number), Text: d.Draft.Text + " lesen"}
		}
		d.Facts = append(d.Facts, templates.Fact{Term: "Geschrieben von", Text: strings.Join(side.Draft.Drafters, ", ")})
	}
	d.Main = nextStep(by, p)
	for _, a := range deskActs {
		if a.offered(by, p) && (d.Main == nil || d.Main.Href != path.To(path.DeskAct(a.segment), p.Number)) {
			d.Acts = append(d.Acts, templates.Link{Href: path.To(path.DeskAct(a.segment), p.Number), Text: a.link})
		}
	}
	d.NoteAction = path.To(path.NoteInquiry, p.Number)
	d.Notes = notesOf(p)
	return &d
}

func notesOf(p inquiry.Page) (out []pages.Note) {
	for _, n := range p.Desk.Notes {
		out = append(out, pages.Note{Author: view.Byline(n.Author), At: n.At, Body: n.HTML})
	}
	return out
}

// materialOf is what stays in view while the desk writes.
func materialOf(p inquiry.Page) pages.Material {
	return pages.Material{Question: p.HTML, Background: p.Background, Files: page.AttachedFiles(p.Files, p.HTML),
		Messages: messagesOf(p), Notes: notesOf(p)}
}

// linkMaterial links what the material and other texts of a page refer to.
func linkMaterial(c *page.Context, m *pages.Material, others ...*markdown.HTML) error {
	texts := append(others, &m.Question, &m.Background)
	for i := range m.Messages {
		texts = append(texts, &m.Messages[i].Body)
	}
	for i := range m.Notes {
		texts = append(texts, &m.Notes[i].Body)
	}
	return c.LinkReferences(texts...)
}

// nextStep is what the workflow expects of the viewer; nil while others have to
// act.
func nextStep(by account.Viewer, p inquiry.Page) *pages.Quick {
	quick := func(address, text string) *pages.Quick {
		return &pages.Quick{Action: path.To(path.DeskAct(address), p.Number), Revision: strconv.Itoa(p.Revision), Text: text}
	}
	form := func(address, text string) *pages.Quick {
		return &pages.Quick{Href: path.To(path.DeskAct(address), p.Number), Text: text}
	}
	switch {
	case p.CanTakeUp(by):
		return quick("uebernehmen", "Übernehmen")
	case p.Can(by, inquiry.ActBegin) && p.Mine(by):
		return quick("beginnen", "Bearbeitung beginnen")
	case p.Can(by, inquiry.ActBegin):
		return form("beginnen", "Bearbeitung beginnen")
	case p.CanDraft(by) && p.Desk.Draft != nil:
		return form("antwort", "Antwort weiterschreiben")
	case p.CanDraft(by):
		return form("antwort", "Antwort schreiben")
	case p.Can(by, inquiry.ActEnterReply):
		return form("antwort", "Antwort der Stelle eintragen")
	case p.Can(by, inquiry.ActRelease):
		return form("freigabe", "Antwort prüfen und freigeben")
	}
	return nil
}

// quickly does an act that needs nothing but a click.
func (s *server) quickly(do func(c *page.Context, by account.Viewer, number string, in inquiry.Basis) error) page.Handler {
	return func(c *page.Context) error {
		if err := do(c, c.Viewer(), c.Param("number"), basisOf(c)); err != nil {
			return err
		}
		return c.Announce(path.Inquiry(c.Param("number")), "vorgang")
	}
}

func (s *server) takeUpInquiry(c *page.Context) error {
	return s.quickly(func(c *page.Context, by account.Viewer, number string, in inquiry.Basis) error {
		return s.Inquiries.TakeUp(c.Ctx(), by, number, in)
	})(c)
}

// basisOf reads revision and reason of a form of the desk. A form without its
// revision is as good as an old one.
func basisOf(c *page.Context) inquiry.Basis {
	revision, err := strconv.Atoi(c.Request.PostFormValue("stand"))
	if err != nil || revision < 1 {
		revision = -1
	}
	return inquiry.Basis{Revision: revision, Reason: c.FormText("grund")}
}

// noteInquiry writes a Vermerk.
func (s *server) noteInquiry(c *page.Context) error {
	by, number := c.Viewer(), c.Param("number")
	form := pages.Desk{NoteOnce: c.OnceKey(), NoteText: c.Request.PostFormValue("text")}
	err := s.Inquiries.Note(c.Ctx(), by, number, inquiry.NoteInput{Text: form.NoteText, Once: form.NoteOnce})
	if wrong, ok := page.Problems(err); ok {
		form.NoteOnce = once.KeyAfter(err, form.NoteOnce)
		p, err := s.Inquiries.Show(c.Ctx(), by, number)
		if err != nil {
			return err
		}
		for _, p := range wrong {
			form.Problems = append(form.Problems, templates.Problem{Field: "vermerk", Text: p.Text})
		}
		return s.inquiryPage(c, http.StatusUnprocessableEntity, p, pages.Write{Once: once.NewKey()}, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.Inquiry(number)+"#vermerke", "vermerk")
}

// boardOptions are the boards into which an inquiry may be sorted.
func (s *server) boardOptions(c *page.Context) ([]templates.Option, error) {
	boards, err := s.Boards.List(c.Ctx(), c.Viewer())
	var out []templates.Option
	for _, b := range boards {
		if b.Audience != board.Restricted {
			out = append(out, templates.Option{Value: strconv.FormatInt(b.ID, 10), Text: b.Name, Group: view.BoardGroup(b)})
		}
	}
	return out, err
}
