package thread

import (
	"strconv"
	"strings"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/internal/web/view"
	"kommunalforum/templates"
	pages "kommunalforum/templates/thread"
)

// showModeration offers what may be done with a thread.
func (s *server) showModeration(c *page.Context, id int64) error {
	return s.moderationPage(c, id, nil)
}

func (s *server) moderationPage(c *page.Context, id int64, wrong templates.Problems) error {
	by := c.Viewer()
	t, err := s.Forum.Thread(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	if !t.CanMarkOutdated(by) {
		return forum.ErrNotModerator
	}
	page := pages.Moderate{
		Base: c.Base("Thema moderieren", templates.SectionBoards,
			view.BoardCrumbs(t.Board, templates.Crumb{Href: path.Thread(t.ID, t.Title), Text: t.Title}, templates.Crumb{Text: "Moderieren"})...),
		Thread: t.Title, Back: path.Thread(id, t.Title), Path: path.To(path.ThreadPage, id),
		Moderator: t.CanModerate(by), CanTransfer: t.CanTransfer(by), Locked: t.LockedReason, Pinned: t.Pinned, Outdated: t.OutdatedReason,
		Reason: c.FormText("grund"), Board: c.FormText("bereich"), Problems: wrong,
	}
	if wrong != nil {
		page.Sent = c.FullPath()[strings.LastIndexByte(c.FullPath(), '/')+1:]
	}
	page.NoIndex = true
	boards, err := s.Boards.List(c.Ctx(), by)
	if err != nil {
		return err
	}
	for _, b := range boards {
		if b.ID != t.Board.ID && b.Kind != board.Unsorted && !b.Archived {
			page.Boards = append(page.Boards, templates.Option{Value: strconv.FormatInt(b.ID, 10), Text: b.Name + " – " + b.Audience.German(),
				Group: view.BoardGroup(b)})
		}
	}
	return c.RenderForm(wrong, pages.ModeratePage(page))
}

// moderate runs an act on the thread of the address and returns to it; what is
// wrong with the form is shown on the page of moderation.
func (s *server) moderate(c *page.Context, act func(by account.Viewer, id int64) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	by := c.Viewer()
	err = act(by, id)
	if p, ok := page.Problems(err); ok {
		return s.moderationPage(c, id, p)
	}
	if err != nil {
		return err
	}
	t, err := s.Forum.Thread(c.Ctx(), by, id)
	if err != nil {
		return err
	}
	return c.Announce(path.Thread(id, t.Title), "moderiert")
}

func (s *server) lockThread(c *page.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error {
		return s.Forum.Lock(c.Ctx(), by, id, c.FormText("grund"))
	})
}

func (s *server) unlockThread(c *page.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error { return s.Forum.Unlock(c.Ctx(), by, id) })
}

func (s *server) pinThread(c *page.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error { return s.Forum.Pin(c.Ctx(), by, id, c.Ticked("ja")) })
}

func (s *server) moveThread(c *page.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error {
		return s.Forum.Move(c.Ctx(), by, id, forum.Move{Board: c.FormNumber("bereich"), Reason: c.FormText("grund"),
			Confirm: c.Ticked("bestaetigung")})
	})
}

func (s *server) outdateThread(c *page.Context) error {
	return s.moderate(c, func(by account.Viewer, id int64) error {
		return s.Forum.MarkOutdated(c.Ctx(), by, id, c.FormText("grund"))
	})
}

// askHide asks for the reason before a post is hidden.
func (s *server) askHide(c *page.Context) error { return s.hidePage(c, nil) }

func (s *server) hidePage(c *page.Context, wrong templates.Problems) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	p, t, err := s.Forum.Post(c.Ctx(), c.Viewer(), id)
	if err != nil {
		return err
	}
	if !p.CanHide(c.Viewer(), t) {
		return forum.ErrNotModerator
	}
	page := templates.Confirm{Heading: "Beitrag ausblenden", Text: "Der Grund steht im Thema an der Stelle des Beitrags und im Protokoll.",
		Action: path.To(path.HidePost, id), Send: "Ausblenden", Back: path.Post(id), WithReason: true, Reason: c.FormText("grund"), Problems: wrong}
	if p.Question() {
		page.Text = "Mit der Frage wird das ganze Thema ausgeblendet. Nur wer es geschrieben hat und die Moderation sehen es dann noch. " +
			"Meldungen zu Antworten darin bleiben offen."
	}
	return s.confirmPage(c, t, page)
}

func (s *server) hidePost(c *page.Context, id int64) error {
	err := s.Forum.Hide(c.Ctx(), c.Viewer(), id, c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.hidePage(c, p)
	}
	if err != nil {
		return err
	}
	return s.toPost(c, id, "moderiert")
}

func (s *server) unhidePost(c *page.Context, id int64) error {
	if err := s.Forum.Unhide(c.Ctx(), c.Viewer(), id); err != nil {
		return err
	}
	return s.toPost(c, id, "moderiert")
}

// blackenPost removes the text of one version for good.
func (s *server) blackenPost(c *page.Context, id int64) error {
	err := s.Forum.Blacken(c.Ctx(), c.Viewer(), id, int(c.FormNumber("fassung")), c.FormText("grund"))
	if p, ok := page.Problems(err); ok {
		return s.versionsPage(c, id, p)
	}
	if err != nil {
		return err
	}
	return c.Announce(path.To(path.PostVersions, id), "moderiert")
}
