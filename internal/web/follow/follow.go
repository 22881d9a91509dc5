package follow

import (
	"strconv"
	"strings"

	"kommunalforum/internal/follow"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
)

// follow sets a level from the block on the page of a subject, and leads back
// there.
func (s *server) follow(c *page.Context) error {
	level := follow.Level(c.FormText("stufe"))
	subject := follow.Subject{Kind: follow.Kind(c.FormText("art")), ID: c.FormNumber("nummer")}
	place, err := s.Acts.Follow(c.Ctx(), c.Viewer(), subject, level)
	if err != nil {
		return err
	}
	notice := "folgen-nicht"
	switch {
	case level.Follows():
		notice = "folgen"
	case level == follow.Muted:
		notice = "folgen-stumm"
	}
	if subject.Kind == follow.Search {
		return c.SeeOther(path.WithNotice(path.SavedSearches, notice))
	}
	return c.SeeOther(path.WithNotice(view.FollowedHref(place), notice))
}

// endFollowing ends the rows that the form names, and offers to undo it.
func (s *server) endFollowing(c *page.Context) error {
	var subjects []follow.Subject
	for _, value := range c.Request.PostForm["eintrag"] {
		kind, number, _ := strings.Cut(value, " ")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil {
			subjects = append(subjects, follow.Subject{Kind: follow.Kind(kind), ID: id})
		}
	}
	n, batch, err := s.Follows.End(c.Ctx(), c.Viewer(), c.Ticked("ausnahmen"), subjects)
	if err != nil {
		return err
	}
	if n == 0 {
		return c.SeeOther(path.WithNotice(path.Following, "folgen-schon"))
	}
	return c.SeeOther(path.FollowingEnded(batch))
}

// undoEnding brings back what one act ended.
func (s *server) undoEnding(c *page.Context) error {
	n, err := s.Follows.Undo(c.Ctx(), c.Viewer(), c.FormNumber("beendet"))
	if err != nil {
		return err
	}
	if n == 0 {
		return c.SeeOther(path.WithNotice(path.Following, "folgen-vorbei"))
	}
	return c.SeeOther(path.WithNotice(path.Following, "folgen-wieder"))
}

// saveSetting saves which acts make the viewer follow.
func (s *server) saveSetting(c *page.Context) error {
	in := follow.Setting{Asking: c.Ticked("fragen"), Replying: c.Ticked("antworten"), Supporting: c.Ticked("betrifft")}
	if err := s.Follows.SetSetting(c.Ctx(), c.Viewer(), in); err != nil {
		return err
	}
	return c.SeeOther(path.WithNotice(path.Following, "geaendert-konto"))
}
