// Package notify owns the tables notification and fanout, and how somebody wants
// mail about notifications: notify_setting and notify_person. It follows the event
// log and says who hears of what.
//
// It promises: a row for each person and event at most, made exactly once, whatever
// crashes; none for one's own acts, none for closed accounts, and none for somebody
// who may not see what it is about, asked when the row is made and again when it is
// read, but for the one that they can no longer see it; a long list of people neither
// holds up other events nor the rest of the site; and an event, a digest or a mail that
// fails is tried again later and holds up no other.
package notify

import (
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/db"
	"kommunalforum/internal/event"
	"kommunalforum/internal/secret"
)

// Delay is how long a mail waits that is to leave at once, so that corrections of the
// first minutes mail nobody twice.
const Delay = 5 * time.Minute

// PlaceKind is the kind of thing that groups notifications.
type PlaceKind string

// All kinds of places.
const (
	Thread     PlaceKind = "thread"
	Inquiry    PlaceKind = "inquiry"
	Answer     PlaceKind = "answer" // an official answer, for who does not hear of it in a thread or an inquiry
	Article    PlaceKind = "article"
	Board      PlaceKind = "board"
	Suggestion PlaceKind = "suggestion" // for the FAQ
	Report     PlaceKind = "report"     // that its reader made
	Service    PlaceKind = "service"    // an OZG-Leistung, for what the register of its re-use says
	Consulting PlaceKind = "consultation"
	Unattended PlaceKind = "unattended" // a board where something waits about which nobody may decide

	// What its reader can no longer read. It cannot be opened, and nothing is told of it
	// that is newer than the loss.
	LostThread PlaceKind = "lost.thread"
	LostBoard  PlaceKind = "lost.board"
	LostBoards PlaceKind = "lost.boards" // all that one act took from one person, by its first event
)

// Lost reports whether its reader lost sight of the place.
func (k PlaceKind) Lost() bool { return k == LostThread || k == LostBoard || k == LostBoards }

// Untitled stands in place of the title of a lost place where that may not be said.
func (k PlaceKind) Untitled() string {
	switch k {
	case LostBoard:
		return "Ein Bereich ist für Sie nicht mehr zu lesen"
	case LostBoards:
		return "Bereiche, die Sie nicht mehr lesen können"
	}
	return "Ein Thema ist für Sie nicht mehr zu lesen"
}

// Place groups notifications in the inbox. Who may see it may see them.
type Place struct {
	Kind PlaceKind
	ID   int64
}

// Notifications reads and changes what people are told.
type Notifications struct {
	db *db.DB
	// Keyring seals the addresses of mails by which people unsubscribe.
	Keyring *secret.Keyring
	// Accounts says who reads a mail.
	Accounts *account.Accounts
	// MailContent is how much of what happened stands in mails.
	MailContent Content

	stories func(*db.Tx, event.Event) ([]story, error) // of an event that tells something
}

// New returns the notifications kept in d.
func New(d *db.DB) *Notifications { return &Notifications{db: d, stories: storiesOf} }
