package view

import (
	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/feed"
	"kommunalforum/internal/feedtoken"
	"kommunalforum/internal/forum"
	"kommunalforum/internal/web/path"
	"kommunalforum/templates"
)

// How much of a page guests may read.
type Open int

const (
	Nothing Open = iota
	Part
	All
)

// OpenBoard says how much guests may read of what is on the board: of one for members
// its FAQ and its public official answers.
func OpenBoard(b board.Board) Open {
	switch b.Audience {
	case board.Public:
		return All
	case board.Members:
		return Part
	}
	return Nothing
}

// OpenThread says how much guests may read of the threads of the board.
func OpenThread(b board.Board) Open {
	if b.Audience == board.Public {
		return All
	}
	return Nothing
}

// Feed offers the feed below a page: the public one where guests may read of it, and to
// members an address of their own where they may not read all.
func Feed(by account.Viewer, s feedtoken.Subject, page, title string, open Open) (f templates.Feed) {
	if open != Nothing {
		f = templates.Feed{Title: title, Atom: path.Feed(page, feed.Atom.Name), JSON: path.Feed(page, feed.JSON.Name)}
	}
	if open != All && by.SignedIn() {
		f.Private = path.NewFeed(s.String())
	}
	return f
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
