package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
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
	page := pages.Boards{Base: s.adminBase(c, "Bereiche"), Groups: []pages.BoardGroup{
		{ID: "themenfelder", Title: "Themenfelder des OZG"}, {ID: "weitere", Title: "Über das OZG hinaus"}}}
	err := s.DB.Read(ctx(c), func(tx *db.Tx) error {
		boards, err := board.Settled(tx, s.viewer(c))
		for _, b := range boards {
			row := pages.BoardRow{Href: settingsPath + "/" + b.Slug, Name: b.Name, Audience: b.Audience.German(), Tone: audienceTones[b.Audience]}
			var marks []string
			if b.FourEyes {
				marks = append(marks, "Vier-Augen-Prinzip")
			}
			if b.Indexable {
				marks = append(marks, "für Suchmaschinen")
			}
			row.Marks = strings.Join(marks, ", ")
			group := &page.Groups[1]
			if b.Kind == board.Subject {
				group = &page.Groups[0]
			}
			group.Boards = append(group.Boards, row)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, pages.BoardsPage(page))
}

// settled is a board as its form needs it.
type settled struct {
	board    board.Board
	settings board.Settings
	circles  []board.Circle
}

// settledOf reads the board that the address names.
func (s *server) settledOf(c *gin.Context) (out settled, err error) {
	by, slug := s.viewer(c), c.Param("slug")
	err = s.DB.Read(ctx(c), func(tx *db.Tx) error {
		boards, err := board.Settled(tx, by)
		if err != nil {
			return err
		}
		for _, b := range boards {
			if b.Slug == slug {
				out.board = b
			}
		}
		if out.board.ID == 0 {
			return fault.Missing()
		}
		if out.settings, err = board.SettingsOf(tx, by, out.board.ID); err != nil {
			return err
		}
		out.circles, err = board.Circles(tx, by)
		return err
	})
	return out, err
}

// editSettings shows the form of a board's settings.
func (s *server) editSettings(c *gin.Context) error {
	now, err := s.settledOf(c)
	if err != nil {
		return err
	}
	return s.settingsPage(c, now, now.settings, nil)
}

func (s *server) settingsPage(c *gin.Context, now settled, in board.Settings, wrong templates.Problems) error {
	b := now.board
	page := pages.Board{
		Base: s.adminBase(c, b.Name, templates.Crumb{Href: settingsPath, Text: "Bereiche"}),
		Name: b.Name, Action: settingsPath + "/" + b.Slug, ShowHref: boardPath(b.Slug),
		Audience: string(in.Audience), Public: b.Kind != board.Unsorted, FourEyes: in.FourEyes, Indexable: in.Indexable,
		Reason: formText(c, "grund"), Confirm: wrong.For("bestaetigung") != "", Problems: wrong,
	}
	for _, k := range account.OrganisationKinds {
		page.Kinds = append(page.Kinds, pages.Tick{Value: string(k), Text: k.German(), Checked: in.Admits(k)})
	}
	for _, x := range now.circles {
		page.Circles = append(page.Circles, pages.Tick{Value: strconv.FormatInt(x.ID, 10), Text: x.Name, Checked: in.AdmitsCircle(x.ID)})
	}
	return s.render(c, statusOf(wrong), pages.BoardPage(page))
}

// saveSettings changes a board's settings. What lets more people read what
// stands there already needs a second, deliberate sending.
func (s *server) saveSettings(c *gin.Context) error {
	now, err := s.settledOf(c)
	if err != nil {
		return err
	}
	in := board.Settings{Audience: board.Audience(formText(c, "sichtbar")), FourEyes: ticked(c, "vieraugen"), Indexable: ticked(c, "auffindbar")}
	for _, k := range c.Request.PostForm["arten"] {
		in.Kinds = append(in.Kinds, account.OrganisationKind(k))
	}
	for _, id := range c.Request.PostForm["gruppen"] {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			in.Circles = append(in.Circles, n)
		}
	}
	if now.settings.Widens(in) && !ticked(c, "bestaetigung") {
		return s.settingsPage(c, now, in, templates.Problems{{Field: "bestaetigung",
			Text: "Mit dieser Einstellung lesen mehr Menschen mit, auch alles, was schon geschrieben ist. Bitte bestätigen Sie das."}})
	}
	err = s.Boards.Configure(ctx(c), s.viewer(c), now.board.ID, in, formText(c, "grund"))
	if p, ok := problems(err); ok {
		return s.settingsPage(c, now, in, p)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(settingsPath, "verwaltet"))
}
