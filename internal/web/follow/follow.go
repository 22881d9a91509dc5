package follow

import (
	"strconv"
	"strings"

	"kommunalforum/internal/fault"
	"kommunalforum/internal/follow"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
)

// follow sets a level from the block on the page of a subject, and leads back
// there.
func (s *server) follow(c *page.Context) error {
	level := follow.Level(c.FormText("stufe"))
	if level == follow.Default {
		return fault.Reject("Bitte wählen Sie, wovon Sie hören möchten.")
	}
	subject := follow.Subject{Kind: follow.Kind(c.FormText("art")), ID: c.FormNumber("nummer")}
	place, err := s.Acts.Follow(c.Ctx(), c.Viewer(), subject, level)
	if fault.Is(err, fault.NotFound) && level == follow.None {
		return c.Announce(path.Following, "folgen-schon") // ended in another tab
	}
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
		return c.Announce(path.SavedSearches, notice)
	}
	return c.Announce(view.FollowedHref(place), notice)
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
	if len(subjects) == 0 {
		return fault.Reject("Bitte wählen Sie mindestens einen Eintrag.")
	}
	n, batch, err := s.Follows.End(c.Ctx(), c.Viewer(), c.Ticked("ausnahmen"), subjects)
	if err != nil {
		return err
	}
	if n == 0 {
		return c.Announce(path.Following, "folgen-schon")
	}
	return c.SeeOther(path.FollowingEnded(batch))
}

// undoEnding brings back what one act ended.
func (s *server) undoEnding(c *page.Context) error {
	batch := c.FormNumber("beendet")
	if batch < 1 {
		return fault.Reject("Bitte machen Sie es mit der Schaltfläche in Ihrer Liste rückgängig.")
	}
	n, err := s.Follows.Undo(c.Ctx(), c.Viewer(), batch)
	if err != nil {
		return err
	}
	if n == 0 {
		return c.Announce(path.Following, "folgen-vorbei")
	}
	return c.Announce(path.Following, "folgen-wieder")
}

// saveSetting saves which acts make the viewer follow.
func (s *server) saveSetting(c *page.Context) error {
	in := follow.Setting{Asking: c.Ticked("fragen"), Replying: c.Ticked("antworten"), Supporting: c.Ticked("betrifft")}
	if err := s.Follows.SetSetting(c.Ctx(), c.Viewer(), in); err != nil {
		return err
	}
	return c.Announce(path.Following, "geaendert-konto")
}
