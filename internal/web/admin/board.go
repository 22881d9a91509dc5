package admin

import (
	"strconv"

	"kommunalforum/internal/board"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/organisation"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// managedBoard reads the board that the address names, with its settings.
func (s *server) managedBoard(c *page.Context) (board.Managed, error) {
	return s.Boards.Managed(c.Ctx(), c.Viewer(), c.Param("slug"))
}

// editSettings shows the forms of a board.
func (s *server) editSettings(c *page.Context) error {
	now, err := s.managedBoard(c)
	if err != nil {
		return err
	}
	c.Settle(notify.Unattended, now.Board.ID)
	return s.settingsPage(c, now, textOf(now), settingsFields(c, now.Settings, now.Circles, nil))
}

func textOf(now board.Managed) pages.BoardText {
	return pages.BoardText{Name: now.Board.Name, Description: now.Board.Description, Limit: board.MaxDescription}
}

func (s *server) settingsPage(c *page.Context, now board.Managed, text pages.BoardText, in pages.BoardSettings) error {
	b := now.Board
	in.Public = b.Kind != board.Unsorted
	page := pages.Board{
		Base: s.adminBase(c, b.Name, templates.Crumb{Href: path.BoardSettings, Text: "Bereiche"}),
		Name: b.Name, Action: path.To(path.EditBoard, b.Slug), ShowHref: path.Board(b.Slug),
		Archived: b.Archived, Closable: b.Kind != board.Unsorted, Text: text, Settings: in,
	}
	return c.RenderForm(append(text.Problems, in.Problems...), pages.BoardPage(page))
}

// settingsFields fills the fields of a board's settings.
func settingsFields(c *page.Context, in board.Settings, circles []board.Circle, wrong templates.Problems) pages.BoardSettings {
	out := pages.BoardSettings{
		Audience: string(in.Audience), FourEyes: in.FourEyes, Indexable: in.Indexable, FirstReview: in.FirstReview, SemiAnonymous: in.SemiAnonymous,
		Confirm: wrong.For("bestaetigung") != "" || c.Ticked("bestaetigung"), Loss: wrong.For("verlust") != "" || c.Ticked("verlust"),
		Problems: wrong,
	}
	if wrong != nil {
		out.Reason = c.FormText("grund")
	}
	for _, k := range organisation.Kinds {
		out.Kinds = append(out.Kinds, pages.Tick{Value: string(k), Text: k.German(), Checked: in.Admits(k)})
	}
	for _, x := range circles {
		out.Circles = append(out.Circles, pages.Tick{Value: strconv.FormatInt(x.ID, 10), Text: x.Name, Checked: in.AdmitsCircle(x.ID)})
	}
	return out
}

// settingsIn reads the fields of a board's settings.
func settingsIn(c *page.Context) board.Settings {
	in := board.Settings{Audience: board.Audience(c.FormText("sichtbar")), FourEyes: c.Ticked("vieraugen"), Indexable: c.Ticked("auffindbar"),
		FirstReview: c.Ticked("erstbeitrag"), SemiAnonymous: c.Ticked("verdeckt")}
	for _, k := range c.Request.PostForm["arten"] {
		in.Kinds = append(in.Kinds, organisation.Kind(k))
	}
	for _, id := range c.Request.PostForm["gruppen"] {
		n, _ := strconv.ParseInt(id, 10, 64) // there is no group 0, so what cannot be read is refused
		in.Circles = append(in.Circles, n)
	}
	return in
}

func boardTextOf(c *page.Context) board.Text {
	return board.Text{Name: c.FormText("name"), Description: c.FormText("beschreibung")}
}

// saveSettings changes a board's settings. What lets more people read what stands there
// already, or takes sight of their own words from some, needs a second, deliberate
// sending.
func (s *server) saveSettings(c *page.Context) error {
	now, err := s.managedBoard(c)
	if err != nil {
		return err
	}
	in := settingsIn(c)
	again := func(wrong templates.Problems) error {
		return s.settingsPage(c, now, textOf(now), settingsFields(c, in, now.Circles, wrong))
	}
	if wrong, ok := page.Problems(in.Check(c.FormText("grund"))); ok { // before consequences that it cannot have
		return again(wrong)
	}
	wrong, err := s.consequences(c, now, in)
	if err != nil {
		return err
	}
	if wrong != nil {
		return again(wrong)
	}
	err = s.Boards.Configure(c.Ctx(), c.Viewer(), now.Board.ID, in, c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return again(p)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.BoardSettings+"#bereich-"+now.Board.Slug, "verwaltet")
}

// consequences are those of new settings that nobody confirmed yet.
func (s *server) consequences(c *page.Context, now board.Managed, in board.Settings) (wrong templates.Problems, err error) {
	if now.Settings.Widens(in) && !c.Ticked("bestaetigung") {
		wrong = append(wrong, templates.Problem{Field: "bestaetigung",
			Text: "Mit dieser Einstellung lesen mehr Menschen mit, auch alles, was schon geschrieben ist. Bitte bestätigen Sie das."})
	}
	if !now.Settings.Narrows(in) || c.Ticked("verlust") {
		return wrong, nil
	}
	loss, err := s.Forum.LossBy(c.Ctx(), c.Viewer(), now.Board.ID, in)
	if err != nil || loss.People == 0 {
		return wrong, err
	}
	who := templates.Plural(loss.People, "Mitglied hat", "Mitglieder haben") + " hier gefragt oder geantwortet"
	if loss.Questions > 0 {
		who += " (" + templates.Plural(loss.Questions, "Frage", "Fragen") + ")"
	}
	return append(wrong, templates.Problem{Field: "verlust", Text: who +
		". Mit dieser Einstellung geht der Zugang verloren, auch der zu den eigenen Beiträgen. Bitte bestätigen Sie das."}), nil
}

// saveBoardText changes what a board says about itself.
func (s *server) saveBoardText(c *page.Context) error {
	now, err := s.managedBoard(c)
	if err != nil {
		return err
	}
	in := boardTextOf(c)
	err = s.Boards.Describe(c.Ctx(), c.Viewer(), now.Board.ID, in, c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.settingsPage(c, now, pages.BoardText{Name: in.Name, Description: in.Description, Limit: board.MaxDescription,
			Reason: c.FormText("grund"), Problems: p},
			settingsFields(c, now.Settings, now.Circles, nil))
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.EditBoard, now.Board.Slug), "verwaltet")
}

