// Package inquiry owns the tables inquiry, inquiry_service, inquiry_step,
// inquiry_message, inquiry_note, official_answer, answer_version and
// answer_drafter: questions to programme management, the desk that works on them,
// and the official answers with their versions.
//
// It promises: an inquiry changes state only along Transitions, and every change
// adds a row to its history that nobody can alter; notes, drafts and the assignee
// are visible to programme managers only; a released answer stays readable forever
// under its number and version; where four eyes are required nobody releases what
// they wrote.
package inquiry

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
)

// Limits of an inquiry.
const (
	MinTitle    = 8   // characters
	MaxTitle    = 160 // characters
	MaxServices = 10  // tagged OZG services
	MaxReason   = 1000
	RowsPerPage = 25
	// FollowUpDays is for how many working days the asker may put a Nachfrage.
	FollowUpDays = 10
)

// Settings are what operators may decide; all are numbers of working days.
type Settings struct {
	Term        int // from asking to answering
	RemindAfter int // from a Rückfrage to its reminder
	RestAfter   int // from a Rückfrage to resting
}

// DefaultSettings are those of New.
var DefaultSettings = Settings{Term: 15, RemindAfter: 5, RestAfter: 10}

// Inquiries reads and changes inquiries and official answers.
type Inquiries struct {
	db *db.DB
	Settings
}

// New returns the inquiries kept in d.
func New(d *db.DB) *Inquiries { return &Inquiries{db: d, Settings: DefaultSettings} }

// Access is how much of an inquiry somebody sees.
type Access int

const (
	None     Access = iota
	Outline         // number, title, state
	Question        // of an answered one: the question too
	Whole           // everything but what is the desk's own
)

// Inquiry is a question to programme management as one viewer sees it. Fields
// beyond the outline are empty for those who see no more.
type Inquiry struct {
	ID        int64
	Number    string
	Title     string
	State     State
	Board     board.Board
	AskedAt   time.Time
	ChangedAt time.Time
	Weight    int // organisations concerned, each counted once
	Access    Access

	// Of the whole.
	Revision      int
	DeskOnly      bool
	Due           catalogue.Date
	Stopped       bool   // the clock stands still
	CompetentBody string // to whom it was handed over
	ThreadID      int64  // the thread that it came from
	AskerLeft     bool

	facts facts
}

// facts are what the predicates below need. They hold for one viewer.
type facts struct {
	viewer     int64
	asker      bool // asked it and did not leave
	side       bool // of the asking organisation, a supporter, or escalated it
	supported  bool // by others than the asking organisation
	supports   bool // the viewer's organisation does, and does not ask itself
	assignee   bool // or substitute; for programme managers only
	drafted    bool // a draft answer exists; for programme managers only
	drafter    bool // wrote on the draft
	former     State
	answeredOn catalogue.Date
	followedUp bool
	calendar   string
	today      catalogue.Date
}

// Overdue reports whether the due date has passed while the clock runs.
func (q Inquiry) Overdue() bool {
	return q.State.Open() && !q.Stopped && q.Due != "" && q.Due.Before(q.facts.today)
}

// Own reports whether by asked it.
func (q Inquiry) Own(by account.Viewer) bool { return q.facts.asker && q.knows(by) }

// Mine reports whether by works on it, as assignee or substitute.
func (q Inquiry) Mine(by account.Viewer) bool { return q.facts.assignee && q.knows(by) }

// knows reports whether the inquiry was loaded for by; for anybody else every
// predicate says no.
func (q Inquiry) knows(by account.Viewer) bool { return by.SignedIn() && q.facts.viewer == by.ID }

// CanTakeUp reports whether by may run it from eingegangen or in Prüfung to in
// Bearbeitung.
func (q Inquiry) CanTakeUp(by account.Viewer) bool {
	return q.Can(by, ActExamine) || q.State == Examining && q.Can(by, ActAssign)
}

// CanSupport reports whether by's organisation may say „Betrifft uns auch". The
// desk works on questions and supports none.
func (q Inquiry) CanSupport(by account.Viewer) bool {
	return q.knows(by) && !by.Programme() && q.Access > None && !q.facts.side && (q.State.Open() || q.State == Answered)
}

// CanUnsupport reports whether by's organisation may take that back.
func (q Inquiry) CanUnsupport(by account.Viewer) bool { return q.knows(by) && q.facts.supports }

// CanNote reports whether by may write notes, set the tickler and see both.
func (q Inquiry) CanNote(by account.Viewer) bool { return q.knows(by) && by.Programme() }

// CanDraft reports whether by may write on the draft answer.
func (q Inquiry) CanDraft(by account.Viewer) bool {
	return q.knows(by) && by.Programme() && q.State == InProgress
}

// CanSort reports whether by may put it into another board. What came
// from a restricted board stays there.
func (q Inquiry) CanSort(by account.Viewer) bool {
	return q.knows(by) && by.Programme() && q.Board.Audience != board.Restricted && (q.State.Open() || q.State == Answered)
}

// Can reports whether by may do the act of the workflow now.
func (q Inquiry) Can(by account.Viewer, act Act) bool {
	return q.person(by, act) == nil && q.moment(act) == nil
}

// ReasonWanted reports whether by has to give a reason for the act: because the
// act wants one, or because by acts in place of the assignee.
func (q Inquiry) ReasonWanted(by account.Viewer, act Act) bool {
	t, ok := transition(q.State, act, q.facts.former)
	return ok && t.needs(NeedsReason) || act.who() == Assignee && !q.Mine(by)
}
