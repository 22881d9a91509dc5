// Package reuse owns the tables reuse, reuse_step and reuse_removal: the register of which organisation
// uses, introduces, plans or has ended which online service of an OZG-Leistung
// (Nachnutzung, mostly of an EfA service).
//
// It promises: an organisation has one entry for each service, product and provider,
// however many requests come at once; every member of it may enter and change it, and
// the entry says who did; nobody overwrites what they have not seen; only members read
// entries, guests read their number; nobody is named as contact but themselves, while
// they belong to the organisation; and what nobody confirmed for long is counted no more.
package reuse

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/organisation"
)

// Stage says how far an organisation is with a product.
type Stage string

// All stages.
const (
	Using       Stage = "using"
	Introducing Stage = "introducing"
	Planning    Stage = "planning"
	Ended       Stage = "ended"
)

// Stages lists all stages in the order of pages.
var Stages = []Stage{Using, Introducing, Planning, Ended}

var germanStages = map[Stage]string{
	Using:       "nutzen wir",
	Introducing: "führen wir ein",
	Planning:    "planen wir",
	Ended:       "haben wir beendet",
}

// Valid reports whether s is a known stage.
func (s Stage) Valid() bool { return germanStages[s] != "" }

// German returns the stage as an organisation says it of itself.
func (s Stage) German() string { return germanStages[s] }

// Periods after an entry was confirmed last.
const (
	ConfirmAfter = 365 * 24 * time.Hour     // its keeper is reminded
	FadeAfter    = 2 * 365 * 24 * time.Hour // it is neither counted nor listed, unless somebody asks for old ones too
	KeepFor      = 5 * 365 * 24 * time.Hour // it is deleted
)

// Entry says what an organisation does with a product for a service.
type Entry struct {
	ID           int64
	Service      int64 // OZG-ID
	Organisation organisation.Organisation
	Inhabitants  int64 // for how many people the organisation stands, 0 if it has none
	Stage        Stage
	Product      string
	Provider     string
	Operator     string
	Since        Since
	Cost         Cost
	Notes        Notes
	Mailbox      string         // of the organisation, for questions
	Contact      account.Byline // who offered to answer questions; its PersonID is 0 for nobody
	Keeper       account.Byline // who wrote or confirmed it last, if still of the organisation
	ConfirmedAt  time.Time      // that it holds
	Revision     int            // counts the edits
	Age          Age            // since it was confirmed
	Distance     Distance       // from the viewer's organisation; only in lists
}

// Notes are what an organisation tells of a product: its experience, and what the
// municipal associations want a concept for re-use to say.
type Notes struct {
	Experience  string
	Financing   string
	Integration string // into the systems of the administration
	Operation   string
	Interfaces  string
	Assistance  string
}

// Age says how long ago an entry was confirmed.
type Age int

// All ages.
const (
	Current Age = iota
	Due         // to be confirmed
	Faded       // neither counted nor listed by default
)

func ageOf(now, confirmed time.Time) Age {
	switch age := now.Sub(confirmed); {
	case age >= FadeAfter:
		return Faded
	case age >= ConfirmAfter:
		return Due
	}
	return Current
}

// CanEdit reports whether by may change, confirm and delete the entry for their own
// organisation.
func (e Entry) CanEdit(by account.Viewer) bool {
	return by.SignedIn() && by.Organisation.ID == e.Organisation.ID
}

// Step is something that was done with an entry.
type Step struct {
	Act   string
	Stage Stage
	By    account.Byline // of somebody erased, empty
	At    time.Time
}

// Acts of steps.
const (
	ActEntered   = "entered"
	ActChanged   = "changed"
	ActConfirmed = "confirmed"
)

// Register reads and changes entries.
type Register struct{ db *db.DB }

// New returns the register kept in d.
func New(d *db.DB) *Register { return &Register{db: d} }
