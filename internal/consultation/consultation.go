// Package consultation owns the tables consultation, consultation_section,
// consultation_wording, consultation_step, consultation_position and
// consultation_position_step: drafts of rules and plans in numbered sections, on which
// organisations take positions until a day.
//
// It promises: a consultation is read by who reads its board, as a draft only by those who
// prepare it; an organisation has one position on each section, written by whoever belongs
// to it at that moment, and never replaced by a colleague who had not read it; a position
// says to which wording it refers, and that wording stays to be read; until positions are
// shown nobody else learns of them, nor how many there are; guests never see a person.
package consultation

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
)

// Limits, in characters where they are lengths.
const (
	MinTitle    = 3
	MaxTitle    = 200 // of a consultation, and of a section's heading
	MaxIssuer   = 120
	MaxIntro    = 10_000
	MaxSections = 50
	MaxText     = 10_000  // of a section
	MaxPaste    = 200_000 // of a draft that is cut into sections
	MaxOutcome  = 20_000
	MaxAnswer   = 4000 // to what was said about a section
	MaxProposal = 4000 // the wording that an organisation wants
	MaxReasons  = 4000 // and of the remark on the whole
	MinReason   = 5
	MaxReason   = 300
	MaxDays     = 366 // for how long one can be open, from today
	RowsPerPage = 25
)

// State of a consultation. That its last day has passed is no state, see Standing.
type State string

const (
	Draft     State = "draft"
	Opened    State = "open"
	Closed    State = "closed" // before its last day, with a reason
	Decided   State = "decided"
	Withdrawn State = "withdrawn"
)

// Standing is how a consultation stands at a moment.
type Standing string

const (
	IsDraft     Standing = "draft"
	IsOpen      Standing = "open"
	IsEnded     Standing = "ended" // its last day has passed, or it was closed before
	IsDecided   Standing = "decided"
	IsWithdrawn Standing = "withdrawn"
)

// German returns the word for it on pages.
func (s Standing) German() string {
	switch s {
	case IsDraft:
		return "Entwurf"
	case IsOpen:
		return "läuft"
	case IsEnded:
		return "beendet"
	case IsDecided:
		return "Ergebnis liegt vor"
	}
	return "zurückgezogen"
}

// standing returns how a consultation stands on a day.
func standing(s State, endsOn, today catalogue.Date) Standing {
	switch {
	case s == Draft:
		return IsDraft
	case s == Withdrawn:
		return IsWithdrawn
	case s == Decided:
		return IsDecided
	case s == Closed || endsOn.Before(today):
		return IsEnded
	}
	return IsOpen
}

// Disclosure says when the readers of a board see the positions of others.
type Disclosure string

const (
	AtOnce   Disclosure = "at-once"
	AfterEnd Disclosure = "after-end"
)

// Valid reports whether it is one of the two.
func (d Disclosure) Valid() bool { return d == AtOnce || d == AfterEnd }

// Entry is a consultation as shown in lists.
type Entry struct {
	ID         int64
	Board      board.Board
	Title      string
	Issuer     string
	State      State
	Standing   Standing       // now
	EndsOn     catalogue.Date // that day included; "" in a draft
	Disclosure Disclosure
	Guests     bool // on a public board guests see the positions that members see
	Own        int  // positions that the viewer's organisation has taken
	ChangedAt  time.Time
	DaysLeft   int // after today, while it is open
}

// CanPrepare reports whether by may prepare and decide the consultation.
func (e Entry) CanPrepare(by account.Viewer) bool { return CanPrepareOn(by, e.Board) }

// CanPrepareOn reports whether by may prepare consultations on a board that by can read:
// its moderators, administrators and programme managers.
func CanPrepareOn(by account.Viewer, b board.Board) bool {
	return b.Kind != board.Unsorted && (by.Moderates(b.ID) || by.Programme())
}

// CanPrepareSomewhere reports whether by may prepare consultations on any board.
func CanPrepareSomewhere(by account.Viewer) bool { return by.ModeratesSomewhere() || by.Programme() }

// CanSpeak reports whether by may take positions for their organisation now.
func (e Entry) CanSpeak(by account.Viewer) bool {
	return by.SignedIn() && by.Organisation.Named() && e.Standing == IsOpen && !e.Board.Archived
}

