package admin

import (
	"strconv"
	"strings"

	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
	pages "kommunalforum/templates/admin"
)

// showGroups lists the groups with their members.
func (s *server) showGroups(c *page.Context) error { return s.groupsPage(c, 0, nil) }

func (s *server) groupsPage(c *page.Context, failed int64, wrong templates.Problems) error {
	circles, err := s.Boards.Circles(c.Ctx(), c.Viewer())
	if err != nil {
		return err
	}
	page := pages.Groups{Base: s.adminBase(c, "Gruppen"), Failed: failed, Problems: wrong}
	if failed == 0 {
		page.Name = c.FormText("name")
	} else {
		page.Email = c.FormText("email")
	}
	for _, x := range circles {
		id := strconv.FormatInt(x.ID, 10)
		row := pages.Group{ID: x.ID, Anchor: "gruppe-" + id, Path: path.To(path.Group, id), Name: x.Name, Boards: strings.Join(x.Boards, ", ")}
		for _, m := range x.Members {
			row.Members = append(row.Members, pages.GroupMember{ID: strconv.FormatInt(m.ID, 10), Name: m.Name, Organisation: m.Organisation,
				Disabled: m.Disabled})
		}
		page.Groups = append(page.Groups, row)
	}
	return c.RenderForm(wrong, pages.GroupsPage(page))
}

// postGroup makes a group.
func (s *server) postGroup(c *page.Context) error {
	_, err := s.Boards.NewCircle(c.Ctx(), c.Viewer(), c.FormText("name"))
	return s.groupDone(c, 0, err)
}

// joinGroup takes somebody into a group.
func (s *server) joinGroup(c *page.Context, id int64) error {
	return s.groupDone(c, id, s.Boards.Join(c.Ctx(), c.Viewer(), id, c.FormText("email")))
}

// leaveGroup takes somebody out of a group.
func (s *server) leaveGroup(c *page.Context, id int64) error {
	return s.groupDone(c, id, s.Boards.Leave(c.Ctx(), c.Viewer(), id, c.FormNumber("person")))
}

func (s *server) groupDone(c *page.Context, id int64, err error) error {
	if p, ok := page.Problems(err); ok {
		return s.groupsPage(c, id, p)
	}
	if err != nil {
		return err
	}
	address := path.Groups
	if id != 0 {
		address += "#gruppe-" + strconv.FormatInt(id, 10)
	}
	return c.Announce(address, "verwaltet")
}
