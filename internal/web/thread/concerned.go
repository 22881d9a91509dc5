package thread

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/germany"
	"kommunalforum/internal/support"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// concernedPerPage is how many organisations a page of the list shows.
const concernedPerPage = 50

// showConcerned shows whom a thread concerns.
func (s *server) showConcerned(c *page.Context, id int64) error {
	return s.concernedPage(c, http.StatusOK, id, nil)
}

func (s *server) concernedPage(c *page.Context, status int, id int64, sent *pages.NoteForm) error {
	by := c.Viewer()
	x, err := s.Forum.Concerned(c.Ctx(), by, id)
	if err != nil && sent == nil {
		return s.merged(c, id, err)
	}
	if err != nil {
		return err
	}
	address, title := path.To(path.Concerned, id), x.Thread.Title
	out := pages.Concerned{Base: c.Base("Wen betrifft das? "+title, templates.SectionBoards, templates.Crumb{Href: path.Board(x.Thread.Board.Slug),
		Text: x.Thread.Board.Name}, templates.Crumb{Href: path.Thread(id, title), Text: title}, templates.Crumb{Text: "Wen betrifft das?"}),
		Thread: templates.Link{Href: path.Thread(id, title), Text: title}, Address: address, States: view.StateOptions(), Sizes: view.SizeOptions()}
	out.NoIndex = true
	if x.Supporters.Organisations > 0 {
		out.Figures = view.Supporters(x.Supporters)
	}
	if x.CanNote(by) {
		out.Note = noteForm(x, by.Organisation.ID, id, sent)
	}
	f := concernedFilter(c)
	out.State, out.Size, out.Order, out.Filtered = f.state, f.size.Key, f.order, f.state != "" || f.size.Key != ""
	found := f.apply(x.Voices)
	if out.Map, err = s.mapOf(c, found); err != nil {
		return err
	}
	last := max(1, (len(found)+concernedPerPage-1)/concernedPerPage)
	current := min(c.PageNumber(), last)
	from := (current - 1) * concernedPerPage
	out.Total = len(found)
	out.Pages = templates.Pages{Current: current, Last: last, Href: func(n int) string {
		return path.WithQuery(address, "land", f.state, "groesse", f.size.Key, "sortierung", f.order, "seite", strconv.Itoa(n))
	}}
	for _, v := range found[from:min(from+concernedPerPage, len(found))] {
		out.Rows = append(out.Rows, concernedRow(v, by.Moderates(x.Thread.Board.ID), id))
	}
	return c.Render(status, pages.ConcernedPage(out))
}

func noteForm(x forum.Concerned, organisation, id int64, sent *pages.NoteForm) *pages.NoteForm {
	out := &pages.NoteForm{}
	for _, v := range x.Voices {
		if v.Organisation.ID == organisation {
			out.Text, out.Revision, out.Removed = v.Note.Text, v.Note.Revision, v.Note.Removed
		}
	}
	if sent != nil {
		if sent.Present != nil { // a colleague was faster
			present := out.Text
			sent.Present, sent.Revision = &present, out.Revision
		}
		out = sent
	}
	out.Action, out.Limit = path.To(path.ConcernedNote, id), support.MaxNote
	return out
}

func concernedRow(v support.Voice, moderates bool, thread int64) pages.ConcernedRow {
	row := pages.ConcernedRow{Name: templates.Link{Text: v.OrganisationName()}, Land: v.Land(), Inhabitants: v.Inhabitants, Note: v.Note.Text,
		Removed: v.Note.Removed}
	if v.IsAlias() {
		row.Kind = "fragt semi-anonym"
		return row
	}
	row.Name.Href, row.Kind = path.Organisation(v.Organisation.ID, v.Organisation.Name), v.Organisation.Kind.German()
	if moderates && v.Note.Text != "" {
		row.RemoveHref = path.WithQuery(path.To(path.RemoveNote, thread), "wer", strconv.FormatInt(v.Organisation.ID, 10))
	}
	return row
}

// filterOfConcerned narrows and sorts the list.
type filterOfConcerned struct {
	state, order string
	size         catalogue.SizeClass
}

func concernedFilter(c *page.Context) filterOfConcerned {
	f := filterOfConcerned{state: c.Query("land"), order: c.Query("sortierung"), size: catalogue.SizeClassFor(c.Query("groesse"))}
	if !slices.Contains(catalogue.States(), f.state) {
		f.state = ""
	}
	if f.order != "land" && f.order != "gross" && f.order != "klein" {
		f.order = ""
	}
	return f
}

