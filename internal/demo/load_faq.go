package demo

import (
	"context"
	"fmt"
	"time"

	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/faq"
)

// releases are the audiences of the texts as the FAQ knows them.
var releases = map[string]board.Release{
	AudiencePublic:  board.ToPublic,
	AudienceMembers: board.ToMembers,
	AudienceBoard:   board.ToBoard,
}

// planArticles plans all FAQ articles with their versions.
func (l *loader) planArticles() {
	for _, a := range l.world.Articles {
		first, last := a.Versions[0], a.Versions[len(a.Versions)-1]
		l.plan(first.Ago, a.File, func(ctx context.Context) (err error) {
			l.articles[a.File], err = l.draft(ctx, a)
			if err != nil {
				return err
			}
			return l.save(ctx, a, first)
		})
		if a.State != ArticleDraft {
			l.plan(later(first.Ago, 2*time.Hour), a.File, func(ctx context.Context) error {
				return l.FAQ.Publish(ctx, l.people[first.Author], l.articles[a.File], releases[a.Audience], true)
			})
		}
		for _, v := range a.Versions[1:] {
			l.plan(v.Ago, a.File, func(ctx context.Context) error { return l.save(ctx, a, v) })
		}
		if a.State == ArticleOutdated {
			l.plan(later(last.Ago, 60*day), a.File, func(ctx context.Context) error {
				return l.FAQ.MarkOutdated(ctx, l.people[last.Author], l.articles[a.File], a.Outdated)
			})
		}
	}
}

// draft begins an article: from the first solution of its source, or else from
// its question, or from nothing.
func (l *loader) draft(ctx context.Context, a Article) (int64, error) {
	by := l.people[a.Versions[0].Author]
	if a.Source == "" {
		in, err := l.article(a, a.Versions[0])
		if err != nil {
			return 0, err
		}
		return l.FAQ.Draft(ctx, by, in)
	}
	page, err := l.Forum.ThreadPage(ctx, by, l.threads[a.Source], 1)
	if err != nil {
		return 0, fmt.Errorf("source %s: %w", a.Source, err)
	}
	post := page.Question.ID
	if len(page.Solutions) > 0 {
		post = page.Solutions[0].ID
	}
	return l.Acts.TakeIntoFAQ(ctx, by, post, "")
}

// save writes a version of the article's text.
func (l *loader) save(ctx context.Context, a Article, v Version) error {
	by, id := l.people[v.Author], l.articles[a.File]
	now, err := l.FAQ.Show(ctx, by, id)
	if err != nil {
		return err
	}
	in, err := l.article(a, v)
	if err != nil {
		return err
	}
	in.Revision = now.Revision
	for _, f := range now.Files {
		in.Files = append(in.Files, attachment.Choice{ID: f.ID, Alt: f.Alt})
	}
	if len(in.Files) == 0 {
		if in.Files, err = l.filesOf(ctx, by, place{a.File, 0}); err != nil {
			return err
		}
	}
	return l.FAQ.Save(ctx, by, id, in)
}

func (l *loader) article(a Article, v Version) (faq.Input, error) {
	services, err := numbers(a.Services)
	return faq.Input{
		Board:    l.boards[a.Board],
		Title:    a.Title,
		Short:    v.Short,
		Text:     v.Text,
		Scope:    a.Scope,
		AsOf:     catalogue.DateOf(believable(l.now.Add(-v.Ago))),
		ReviewOn: catalogue.DateOf(l.now).AddDays(a.ReviewIn),
		Services: services,
	}, err
}
