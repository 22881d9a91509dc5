package web

import (
	"path"
	"strconv"

	"github.com/gin-gonic/gin"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/forum"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// showModeration offers what may be done with a thread.
func (s *server) showModeration(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	return s.moderationPage(c, id, nil)
}

func (s *server) moderationPage(c *gin.Context, id int64, wrong templates.Problems) error {
	by := s.viewer(c)
	t, err := s.Forum.Thread(ctx(c), by, id)
	if err != nil {
		return err
	}
	if !t.CanMarkOutdated(by) {
		return fault.Forbid("Das kann nur die Themenfeldmoderation.")
	}
	address := "/thema/" + strconv.FormatInt(id, 10)
	page := pages.Moderate{
		Base: s.base(c, "Thema moderieren", templates.SectionBoards,
			boardCrumbs(t.Board, templates.Crumb{Href: threadPath(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Moderieren"})...),
		Thread: t.Title, Back: threadPath(id, t.Title), Path: address,
		Moderator: t.CanModerate(by), Locked: t.LockedReason, Pinned: t.Pinned, Outdated: t.OutdatedReason,
		Reason: formText(c, "grund"), Board: formText(c, "bereich"), Problems: wrong,
	}
	if wrong != nil {
		page.Sent = path.Base(c.FullPath())
	}
	page.NoIndex = true
	boards, err := s.Boards.List(ctx(c), by)
	if err != nil {
		return err
	}
	for _, b := range boards {
		if b.ID != t.Board.ID && b.Kind != board.Unsorted && !b.Archived {
			page.Boards = append(page.Boards, templates.Option{Value: strconv.FormatInt(b.ID, 10), Text: b.Name + " – " + b.Audience.German(), Group: boardGroup(b)})
		}
	}
	return s.render(c, statusOf(wrong), pages.ModeratePage(page))
}

// moderate runs an act on the thread of the address and returns to it; what is
// wrong with the form is shown on the page of moderation.
func (s *server) moderate(c *gin.Context, act func(by account.Viewer, id int64) error) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	by := s.viewer(c)
	err = act(by, id)
	if p, ok := problems(err); ok {
		return s.moderationPage(c, id, p)
	}
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(ctx(c), by, id)
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(threadPath(id, t.Title), "moderiert"))
}

func (s *server) lockThread(c *gin.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error {
		return s.Forum.Lock(ctx(c), by, id, formText(c, "grund"))
	})
}

func (s *server) unlockThread(c *gin.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error { return s.Forum.Unlock(ctx(c), by, id) })
}

func (s *server) pinThread(c *gin.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error { return s.Forum.Pin(ctx(c), by, id, ticked(c, "ja")) })
}

func (s *server) moveThread(c *gin.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error {
		return s.Forum.Move(ctx(c), by, id, forum.Move{Board: formNumber(c, "bereich"), Reason: formText(c, "grund"), Confirm: ticked(c, "bestaetigung")})
	})
}

func (s *server) outdateThread(c *gin.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error {
		return s.Forum.MarkOutdated(ctx(c), by, id, formText(c, "grund"))
	})
}

// askHide asks for the reason before a post is hidden.
func (s *server) askHide(c *gin.Context) error { return s.hidePage(c, nil) }

func (s *server) hidePage(c *gin.Context, wrong templates.Problems) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	p, t, err := s.Forum.Post(ctx(c), s.viewer(c), id)
	if err != nil {
		return err
	}
	if !p.CanHide(s.viewer(c), t) {
		return fault.Forbid("Das kann nur die Themenfeldmoderation.")
	}
	page := templates.Confirm{Heading: "Beitrag ausblenden", Text: "Der Grund steht im Thema an der Stelle des Beitrags und im Protokoll.",
		Action: postPath(id) + "/ausblenden", Send: "Ausblenden", Back: postPath(id), WithReason: true, Reason: formText(c, "grund"), Problems: wrong}
	if p.Question() {
		page.Text = "Mit der Frage wird das ganze Thema ausgeblendet. Nur wer es geschrieben hat und die Moderation sehen es dann noch."
	}
	return s.confirmPage(c, t, page)
}

func (s *server) hidePost(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	err = s.Forum.Hide(ctx(c), s.viewer(c), id, formText(c, "grund"))
	if p, ok := problems(err); ok {
		return s.hidePage(c, p)
	}
	if err != nil {
		return err
	}
	return s.toPost(c, id, "moderiert")
}

func (s *server) unhidePost(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	if err := s.Forum.Unhide(ctx(c), s.viewer(c), id); err != nil {
		return err
	}
	return s.toPost(c, id, "moderiert")
}

// blackenPost removes the text of one version for good.
func (s *server) blackenPost(c *gin.Context) error {
	id, err := pathID(c, "id")
	if err != nil {
		return err
	}
	err = s.Forum.Blacken(ctx(c), s.viewer(c), id, int(formNumber(c, "fassung")), formText(c, "grund"))
	if p, ok := problems(err); ok {
		return s.versionsPage(c, id, p)
	}
	if err != nil {
		return err
	}
	return seeOther(c, withNotice(postPath(id)+"/fassungen", "moderiert"))
}

// missing is the answer to every address that leads nowhere.
func (s *server) missing(*gin.Context) error { return fault.Missing() }