// Discloses reports whether by sees the positions of other organisations, and how many
// there are.
func (e Entry) Discloses(by account.Viewer) bool {
	switch {
	case e.Standing == IsDraft:
		return false
	case e.CanPrepare(by):
		return true
	case !by.SignedIn() && !(e.Guests && e.Board.Audience == board.Public):
		return false
	}
	return e.ShowsPositions()
}

// ShowsPositions reports whether positions are shown now to all whom they will be shown,
// not only to those who prepare the consultation.
func (e Entry) ShowsPositions() bool {
	return e.Standing != IsDraft && (e.Disclosure == AtOnce || e.Standing == IsEnded || e.Standing == IsDecided)
}

// Consultation is an entry with all that its page shows.
type Consultation struct {
	Entry
	Intro    Rich
	Outcome  Rich // empty until it is published
	Document int64
	Revision int // what somebody who changes it hands back
	OpenedAt time.Time
	Sections []Section
	Steps    []Step // newest first
}

// OpenedAgain returns when a consultation was opened or extended last.
func (c Consultation) OpenedAgain() time.Time {
	for _, s := range c.Steps {
		if s.Act == ActExtend || s.Act == ActOpen {
			return s.At
		}
	}
	return c.OpenedAt
}

// Rich is a text as it was written and as it is shown.
type Rich struct {
	Source string
	HTML   markdown.HTML
}

// Section is a part of the text on which positions are taken.
type Section struct {
	ID          int64
	Number      int
	Heading     string
	Text        Rich
	Wording     int       // number of the present wording
	Correction  string    // why it replaced the one before, "" for the first
	CorrectedAt time.Time // zero for the first
	Verdict     Verdict
	Answer      string
	Former      []Wording // newest first
}

// Wording is what a section said before it was corrected.
type Wording struct {
	Number  int
	Heading string
	Text    Rich
	Until   time.Time
}

// Section returns the section with the number.
func (c Consultation) Section(number int) (Section, bool) {
	for _, s := range c.Sections {
		if s.Number == number {
			return s, true
		}
	}
	return Section{}, false
}

// Verdict is what became of what was said about a section.
type Verdict string

const (
	Unsaid   Verdict = ""
	Adopted  Verdict = "adopted"
	Partly   Verdict = "partly"
	Rejected Verdict = "rejected"
)

// Verdicts lists those that can be said.
var Verdicts = []Verdict{Adopted, Partly, Rejected}

// German returns the word for it on pages, "" for Unsaid.
func (v Verdict) German() string {
	switch v {
	case Adopted:
		return "übernommen"
	case Partly:
		return "teilweise übernommen"
	case Rejected:
		return "nicht übernommen"
	}
	return ""
}

// Act is something that happened to a consultation and that its readers see.
type Act string

const (
	ActOpen     Act = "open"
	ActExtend   Act = "extend"
	ActCorrect  Act = "correct"
	ActClose    Act = "close"
	ActWithdraw Act = "withdraw"
	ActDecide   Act = "decide"
)

// Step is an act with its reason.
type Step struct {
	Act     Act
	Reason  string
	EndsOn  catalogue.Date // the last day after it
	Section int            // that was corrected
	At      time.Time
}

// Consultations reads and changes consultations.
type Consultations struct{ db *db.DB }

// New returns the consultations stored in d.
func New(d *db.DB) *Consultations { return &Consultations{db: d} }

// ErrNotPreparing is the answer to who may read a consultation and not prepare it.
var ErrNotPreparing = fault.Forbid("Beteiligungen bereiten nur die Moderation des Bereichs und das Programmmanagement vor.")

// ErrConflict is the answer to a change of what somebody else changed meanwhile.
var ErrConflict = fault.Of(fault.Conflict, "Die Beteiligung wurde in der Zwischenzeit geändert. Ihre Angaben sind noch da; bitte gleichen Sie "+
	"sie mit dem jetzigen Stand ab.")

// ErrNoDraft is the answer to who changes what only a draft lets one change.
var ErrNoDraft = fault.Of(fault.Conflict, "Die Beteiligung ist schon eröffnet. Abschnitte kommen nicht mehr hinzu und fallen nicht mehr weg; "+
	"Fehler im Text können Sie dort berichtigen.")

var errArchived = fault.Reject(board.Archival)
