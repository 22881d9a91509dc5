// Package inbox shows members what is their own: what they were told, what waits for
// them, what they asked and answered, and the posts that they want to find again.
package inbox

import (
	"kommunalforum/internal/bookmark"
	"kommunalforum/internal/consultation"
	"kommunalforum/internal/draft"
	"kommunalforum/internal/faq"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/inquiry"
	"kommunalforum/internal/membership"
	"kommunalforum/internal/notify"
	"kommunalforum/internal/suggestion"
	"kommunalforum/internal/unread"
	"kommunalforum/internal/usecase"
	"kommunalforum/internal/web/page"
	"kommunalforum/internal/web/path"
)

// Deps are the parts of the house that these pages need.
type Deps struct {
	Consulted *consultation.Consultations
	Joining   *membership.Joining
	Forum     *forum.Forum
	FAQ       *faq.Articles
	Inquiries *inquiry.Inquiries
	Acts      *usecase.Acts
	Bookmarks *bookmark.Bookmarks
	Suggested *suggestion.Suggestions
	Drafts    *draft.Drafts
	Notify    *notify.Notifications
	Unread    *unread.Unread
}

// server serves the pages of this area.
type server struct{ Deps }

// Mount mounts the pages. Who may do what is decided in the operations behind them.
func Mount(k *page.Kit, d Deps) {
	s := &server{d}
	members := k.Members()
	members.Get(path.Inbox, s.showInbox)
	members.Post(path.MarkTold, s.markTold)
	members.Post(path.UnmarkTold, s.unmarkTold)
	members.Get(path.OwnPage, s.showOwn)
	members.Get(path.OwnQuestions, s.showQuestions)
	members.Get(path.OwnReplies, s.showReplies)
	members.Get(path.OfColleagues, s.showColleagues)
	members.Get(path.OwnSuggestions, s.showSuggestions)
	members.Get(path.OwnReports, s.showReports)
	members.Get(path.Drafts, s.showDrafts)
	members.Get(path.DiscardDraft, page.WithID(s.askDiscardDraft))
	members.Post(path.DiscardDraft, page.WithID(s.discardDraft))
	members.Get(path.Bookmarks, s.showBookmarks)
	members.Post(path.AddBookmark, page.WithID(s.addBookmark))
	members.Get(path.EditBookmark, page.WithID(s.editBookmark))
	members.Post(path.EditBookmark, page.WithID(s.saveBookmark))
	members.Post(path.RemoveBookmark, page.WithID(s.removeBookmark))
	members.Post(path.ReminderDone, page.WithID(s.endReminder))
	members.Post(path.DismissAnswers, page.WithID(s.dismissAnswers))
}
