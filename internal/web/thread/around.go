package thread

import (
	"context"

	"kommunalforum/internal/board"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// around is what other domains know of a thread for its page.
type around struct {
	read       unread.State
	marked     map[int64]bool // posts on the viewer's Merkliste
	status     inquiry.ThreadStatus
	moderators []board.Moderator
	articles   []faq.Entry
	follow     templates.Follow
	drafts     []templates.DraftNote // of other replies
	moved      []forum.TransferLine  // of posts that came or went
}

// around reads what other domains know of a thread, for a page whose reply form has the key.
func (s *server) around(c *page.Context, t forum.Thread, once string) (a around, err error) {
	by := c.Viewer()
	err = s.kit.DB.Together(c.Ctx(),
		func(ctx context.Context) (err error) { a.read, err = s.Unread.Thread(ctx, by, t.ID); return err },
		func(ctx context.Context) (err error) { a.marked, err = s.Bookmarks.InThread(ctx, by, t.ID); return err },
		func(ctx context.Context) (err error) {
			a.status, err = s.Inquiries.ThreadStatus(ctx, by, t.ID)
			return err
		},
		func(ctx context.Context) (err error) {
			a.moderators, err = s.Boards.Moderators(ctx, by, t.Board.ID)
			return err
		},
		func(ctx context.Context) (err error) { a.articles, err = s.FAQ.ForThread(ctx, by, t.ID); return err },
		func(ctx context.Context) (err error) {
			a.moved, err = s.Forum.TransferLines(ctx, by, t.ID)
			return err
		},
		func(ctx context.Context) (err error) { a.follow, err = s.followThread(ctx, by, t); return err },
		func(ctx context.Context) (err error) {
			if t.CanReply(by) {
				a.drafts, err = c.Drafts(ctx, path.To(path.Reply, t.ID), once)
			}
			return err
		})
	return a, err
}
