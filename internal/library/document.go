// Package library owns the tables document, document_version and document_service: what
// the field works with, such as decisions of the IT-Planungsrat, laws and guides.
//
// It promises: a document is read by who reads its board, and its files and its reference
// by nobody else; every version stays to be read, and says what it changed; when two
// people change a document at once, neither text is lost; guests never see a person's name.
package library

import (
	"net/url"
	"time"

	"kommunalforum/internal/account"
	"kommunalforum/internal/attachment"
	"kommunalforum/internal/board"
	"kommunalforum/internal/catalogue"
	"kommunalforum/internal/db"
	"kommunalforum/internal/fault"
	"kommunalforum/internal/markdown"
)

// State of a document. That it holds no more since its last day is no state, see
// Entry.Standing.
type State string

const (
	Valid     State = "valid"
	Replaced  State = "replaced" // by another document, or by one that the library does not have
	Withdrawn State = "withdrawn"
)

// Limits of a document, in characters where they are lengths.
const (
	MinTitle     = 3
	MaxTitle     = 200
	MaxIssuer    = 120
	MaxReference = 80
	MaxLink      = 500
	MaxText      = 4000
	MaxNews      = 300
	MinReason    = 5
	MaxReason    = 300
	MaxServices  = 10
	MaxVersions  = 100
	RowsPerPage  = 25
)

// Standing is how a document stands on a day.
type Standing string

const (
	Holds       Standing = "holds"
	NotYet      Standing = "not-yet" // its first day is still to come
	Expired     Standing = "expired" // its last day has passed
	IsReplaced  Standing = "replaced"
	IsWithdrawn Standing = "withdrawn"
)

// Outdated reports whether readers are to be warned: it held once, and does not now.
func (s Standing) Outdated() bool { return s != Holds && s != NotYet }

// German returns the word for it on pages.
func (s Standing) German() string {
	switch s {
	case NotYet:
		return "gilt noch nicht"
	case Expired:
		return "abgelaufen"
	case IsReplaced:
		return "ersetzt"
	case IsWithdrawn:
		return "zurückgezogen"
	}
	return "gültig"
}

// Service is an OZG service that a document is about.
type Service struct {
	ID   int64
	Name string
}

// Entry is a document as shown in lists, by its present version.
type Entry struct {
	ID         int64
	Board      board.Board
	Title      string
	Issuer     string // the issuing body
	Dated      catalogue.Date
	Reference  string         // such as „Beschluss 2024/12“, "" for none
	ValidFrom  catalogue.Date // "" for no limit
	ValidUntil catalogue.Date // that day included
	State      State
	Standing   Standing // today
	Version    int      // number of the present version
	ChangedAt  time.Time
}

// CanKeep reports whether by may change the document.
func (e Entry) CanKeep(by account.Viewer) bool { return CanKeepOn(by, e.Board) }

// CanKeepOn reports whether by may keep documents on a board that by can read:
// moderators, FAQ editors and administrators, as for articles, and programme managers.
func CanKeepOn(by account.Viewer, b board.Board) bool {
	return b.Kind != board.Unsorted && (by.Edits(b.ID) || by.Programme())
}

// CanKeepSomewhere reports whether by may keep documents on any board.
func CanKeepSomewhere(by account.Viewer) bool { return by.EditsSomewhere() || by.Programme() }

// Document is an entry with all that its page shows.
type Document struct {
	Entry
	Services    []Service
	StateReason string
	Successor   Entry // what replaces it; zero if there is none, or none that the viewer may read
	Revision    int   // what somebody who changes it hands back
	Versions    []Version
}

// Present is the version that is shown.
func (d Document) Present() Version { return d.Versions[0] }

// Version is a state of a document.
type Version struct {
	ID         int64
	Number     int
	Title      string
	Issuer     string
	Dated      catalogue.Date
	Reference  string
	ValidFrom  catalogue.Date
	ValidUntil catalogue.Date
	Link       string
	Source     string // Markdown
	HTML       markdown.HTML
	News       string         // what it changed, "" for the first
	By         account.Byline // who saved it
	SavedAt    time.Time
	Files      []attachment.File
}

// Host is where the link leads, as pages show it.
func (v Version) Host() string {
	u, err := url.Parse(v.Link)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Documents reads and changes the documents of the library.
type Documents struct{ db *db.DB }

// New returns the documents stored in d.
func New(d *db.DB) *Documents { return &Documents{db: d} }

// ErrNotKeeper is the answer to who may read a document and not change it.
var ErrNotKeeper = fault.Forbid("Dokumente pflegen nur die Moderation und die FAQ-Redaktion des Bereichs und das Programmmanagement.")

// ErrConflict is the answer to a change of what somebody else changed meanwhile.
var ErrConflict = fault.Of(fault.Conflict, "Das Dokument wurde in der Zwischenzeit geändert. Ihre Angaben sind noch da; bitte gleichen Sie sie "+
	"mit dem jetzigen Stand ab.")
