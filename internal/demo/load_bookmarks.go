package demo

import (
	"context"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/suggestion"
)

// bookmarked is how long ago people put posts on their Merkliste; what is younger
// they do not know yet.
const bookmarked = 6 * 24 * time.Hour

// planBookmarks plans what people want to find again.
func (l *loader) planBookmarks() {
	for _, p := range l.world.People {
		for _, b := range p.Bookmarks {
			l.plan(bookmarked, "people.json", func(ctx context.Context) error {
				by := l.people[p.Key]
				post, err := l.post(ctx, by, b.Thread, b.Reply)
				if err != nil {
					return err
				}
				in := bookmark.Input{Note: b.Note}
				if b.Remind != nil {
					in.RemindOn = catalogue.DateOf(l.now).AddDays(*b.Remind).German()
				}
				return l.Bookmarks.Save(ctx, by, post, in)
			})
		}
	}
}

// post returns a post of a thread: its question, or the reply with the number.
func (l *loader) post(ctx context.Context, by account.Viewer, thread string, reply int) (int64, error) {
	if reply > 0 {
		return l.posts[thread][reply-1], nil
	}
	page, err := l.Forum.ThreadPage(ctx, by, l.threads[thread], 1)
	return page.Question.ID, err
}

// suggested is how long ago people suggested posts for the FAQ; nobody has decided yet.
const suggested = 3 * 24 * time.Hour

// planSuggestions plans what people suggest for the FAQ.
func (l *loader) planSuggestions() {
	for _, p := range l.world.People {
		for _, x := range p.Suggestions {
			l.plan(suggested, "people.json", func(ctx context.Context) error {
				by := l.people[p.Key]
				post, err := l.post(ctx, by, x.Thread, x.Reply)
				if err == nil {
					_, err = l.Suggested.Suggest(ctx, by, suggestion.Input{Subject: suggestion.Subject{Kind: suggestion.Post, ID: post},
						Title: x.Title, Why: x.Why})
				}
				return err
			})
		}
	}
}
