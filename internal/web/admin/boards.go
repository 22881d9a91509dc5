package admin

import (
	"net/http"
	"strings"

	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

var audienceTones = map[board.Audience]templates.Tone{
	board.Public: templates.ToneSuccess, board.Members: templates.ToneNeutral, board.Restricted: templates.ToneWarning,
}

// showSettings lists all boards with their settings.
func (s *server) showSettings(c *page.Context) error {
	boards, err := s.Boards.All(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Boards{Base: s.adminBase(c, "Bereiche"), NewHref: path.NewBoard, Groups: []pages.BoardGroup{
		{ID: "themenfelder", Title: "Themenfelder des OZG"}, {ID: "weitere", Title: "Über das OZG hinaus"}}}
	for _, b := range boards {
		group := &page.Groups[1]
		if b.Kind == board.Subject {
			group = &page.Groups[0]
		}
		group.Boards = append(group.Boards, boardRow(b))
	}
	for _, g := range page.Groups {
		movable(g.Boards)
	}
	return c.Render(http.StatusOK, pages.BoardsPage(page))
}

func boardRow(b board.Board) pages.BoardRow {
	var marks []string
	for _, m := range []struct {
		on   bool
		word string
	}{{b.FirstReview, "erste Beiträge mit Freigabe"}, {b.SemiAnonymous, "teilanonyme Fragen"}, {b.FourEyes, "Vier-Augen-Prinzip"}, {b.Indexable,
		"für Suchmaschinen"}} {
		if m.on {
			marks = append(marks, m.word)
		}
	}
	return pages.BoardRow{Href: path.To(path.EditBoard, b.Slug), Anchor: "bereich-" + b.Slug, Name: b.Name, Audience: b.Audience.German(),
		Tone:     audienceTones[b.Audience],
		Archived: b.Archived, Marks: strings.Join(marks, ", "), Up: b.Kind != board.Unsorted, Down: b.Kind != board.Unsorted}
}

// movable leaves out the ways that lead nowhere: archived boards stay behind
// the others.
func movable(rows []pages.BoardRow) {
	for i := range rows {
		same := func(j int) bool {
			return j >= 0 && j < len(rows) && rows[j].Archived == rows[i].Archived && (rows[j].Up || rows[j].Down)
		}
		rows[i].Down = rows[i].Down && same(i+1)
	}
	for i := len(rows) - 1; i >= 0; i-- {
		rows[i].Up = rows[i].Up && i > 0 && rows[i-1].Archived == rows[i].Archived
	}
}

// shiftBoard moves a board one place up or down.
func (s *server) shiftBoard(c *page.Context) error {
	now, err := s.managedBoard(c)
	if err != nil {
		return err
	}
	way := c.FormText("richtung")
	if way != "hoch" && way != "runter" {
		return fault.Reject("Bitte wählen Sie, wohin der Bereich rücken soll.")
	}
	if err := s.Boards.Shift(c.Ctx(), c.Viewer(), now.Board.ID, way == "hoch"); err != nil {
		return err
	}
	return c.Announce(path.BoardSettings+"#bereich-"+now.Board.Slug, "verwaltet")
}

// newBoard shows the form for a board.
func (s *server) newBoard(c *page.Context) error {
	return s.newBoardPage(c, board.Creation{Settings: board.Settings{Audience: board.Members}}, nil)
}

func (s *server) newBoardPage(c *page.Context, in board.Creation, wrong templates.Problems) error {
	circles, err := s.Boards.Circles(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.NewBoard{Base: s.adminBase(c, "Bereich anlegen", templates.Crumb{Href: path.BoardSettings, Text: "Bereiche"}),
		Action: path.NewBoard, Slug: in.Slug, MaxSlug: board.MaxSlug, Problems: wrong,
		Text:     pages.BoardText{Name: in.Name, Description: in.Description, Limit: board.MaxDescription, Problems: wrong},
		Settings: settingsFields(c, in.Settings, circles, wrong)}
	page.Settings.Public = true
	return c.RenderForm(wrong, pages.NewBoardPage(page))
}

// postBoard opens a board.
func (s *server) postBoard(c *page.Context) error {
	in := board.Creation{Slug: c.FormText("kennung"), Text: boardTextOf(c), Settings: settingsIn(c)}
	_, err := s.Boards.Create(c.Ctx(), c.Viewer(), in, c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.newBoardPage(c, in, p)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.BoardSettings+"#bereich-"+in.Slug, "verwaltet")
}
