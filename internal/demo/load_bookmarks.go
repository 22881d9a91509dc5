package demo

import (
	"context"
	"time"

	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/catalogue"
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
				post := int64(0)
				if b.Reply > 0 {
					post = l.posts[b.Thread][b.Reply-1]
				} else {
					page, err := l.Forum.ThreadPage(ctx, by, l.threads[b.Thread], 1)
					if err != nil {
						return err
					}
					post = page.Question.ID
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
