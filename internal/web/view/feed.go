package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// Feed offers the feed below a page: to everybody where guests may read all of it,
// otherwise to members an address of their own.
func Feed(by account.Viewer, s feedtoken.Subject, page, title string, public bool) templates.Feed {
	switch {
	case public:
		return templates.Feed{Title: title, Atom: path.Feed(page, feed.Atom.Name), JSON: path.Feed(page, feed.JSON.Name)}
	case by.SignedIn():
		return templates.Feed{Private: path.NewFeed(s.String())}
	}
	return templates.Feed{}
}

// Gone is the sentence that stands in the place of a post whose text is not shown to
// everybody, "" for a visible one.
func Gone(p forum.Post) string {
	switch p.State {
	case forum.Withdrawn:
		return "Dieser Beitrag wurde von der Verfasserin oder dem Verfasser zurückgezogen."
	case forum.Blackened:
		return "Der Text dieses Beitrags wurde von der Moderation geschwärzt."
	case forum.Hidden:
		return "Von der Moderation ausgeblendet: " + p.HiddenReason
	}
	return ""
}
