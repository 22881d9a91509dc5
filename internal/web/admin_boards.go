package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const settingsPath = "/verwaltung/bereiche"

var audienceTones = map[board.Audience]templates.Tone{
	board.Public: templates.ToneSuccess, board.Members: templates.ToneNeutral, board.Restricted: templates.ToneWarning,
}

// showSettings lists all boards with their settings.
func (s *server) showSettings(c *gin.Context) error {
	page := pages.Boards{Base: s.adminBase(c, "Bereiche"), NewHref: settingsPath + "/" + board.NewSlug, Groups: []pages.BoardGroup{
		{ID: "themenfelder", Title: "Themenfelder des OZG"}, {ID: "weitere", Title: "Über das OZG hinaus"}}}
	err := s.DB.Read(ctx(c), func(tx *db.Tx) error {
		boards, err := board.SettledTx(tx, s.viewer(c))
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
		return err
	})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, pages.BoardsPage(page))
}

func boardRow(b board.Board) pages.BoardRow {
	var marks []string
	for _, m := range []struct {
		on   bool
		word string
	}{{b.FirstReview, "erste Beiträge mit Freigabe"}, {b.Disguise, "teilanonyme Fragen"}, {b.FourEyes, "Vier-Augen-Prinzip"}, {b.Indexable, "für Suchmaschinen"}} {
		if m.on {
			marks = append(marks, m.word)
		}
	}
	return pages.BoardRow{Href: settingsPath + "/" + b.Slug, Anchor: "bereich-" + b.Slug, Name: b.Name, Audience: b.Audience.German(), Tone: audienceTones[b.Audience],
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
func (s *server) shiftBoard(c *gin.Context) error {
	now, err := s.settledOf(c)
	if err != nil {
		return err
	}
	way := formText(c, "richtung")
	if way != "hoch" && way != "runter" {
		return fault.Reject("Bitte wählen Sie, wohin der Bereich rücken soll.")
	}
	if err := s.Boards.Shift(ctx(c), s.viewer(c), now.board.ID, way == "hoch"); err != nil {
		return err
	}
	return seeOther(c, withNotice(settingsPath+"#bereich-"+now.board.Slug, "verwaltet"))
}

// newBoard shows the form for a board.
func (s *server) newBoard(c *gin.Context) error {
	return s.newBoardPage(c, board.Creation{Settings: board.Settings{Audience: board.Members}}, nil)
}

func (s *server) newBoardPage(c *gin.Context, in board.Creation, wrong templates.Problems) error {
	var circles []board.Circle
	err := s.DB.Read(ctx(c), func(tx *db.Tx) (err error) {
		circles, err = board.CirclesTx(tx, s.viewer(c))
		return err
	})
	if err != nil {
		return err
	}
	page := pages.NewBoard{Base: s.adminBase(c, "Bereich anlegen", templates.Crumb{Href: settingsPath, Text: "Bereiche"}),
		Action: settingsPath + "/" + board.NewSlug, Slug: in.Slug, MaxSlug: board.MaxSlug, Problems: wrong,
		Text:     pages.BoardText{Name: in.Name, Description: in.Description, Limit: board.MaxDescription, Problems: wrong},
		Settings: settingsFields(c, in.Settings, circles, wrong)}
	page.Settings.Public = true
	return s.render(c, statusOf(wrong), pages.NewBoardPage(page))
}

// postBoard opens a board.
func (s *server) postBoard(c *gin.Context) error {
	in := board.Creation{Slug: formText(c, "kennung"), Text: boardTextOf(c), Settings: settingsIn(c)}
	_, err := s.Boards.Create(ctx(c), s.viewer(c), in, formText(c, "grund"))
	if p, ok := problems(err); ok {
		return s.newBoardPage(c, in, p)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(settingsPath+"#bereich-"+in.Slug, "verwaltet"))
}