// apply returns the voices that pass, sorted; those without inhabitants come last.
func (f filterOfConcerned) apply(all []support.Voice) []support.Voice {
	out := slices.DeleteFunc(slices.Clone(all), func(v support.Voice) bool {
		return f.state != "" && v.Land() != f.state ||
			f.size.Key != "" && (v.Inhabitants < f.size.Least || f.size.Below > 0 && v.Inhabitants >= f.size.Below)
	})
	slices.SortStableFunc(out, func(a, b support.Voice) int {
		switch f.order {
		case "land":
			return cmp.Compare(a.Land(), b.Land())
		case "gross":
			return cmp.Compare(b.Inhabitants, a.Inhabitants)
		case "klein":
			return cmp.Or(cmp.Compare(min(b.Inhabitants, 1), min(a.Inhabitants, 1)), cmp.Compare(a.Inhabitants, b.Inhabitants))
		}
		return 0
	})
	return out
}

// outline is the path of the shape of Germany, which is drawn once: a new gazetteer does
// not change it.
type outline struct {
	mu   sync.Mutex
	path string
}

// mapOf draws where the organisations are; of aliases nothing is known, so they are on
// no map.
func (s *server) mapOf(c *page.Context, voices []support.Voice) (m pages.Map, err error) {
	placed := slices.DeleteFunc(slices.Clone(voices), func(v support.Voice) bool { return !v.Placed })
	if len(placed) == 0 {
		return m, nil
	}
	if m.Outline, err = s.outlinePath(c); err != nil {
		return m, err
	}
	slices.SortStableFunc(placed, func(a, b support.Voice) int { return cmp.Compare(b.Inhabitants, a.Inhabitants) }) // small ones on top
	for _, v := range placed {
		p := germany.At(v.Position.Lat, v.Position.Lon)
		m.Dots = append(m.Dots, pages.Dot{X: decimal(p.X), Y: decimal(p.Y), R: decimal(germany.Radius(v.Inhabitants))})
	}
	m.Text = "Karte von Deutschland mit " + templates.Plural(len(placed), "betroffenen Organisation", "betroffenen Organisationen") +
		". Die Tabelle nennt sie."
	return m, nil
}

func (s *server) outlinePath(c *page.Context) (string, error) {
	s.outline.mu.Lock()
	known := s.outline.path
	s.outline.mu.Unlock()
	if known != "" {
		return known, nil
	}
	places, err := s.Catalogue.Places(c.Ctx())
	if err != nil {
		return "", err
	}
	points := make([]germany.Point, len(places))
	for i, p := range places {
		points[i] = germany.At(p[0], p[1])
	}
	known = germany.Outline(points)
	s.outline.mu.Lock()
	s.outline.path = known
	s.outline.mu.Unlock()
	return known, nil
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// saveNote says what exactly concerns the viewer's organisation. If a colleague was
// faster the form comes back with both texts.
func (s *server) saveNote(c *page.Context, id int64) error {
	form := &pages.NoteForm{Text: c.FormText("notiz"), Revision: int(c.FormNumber("fassung"))}
	err := s.Forum.SaveNote(c.Ctx(), c.Viewer(), id, form.Revision, form.Text)
	if fault.Is(err, fault.Conflict) {
		form.Present = new(string)
		return s.concernedPage(c, http.StatusConflict, id, form)
	}
	if p, ok := page.Problems(err); ok {
		form.Problems = p
		return s.concernedPage(c, http.StatusUnprocessableEntity, id, form)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.Concerned, id), "notiz-gespeichert")
}

// askRemoveNote asks moderators for their reason.
func (s *server) askRemoveNote(c *page.Context, id int64) error { return s.removeNotePage(c, id, nil) }

func (s *server) removeNotePage(c *page.Context, id int64, wrong templates.Problems) error {
	x, err := s.Forum.Concerned(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !c.Viewer().Moderates(x.Thread.Board.ID) {
		return fault.Forbid("Das kann nur die Moderation dieses Bereichs.")
	}
	out := templates.Confirm{Base: c.Base("Notiz entfernen", templates.SectionBoards, templates.Crumb{Href: path.To(path.Concerned, id),
		Text: "Wen betrifft das?"}, templates.Crumb{Text: "Notiz entfernen"}), Heading: "Notiz entfernen",
		Text: "Die Organisation liest Ihren Grund anstelle der Notiz. „Betrifft uns auch“ bleibt.", Action: path.To(path.RemoveNote, id),
		Hidden: []templates.Link{{Href: "wer", Text: strconv.FormatInt(c.FormNumber("wer"), 10)}}, Send: "Entfernen",
		Back: path.To(path.Concerned, id), WithReason: true, Reason: c.FormText("grund"), Problems: wrong}
	out.NoIndex = true
	return c.RenderForm(wrong, templates.ConfirmPage(out))
}

// removeNote removes the note of an organisation.
func (s *server) removeNote(c *page.Context, id int64) error {
	err := s.Forum.RemoveNote(c.Ctx(), c.Viewer(), id, c.FormNumber("wer"), c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.removeNotePage(c, id, p)
	}
	if fault.Is(err, fault.NotFound) { // the thread may be out of sight
		if _, err := s.Forum.Thread(c.Ctx(), c.Viewer(), id); err != nil {
			return err
		}
	}
	return c.Removed(err, path.To(path.Concerned, id), "notiz-entfernt")
}
