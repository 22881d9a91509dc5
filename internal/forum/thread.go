// Package forum owns the tables thread, thread_day, thread_departure, thread_move,
// thread_transfer, thread_transfer_post, thread_service, post, post_version, citation, held_reply, report and board_figures:
// questions, replies, their history and order, which official answers they cite, and
// what members report to moderators.
//
// It promises: whoever may not read a board learns nothing about its threads, not
// even that they exist; the address of a post never changes; no edit silently
// overwrites somebody else's; blackened text is removed from the post, its versions,
// the search and excerpts; nobody but who decides about a report learns who made it.
package forum

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
	"kommunalforum/internal/support"
)

// State of a thread.
type State string

const (
	Open     State = "open"
	Answered State = "answered"
	Official State = "official"
	Outdated State = "outdated"
)

// States lists all states in the order of filters.
var States = []State{Open, Answered, Official, Outdated}

// German returns the state's word on pages.
func (s State) German() string {
	switch s {
	case Open:
		return "offen"
	case Answered:
		return "beantwortet"
	case Official:
		return "offiziell beantwortet"
	case Outdated:
		return "überholt"
	}
	return string(s)
}

// Valid reports whether s is a known state.
func (s State) Valid() bool {
	for _, known := range States {
		if s == known {
			return true
		}
	}
	return false
}

// Limits of a thread.
const (
	MinTitle     = 8   // characters
	MaxTitle     = 160 // characters
	MaxServices  = 10  // tagged OZG services
	MaxPinned    = 5   // pinned threads a board
	PostsPerPage = 20
	// RowsPerPage of a board's list.
	RowsPerPage = 25
	// QuietEdit is how long after writing an edit creates no version.
	QuietEdit = 10 * time.Minute
)

// Thread is a question with its replies.
type Thread struct {
	ID             int64
	Board          board.Board
	Title          string
	State          State
	Author         account.Byline
	CreatedAt      time.Time
	LastPostAt     time.Time // when the newest reply was written that everybody reads here, or the question
	Replies        int       // that everybody reads here
	LastPosition   int       // of all its posts, with those of which only a placeholder is left
	Pinned         bool
	Hidden         bool
	LockedReason   string
	OutdatedReason string
	OfficialAnswer int64 // id of the official answer that cites it, 0 for none
	Services       []Service
	situation      int64
	Review         Review // of a first question
	ReviewReason   string // why it was refused
	pending        int    // first replies that wait or were refused
	reported       int    // open reports of its posts
	asker          int64  // who asked semi-anonymously, 0 for who did not
	WritesAs       string // the alias under which the viewer replies, "" otherwise; on pages of the thread only
	mixed          bool   // posts came from other threads: positions do not follow the order of writing
	vacated        int    // positions up to this one are kept for posts that went away
	merged         int64  // the thread that has its posts now, 0 for itself
}

// Service is an OZG service that a thread is tagged with.
type Service struct {
	ID   int64
	Name string
}

// Locked reports whether replies are closed.
func (t Thread) Locked() bool { return t.LockedReason != "" }

// Own reports whether by asked it.
func (t Thread) Own(by account.Viewer) bool {
	return by.SignedIn() && (t.Author.PersonID == by.ID || t.asker == by.ID)
}

// CanReply reports whether by may answer.
func (t Thread) CanReply(by account.Viewer) bool {
	return by.SignedIn() && !t.Locked() && !t.Hidden && !t.Board.Archived
}

// Closed returns why nobody writes in a thread that takes no replies.
func (t Thread) Closed() error {
	switch {
	case t.Board.Archived:
		return fault.Forbid(board.Archival)
	case t.Locked():
		return fault.Forbid("Dieses Thema ist geschlossen: " + t.LockedReason)
	}
	return fault.Forbid("Dieses Thema ist ausgeblendet. Deshalb kann hier niemand schreiben.")
}

// CanModerate reports whether by may lock, pin, move and hide here.
func (t Thread) CanModerate(by account.Viewer) bool { return t.Board.CanModerate(by) }

// CanSolve reports whether by may mark solutions: the asker and moderators.
func (t Thread) CanSolve(by account.Viewer) bool {
	return t.Own(by) && !t.Board.Archived || t.CanModerate(by)
}

