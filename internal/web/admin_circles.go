package web

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/board"
	"kommunalforum/internal/db"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

const circlesPath = "/verwaltung/gruppen"

// showCircles lists the groups with their members.
func (s *server) showCircles(c *gin.Context) error { return s.circlesPage(c, 0, nil) }

func (s *server) circlesPage(c *gin.Context, failed int64, wrong templates.Problems) error {
	page := pages.Circles{Base: s.adminBase(c, "Gruppen"), Failed: failed, Problems: wrong}
	if failed == 0 {
		page.Name = formText(c, "name")
	} else {
		page.Email = formText(c, "email")
	}
	err := s.DB.Read(ctx(c), func(tx *db.Tx) error {
		circles, err := board.CirclesTx(tx, s.viewer(c))
		for _, x := range circles {
			id := strconv.FormatInt(x.ID, 10)
			row := pages.Circle{ID: x.ID, Anchor: "gruppe-" + id, Path: circlesPath + "/" + id, Name: x.Name, Boards: strings.Join(x.Boards, ", ")}
			for _, m := range x.Members {
				row.Members = append(row.Members, pages.CircleMember{ID: strconv.FormatInt(m.ID, 10), Name: m.Name, Organisation: m.Organisation, Disabled: m.Disabled})
			}
			page.Circles = append(page.Circles, row)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.render(c, statusOf(wrong), pages.CirclesPage(page))
}

// postCircle makes a group.
func (s *server) postCircle(c *gin.Context) error {
	_, err := s.Boards.NewCircle(ctx(c), s.viewer(c), formText(c, "name"))
	return s.circleDone(c, 0, err)
}

// joinCircle takes somebody into a group.
func (s *server) joinCircle(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	return s.circleDone(c, id, s.Boards.Join(ctx(c), s.viewer(c), id, formText(c, "email")))
}

// leaveCircle takes somebody out of a group.
func (s *server) leaveCircle(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	return s.circleDone(c, id, s.Boards.Leave(ctx(c), s.viewer(c), id, formNumber(c, "person")))
}

func (s *server) circleDone(c *gin.Context, id int64, err error) error {
	if p, ok := problems(err); ok {
		return s.circlesPage(c, id, p)
	}
	if err != nil {
		return err
	}
	path := withNotice(circlesPath, "verwaltet")
	if id != 0 {
		path += "#gruppe-" + strconv.FormatInt(id, 10)
	}
	return seeOther(c, path)
}
