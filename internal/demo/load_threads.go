package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/forum"
)

// planThreads plans all threads with their replies and what happened to them.
func (l *loader) planThreads() {
	for _, t := range l.world.Threads {
		l.plan(t.Ago, t.File, func(ctx context.Context) error {
			services, err := numbers(t.Services)
			if err != nil {
				return err
			}
			attached, err := l.filesOf(ctx, l.people[t.Author], place{t.File, 0})
			if err != nil {
				return err
			}
			l.threads[t.File], err = l.Forum.OpenThread(ctx, l.people[t.Author],
				forum.Question{Board: l.boards[t.Board], Title: t.Title, Text: t.Text, Services: services, Files: attached})
			return err
		})
		l.planEdits(t, t.Author, t.Edits, func(ctx context.Context) (int64, error) {
			page, err := l.Forum.ThreadPage(ctx, l.people[t.Author], l.threads[t.File], 1)
			return page.Question.ID, err
		})
		last := t.Ago
		for i, r := range t.Replies {
			l.planReply(t, i, r)
			last = r.Ago
		}
		l.planModeration(t, last)
	}
}

func (l *loader) planReply(t Thread, i int, r Reply) {
	l.plan(r.Ago, t.File, func(ctx context.Context) error {
		attached, err := l.filesOf(ctx, l.people[r.Author], place{t.File, i + 1})
		if err != nil {
			return err
		}
		id, err := l.Forum.Reply(ctx, l.people[r.Author], l.threads[t.File], forum.Reply{Text: r.Text, Files: attached})
		l.posts[t.File] = append(l.posts[t.File], id)
		return err
	})
	post := func() int64 { return l.posts[t.File][i] }
	l.planEdits(t, r.Author, r.Edits, func(context.Context) (int64, error) { return post(), nil })
	l.planReports(t, r, post)
	if r.Solution {
		l.plan(later(r.Ago, 3*time.Hour), t.File, func(ctx context.Context) error {
			return l.Forum.LimitSolution(ctx, l.people[t.Author], post(), r.Scope)
		})
	}
	if r.Withdrawn {
		l.plan(later(r.Ago, 50*time.Minute), t.File, func(ctx context.Context) error {
			return l.Forum.Withdraw(ctx, l.people[r.Author], post())
		})
	}
	if r.Hidden != "" {
		l.plan(later(r.Ago, 4*time.Hour), t.File, func(ctx context.Context) error {
			return l.Forum.Hide(ctx, l.people[r.HiddenBy], post(), r.Hidden)
		})
	}
}

// planReports plans what people told the moderators about a reply.
func (l *loader) planReports(t Thread, r Reply, post func() int64) {
	for _, x := range r.Reports {
		l.plan(x.Ago, t.File, func(ctx context.Context) error {
			_, err := l.Forum.Report(ctx, l.people[x.Author], post(), forum.ReportInput{Reason: forum.Wrong, Words: x.Text})
			return err
		})
	}
}

// planEdits plans what the author changed in a post later.
func (l *loader) planEdits(t Thread, author string, edits []Edit, post func(context.Context) (int64, error)) {
	for _, e := range edits {
		l.plan(e.Ago, t.File, func(ctx context.Context) error {
			id, err := post(ctx)
			if err != nil {
				return err
			}
			now, _, err := l.Forum.Post(ctx, l.people[author], id)
			if err != nil {
				return err
			}
			services, err := numbers(t.Services)
			if err != nil {
				return err
			}
			return l.Forum.EditPost(ctx, l.people[author], id,
				forum.Edit{Title: t.Title, Text: e.Text, Services: services, Revision: now.Revision})
		})
	}
}

// planModeration plans what the moderation did with the thread as a whole,
// last being how long ago the last reply was.
func (l *loader) planModeration(t Thread, last time.Duration) {
	moderate := func(ago time.Duration, do func(context.Context, account.Viewer, int64) error) {
		l.plan(ago, t.File, func(ctx context.Context) error {
			by, err := l.moderator(t.Board)
			if err != nil {
				return err
			}
			return do(ctx, by, l.threads[t.File])
		})
	}
	if t.Pinned {
		moderate(later(t.Ago, 2*time.Hour), func(ctx context.Context, by account.Viewer, id int64) error {
			return l.Forum.Pin(ctx, by, id, true)
		})
	}
	if t.Outdated != "" {
		moderate(later(last, day), func(ctx context.Context, by account.Viewer, id int64) error {
			return l.Forum.MarkOutdated(ctx, by, id, t.Outdated)
		})
	}
	if t.Locked != "" {
		moderate(later(last, day), func(ctx context.Context, by account.Viewer, id int64) error {
			return l.Forum.Lock(ctx, by, id, t.Locked)
		})
	}
}

// moderator returns the first moderator of the board, or the administrator.
func (l *loader) moderator(board string) (account.Viewer, error) {
	if keys := l.world.Moderators(board); len(keys) > 0 {
		return l.people[keys[0]], nil
	}
	return l.admin()
}

// numbers reads OZG-IDs.
func numbers(texts []string) ([]int64, error) {
	out := make([]int64, len(texts))
	for i, text := range texts {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is no OZG-ID", text)
		}
		out[i] = n
	}
	return out, nil
}