func (s *server) askArchive(c *page.Context) error   { return s.archivePage(c, true, nil) }
func (s *server) askReopen(c *page.Context) error    { return s.archivePage(c, false, nil) }
func (s *server) archiveBoard(c *page.Context) error { return s.archive(c, true) }
func (s *server) reopenBoard(c *page.Context) error  { return s.archive(c, false) }

// archivePage asks for the reason before a board is archived or opened again.
func (s *server) archivePage(c *page.Context, archived bool, wrong templates.Problems) error {
	now, err := s.managedBoard(c)
	if err != nil {
		return err
	}
	back := path.To(path.EditBoard, now.Board.Slug)
	page := templates.Confirm{Heading: "Bereich wieder öffnen", Send: "Wieder öffnen", Action: path.To(path.ReopenBoard, now.Board.Slug), Back: back,
		WithReason: true, ReasonHint: reasonLogged, Reason: c.FormText("grund"), Problems: wrong,
		Text: "Im Bereich „" + now.Board.Name + "“ kann danach wieder gefragt und geantwortet werden."}
	if archived {
		page.Heading, page.Send, page.Action = "Bereich archivieren", "Archivieren", path.To(path.ArchiveBoard, now.Board.Slug)
		page.Text = "Im Bereich „" + now.Board.Name +
			"“ kann danach niemand mehr fragen oder antworten. Alles bleibt zu lesen und zu finden; der Bereich steht am Ende der Liste."
	}
	page.Base = s.adminBase(c, page.Heading, templates.Crumb{Href: path.BoardSettings, Text: "Bereiche"},
		templates.Crumb{Href: back, Text: now.Board.Name})
	return c.RenderForm(wrong, templates.ConfirmPage(page))
}

func (s *server) archive(c *page.Context, archived bool) error {
	now, err := s.managedBoard(c)
	if err != nil {
		return err
	}
	err = s.Boards.Archive(c.Ctx(), c.Viewer(), now.Board.ID, archived, c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.archivePage(c, archived, p)
	}
	done := page.Done{Act: "board.reopen", Subject: "board", ID: now.Board.ID}
	if archived {
		done.Act = "board.archive"
	}
	return c.Decided(err, path.BoardSettings+"#bereich-"+now.Board.Slug, "verwaltet", done)
}