// Overdue reports whether the question is still open after so many working days in the
// Land that stands beside it.
func (t Thread) Overdue(now time.Time, days int) bool {
	return t.State == Open && !t.Hidden && !t.Board.Archived &&
		!catalogue.AddWorkingDays(catalogue.DateOf(t.CreatedAt), days, t.Author.Land()).After(catalogue.DateOf(now))
}

// CanEscalate reports whether by may put the thread to programme management:
// moderators, programme managers, and who asked once it is overdue. Who asked
// semi-anonymously cannot, because the inquiry names who entered it.
func (t Thread) CanEscalate(by account.Viewer, overdue bool) bool {
	if t.Hidden || t.OfficialAnswer != 0 {
		return false
	}
	return t.CanModerate(by) || by.Programme() || overdue && t.Own(by) && !t.SemiAnonymous()
}

// CanSupport reports whether by may say „Betrifft uns auch": every member for
// the own organisation, while the question stands.
func (t Thread) CanSupport(by account.Viewer) bool {
	return by.SignedIn() && !t.Hidden && t.State != Outdated && !t.Board.Archived
}

// AskedBy reports whether by's organisation asked, which concerns it anyhow.
// Colleagues of who asked semi-anonymously do not learn of it.
func (t Thread) AskedBy(by account.Viewer) bool {
	return by.SignedIn() && (t.Author.Organisation.ID == by.Organisation.ID || t.asker == by.ID)
}

func (t Thread) subject() support.Subject { return support.Subject{Kind: support.Thread, ID: t.ID} }

// CanMarkOutdated reports whether by may mark the thread as überholt.
func (t Thread) CanMarkOutdated(by account.Viewer) bool { return t.CanSolve(by) }

// PostState tells what is shown of a post.
type PostState string

const (
	Visible   PostState = "visible"
	Withdrawn PostState = "withdrawn" // by its author; a placeholder stays
	Hidden    PostState = "hidden"    // by moderators, with a reason
	Blackened PostState = "blackened" // its present version was blackened
)

// Post is one contribution to a thread.
type Post struct {
	ID           int64
	ThreadID     int64
	Position     int // 1 is the question
	Author       account.Byline
	Source       string // "" unless by may have it (see Page)
	HTML         markdown.HTML
	Revision     int
	Version      int
	VersionAt    time.Time // when the present version was begun
	CreatedAt    time.Time
	EditedAt     time.Time
	StateAt      time.Time // when it last got another state; zero: never
	Solution     bool
	Scope        Scope // for whom it holds as a solution
	State        PostState
	HiddenReason string
	Files        []attachment.File
	attachments  int   // how many files it has
	asker        int64 // who wrote it semi-anonymously, 0 for who did not
	mentions     hiddenWords
}

// Question reports whether the post opened its thread.
func (p Post) Question() bool { return p.Position == 1 }

// Own reports whether by wrote it.
func (p Post) Own(by account.Viewer) bool {
	return by.SignedIn() && (p.Author.PersonID == by.ID || p.asker == by.ID)
}

// CanEdit reports whether by may change the text: the author, while it is not
// withdrawn or hidden. A blackened text may be written anew.
func (p Post) CanEdit(by account.Viewer, t Thread) bool {
	return p.Own(by) && (p.State == Visible || p.State == Blackened) && !t.Locked() && !t.Board.Archived
}

// CanWithdraw reports whether by may withdraw it.
func (p Post) CanWithdraw(by account.Viewer) bool {
	return p.Own(by) && (p.State == Visible || p.State == Blackened)
}

// CanHide reports whether by may hide the post or show it again.
func (p Post) CanHide(by account.Viewer, t Thread) bool {
	return t.CanModerate(by) && p.State != Withdrawn && t.Review == Published
}

// CanBlacken reports whether by may blacken versions.
func (p Post) CanBlacken(by account.Viewer, t Thread) bool { return t.CanModerate(by) }

// CanBeSolution reports whether by may mark it as a solution.
func (p Post) CanBeSolution(by account.Viewer, t Thread) bool {
	return !p.Question() && p.State == Visible && t.CanSolve(by)
}

// Page returns the number of the thread's page on which the position stands.
func Page(position int) int { return (position-1)/PostsPerPage + 1 }

// Forum reads and changes threads and posts.
type Forum struct{ db *db.DB }

// New returns the forum kept in d.
func New(d *db.DB) *Forum { return &Forum{db: d} }
